import * as z from 'zod';
import { formOf } from './field-form.ts';
import { allowedNames, type MetaField } from './replies.ts';
import type { JiraSettings } from './settings.ts';

/** A choice as the REST API takes it: by its name or value, or by an id or key, which stands for itself. */
const Choice = z.object({
  id: z.unknown().optional(),
  key: z.unknown().optional(),
  name: z.string().optional(),
  value: z.string().optional(),
  child: z.object({ value: z.string().optional() }).nullish(),
});
const Parent = z.object({ value: z.string(), children: z.array(z.unknown()) });

/**
 * What is wrong with a value of the settings for a field that takes certain values alone. Fields of other kinds are Jira's to judge.
 * @returns words that go on from the field's name, with what would be right; null when nothing is wrong
 */
export function faultOfValue(
  field: MetaField,
  value: unknown,
  deployment: JiraSettings['deployment'],
): string | null {
  const allowed = allowedNames(field.allowedValues);
  const form = formOf(field, deployment);
  const type = field.schema?.type;
  if (allowed.length === 0 || form === null || type === 'string') return null;
  const isList = type === 'array';
  if (isList !== Array.isArray(value)) return `takes ${form}`;
  const isPlain = isList && field.schema?.items === 'string';
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => faultOfItem(field, item, isPlain, form)).find((fault) => fault !== null) ?? null;
}

function faultOfItem(field: MetaField, item: unknown, isPlain: boolean, form: string): string | null {
  const allowed = allowedNames(field.allowedValues);
  const parsed = Choice.safeParse(isPlain ? { value: item } : item);
  if (!parsed.success) return `takes ${form}`;
  const { id, key, name, value, child } = parsed.data;
  if (id !== undefined || key !== undefined) return null;
  const given = value ?? name;
  if (given === undefined) return `takes ${form}`;
  if (!allowed.includes(given)) return `has no value "${given}", it takes ${allowed.slice(0, 20).join(', ')}`;
  if (child?.value === undefined) return null;
  const parent = (field.allowedValues ?? [])
    .flatMap((one) => Parent.safeParse(one).data ?? [])
    .find((one) => one.value === given);
  const children = allowedNames(parent?.children);
  return children.length === 0 || children.includes(child.value)
    ? null
    : `has no value "${child.value}" under "${given}", it takes ${children.slice(0, 20).join(', ')}`;
}
