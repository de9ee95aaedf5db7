import type { Severity } from '../../contracts/finding.ts';
import { PermanentError } from '../../errors/pipeline-error.ts';
import { formOf } from './field-form.ts';
import { faultOfValue } from './field-value.ts';
import type { JiraApi } from './jira-api.ts';
import { allowedNames, IssueTypePage, type MetaField, MetaFieldPage } from './replies.ts';
import type { JiraSettings } from './settings.ts';

/** What Jira asks of a new issue in this project, checked against the settings. */
export interface CreateFields {
  /** Fields beside summary, description and labels. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Name of the priority that was chosen; null when the project shows none. */
  readonly priority: string | null;
}

const DEFAULT_PRIORITIES: Readonly<Record<Severity, string>> = {
  critical: 'Highest',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  none: 'Lowest',
};
/** Written by us on every issue, or by Jira itself: whoever creates an issue is its reporter, whatever the metadata says of a default. */
const FILLED = new Set([
  'project',
  'issuetype',
  'summary',
  'description',
  'labels',
  'priority',
  'components',
  'reporter',
]);
const NEEDED = ['summary', 'description', 'labels'];
const MOST_PAGES = 20;

/** Priority by severity: that of the settings, else the usual name. */
export function priorityOf(settings: JiraSettings, severity: Severity): string {
  return settings.priorities[severity] ?? DEFAULT_PRIORITIES[severity];
}

/**
 * Reads the create metadata of project and issue type, and fills it from the settings.
 * @throws PermanentError(`CONFIG_INVALID`) naming the field that is required, missing, or has other values
 */
export async function createFields(
  api: JiraApi,
  settings: JiraSettings,
  severity: Severity,
  signal: AbortSignal,
): Promise<CreateFields> {
  const typeId = await issueTypeId(api, settings, signal);
  const metaFields = await readMetaFields(api, settings, typeId, signal);
  const byId = new Map(metaFields.map((field) => [field.fieldId, field]));
  const where = `Jira project ${settings.project}, issue type "${settings.issueType}"`;
  checkScreen(metaFields, settings, where);
  const priority = choosePriority(byId.get('priority'), settings, severity, where);
  const components = componentsOf(byId.get('components'), settings, where);
  return {
    priority,
    fields: {
      project: { key: settings.project },
      issuetype: { id: typeId },
      ...(priority === null ? {} : { priority: { name: priority } }),
      ...(components.length === 0 ? {} : { components: components.map((name) => ({ name })) }),
      ...settings.fields,
    },
  };
}

/** Every field that Jira requires has a value, and every value a field. */
function checkScreen(metaFields: readonly MetaField[], settings: JiraSettings, where: string): void {
  const ids = new Set(metaFields.map(({ fieldId }) => fieldId));
  const absent = NEEDED.find((field) => !ids.has(field));
  if (absent !== undefined) {
    throw invalid(
      `${where}: the field "${absent}" is not on the create screen; add it, PerfAgent writes it.`,
    );
  }
  const open = metaFields.filter(
    (field) =>
      field.required &&
      field.hasDefaultValue !== true &&
      !FILLED.has(field.fieldId) &&
      !Object.hasOwn(settings.fields, field.fieldId),
  );
  if (open.length > 0) {
    const named = open.map((field) => `the field "${field.name}" (${field.fieldId})${choices(field)}`);
    const forms = open.flatMap((field) => {
      const form = formOf(field, settings.deployment);
      return form === null ? [] : [`${field.fieldId}: ${form}`];
    });
    const how = forms.length === 0 ? '' : `, as ${forms.join(', ')}`;
    throw invalid(
      `${where} requires ${named.join(' and ')}; give ${open.length === 1 ? 'its value' : 'their values'} under settings.fields of the connection${how}.`,
    );
  }
  const unknown = Object.keys(settings.fields).find((id) => !ids.has(id));
  if (unknown !== undefined) {
    throw invalid(`${where} has no field "${unknown}" on its create screen; take it out of settings.fields.`);
  }
  for (const field of metaFields.filter(({ fieldId }) => Object.hasOwn(settings.fields, fieldId))) {
    const fault = faultOfValue(field, settings.fields[field.fieldId], settings.deployment);
    if (fault !== null)
      throw invalid(
        `${where}: the field "${field.name}" (${field.fieldId}) ${fault}; correct it under settings.fields.`,
      );
  }
}

