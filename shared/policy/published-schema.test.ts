import type * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { publishedSchema } from './parse-yaml-document.ts';
import { PerfBudget } from './perf-budget.ts';
import { Policy } from './policy.ts';

const DOCUMENTS: readonly (readonly [string, z.ZodType])[] = [
  ['policy.v1', Policy],
  ['perfbudget.v1', PerfBudget],
];

describe('the published schema', () => {
  it.each(DOCUMENTS)('of %s says of every key what it is for, so that editors do', (_name, schema) => {
    expect(undescribed(publishedSchema(schema), '')).toEqual([]);
  });
});

/** Paths of keys without a description. */
function undescribed(schema: unknown, at: string): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap((one) => undescribed(one, at));
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = 'properties' in schema ? schema.properties : null;
  const keys = typeof properties === 'object' && properties !== null ? Object.entries(properties) : [];
  return [
    ...keys.flatMap(([key, value]) => [
      ...(typeof value === 'object' && value !== null && 'description' in value ? [] : [`${at}.${key}`]),
      ...undescribed(value, `${at}.${key}`),
    ]),
    ...Object.entries(schema).flatMap(([key, value]) =>
      HOLDS_SCHEMAS.has(key) ? undescribed(value, at) : [],
    ),
  ];
}

const HOLDS_SCHEMAS = new Set(['items', 'anyOf', 'oneOf', 'allOf', 'additionalProperties']);
