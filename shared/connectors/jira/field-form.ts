import { allowedNames, type MetaField } from './replies.ts';
import type { JiraSettings } from './settings.ts';

const DOCUMENT = '{ version: 1, type: doc, content: […] }';

/**
 * How a value of this field is written under `settings.fields`, with the first of those that it takes.
 * Source: developer.atlassian.com, "Jira REST API examples", setting custom field data.
 * @returns null for a field whose type Jira does not tell, or of which nothing is known
 */
export function formOf(
  { schema, allowedValues }: MetaField,
  deployment: JiraSettings['deployment'],
): string | null {
  const [first] = allowedNames(allowedValues);
  const example = first === undefined ? '…' : JSON.stringify(first);
  const type = schema?.type ?? '';
  if (type === 'array') {
    const item = itemForm(schema?.items ?? '', example, deployment);
    return item === null ? null : `[${item}]`;
  }
  if (type === 'string' && deployment === 'cloud' && schema?.custom?.endsWith(':textarea') === true)
    return DOCUMENT;
  return itemForm(type, example, deployment);
}

const NAMED = ['component', 'group', 'priority', 'resolution', 'securitylevel', 'version'];
const FORMS: Readonly<Record<string, string>> = {
  issuelink: '{ key: … }',
  project: '{ key: … }',
  number: 'a number',
  date: '"2026-12-31"',
  datetime: '"2026-12-31T18:00:00.000+0000"',
};

function itemForm(type: string, example: string, deployment: JiraSettings['deployment']): string | null {
  if (NAMED.includes(type)) return `{ name: ${example} }`;
  if (type === 'option') return `{ value: ${example} }`;
  if (type === 'option-with-child') return `{ value: ${example}, child: { value: … } }`;
  if (type === 'user') return deployment === 'cloud' ? '{ accountId: … }' : '{ name: … }';
  if (type === 'string') return example === '…' ? '"…"' : example;
  return Object.hasOwn(FORMS, type) ? (FORMS[type] ?? null) : null;
}