function componentsOf(
  field: MetaField | undefined,
  { components }: JiraSettings,
  where: string,
): readonly string[] {
  if (field?.required === true && components.length === 0) {
    throw invalid(`${where} requires a component${choices(field)}; give one under settings.components.`);
  }
  return components.map((name) => checked(field, name, 'components', where));
}

async function issueTypeId(api: JiraApi, settings: JiraSettings, signal: AbortSignal): Promise<string> {
  const path = ['issue', 'createmeta', settings.project, 'issuetypes'];
  const names: string[] = [];
  let startAt = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const reply = await api.find(path, { startAt, maxResults: 50 }, IssueTypePage, signal);
    if (reply === null) {
      throw invalid(`Jira knows no project ${settings.project}, or hides it from this token.`);
    }
    const types = reply.issueTypes ?? reply.values ?? [];
    const found = types.find(({ name }) => name.toLowerCase() === settings.issueType.toLowerCase());
    if (found !== undefined) return found.id;
    names.push(...types.map(({ name }) => name));
    startAt += types.length;
    if (isLastPage(reply, types.length, startAt)) break;
  }
  throw invalid(
    `Jira project ${settings.project} has no issue type "${settings.issueType}"; it has ${names.join(', ') || 'none'}.`,
  );
}

async function readMetaFields(
  api: JiraApi,
  settings: JiraSettings,
  typeId: string,
  signal: AbortSignal,
): Promise<readonly MetaField[]> {
  const path = ['issue', 'createmeta', settings.project, 'issuetypes', typeId];
  const fields: MetaField[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { startAt: fields.length, maxResults: 50 };
    const reply = await api.find(path, query, MetaFieldPage, signal);
    const read = reply?.fields ?? reply?.values ?? [];
    fields.push(...read);
    if (reply === null || isLastPage(reply, read.length, fields.length)) break;
  }
  return fields;
}

function isLastPage(
  reply: { readonly isLast?: boolean | null | undefined; readonly total?: number | null | undefined },
  read: number,
  soFar: number,
): boolean {
  return read === 0 || reply.isLast === true || (typeof reply.total === 'number' && soFar >= reply.total);
}

/** A priority that the settings name must exist; the usual name is left out where the project has another scheme. */
function choosePriority(
  field: MetaField | undefined,
  settings: JiraSettings,
  severity: Severity,
  where: string,
): string | null {
  const named = settings.priorities[severity];
  if (named !== undefined) return checked(field, named, 'priority', where);
  const usual = priorityOf(settings, severity);
  if (field === undefined) return null;
  if (allowedNames(field.allowedValues).includes(usual)) return usual;
  const isGiven = field.hasDefaultValue === true || Object.hasOwn(settings.fields, 'priority');
  if (!field.required || isGiven) return null;
  throw invalid(
    `${where} requires a priority${choices(field)}, and has none called "${usual}"; name one for "${severity}" under settings.priorities.`,
  );
}

function checked(field: MetaField | undefined, name: string, id: string, where: string): string {
  const allowed = allowedNames(field?.allowedValues);
  if (field !== undefined && (allowed.length === 0 || allowed.includes(name))) return name;
  const what =
    field === undefined ? 'is not on the create screen' : `has no value "${name}"${choices(field)}`;
  throw invalid(`${where}: the field "${id}" ${what}; correct the settings of the connection.`);
}

function choices(field: MetaField | undefined): string {
  const names = allowedNames(field?.allowedValues);
  return names.length === 0 ? '' : `, which takes ${names.slice(0, 20).join(', ')}`;
}

function invalid(message: string): PermanentError {
  return new PermanentError('CONFIG_INVALID', message);
}
