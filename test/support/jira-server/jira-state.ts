/** What the look-alike keeps of an issue. */
export interface StoredIssue {
  readonly id: string;
  readonly key: string;
  readonly createdAt: number;
  fields: Record<string, unknown>;
  labels: string[];
  status: Status;
  readonly properties: Map<string, unknown>;
  readonly comments: { readonly id: string; readonly body: unknown }[];
  readonly links: Map<string, { readonly url: string; readonly title: string }>;
  attachments: { readonly id: string; readonly filename: string; readonly bytes: number }[];
}

export interface Status {
  readonly name: string;
  readonly category: 'new' | 'indeterminate' | 'done';
}

export interface StoredField {
  readonly fieldId: string;
  readonly name: string;
  readonly required: boolean;
  readonly hasDefaultValue?: boolean;
  readonly allowedValues?: readonly unknown[];
}

export interface StoredTransition {
  readonly id: string;
  readonly name: string;
  readonly from: readonly Status['category'][];
  readonly to: Status;
  readonly fields?: Readonly<Record<string, unknown>>;
}

export const TO_DO: Status = { name: 'To Do', category: 'new' };
export const DONE: Status = { name: 'Done', category: 'done' };

export const FIELDS: readonly StoredField[] = [
  { fieldId: 'summary', name: 'Summary', required: true },
  { fieldId: 'project', name: 'Project', required: true },
  { fieldId: 'issuetype', name: 'Issue Type', required: true },
  { fieldId: 'description', name: 'Description', required: false },
  { fieldId: 'labels', name: 'Labels', required: false },
  {
    fieldId: 'priority',
    name: 'Priority',
    required: false,
    hasDefaultValue: true,
    allowedValues: ['Highest', 'High', 'Medium', 'Low', 'Lowest'].map((name, id) => ({ id: `${id}`, name })),
  },
  {
    fieldId: 'components',
    name: 'Components',
    required: false,
    allowedValues: [{ id: '1', name: 'checkout' }],
  },
  {
    fieldId: 'reporter',
    name: 'Reporter',
    required: true,
    hasDefaultValue: true,
  },
];

/** A field of their own that a project asks for. */
export const TEAM = {
  fieldId: 'customfield_10010',
  name: 'Team',
  required: true,
  allowedValues: [{ value: 'Checkout' }, { value: 'Search' }],
  schema: { type: 'option' },
};

export const TRANSITIONS: readonly StoredTransition[] = [
  { id: '11', name: 'Start', from: ['new'], to: { name: 'In Progress', category: 'indeterminate' } },
  { id: '21', name: "Won't do", from: ['new', 'indeterminate'], to: { name: "Won't do", category: 'done' } },
  { id: '31', name: 'Resolve', from: ['new', 'indeterminate'], to: DONE },
  { id: '41', name: 'Reopen', from: ['done'], to: TO_DO },
];
