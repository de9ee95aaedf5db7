import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type * as z from 'zod';
import { faultOfPolicy, SMALL_POLICY } from '../../test/support/small-policy.ts';
import { GitlabSettings } from '../connectors/gitlab/settings.ts';
import { policyFromText } from './load-documents.ts';
import { publishedSchema } from './validator-for.ts';
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

describe('an editor that knows nothing but the published schema', () => {
  it.each([
    ['a budget without a bound', 'budgets: [{ metric: a, statistic: p95, onBreach: fail }]'],
    ['an objective on figures without a bound', slo('{ metric: a, statistic: p95 }')],
    ['a freeze from a day that there is not', freeze("from: '2026-02-29T00:00', until: '2026-03-01T00:00'")],
    ['a freeze of month 13', freeze("from: '2026-12-20T00:00', until: '2026-13-01T00:00'")],
    [
      'a time zone that is none by its form',
      freeze("from: '2026-12-20T00:00', until: '2026-12-24T00:00'", 'UTC+1 h'),
    ],
  ])('refuses %s, as the product does', (_what, section) => {
    expect(editorTakes(section)).toBe(false);
    expect(faultOfPolicy(`${SMALL_POLICY}${section}\n`)).toMatch(/^p\.yaml:5:\d/);
  });

  it.each([
    [
      'a budget with the least that is allowed',
      'budgets: [{ metric: a, statistic: p95, min: 0, onBreach: fail }]',
    ],
    ['an objective with both bounds', slo('{ metric: a, statistic: p95, min: 0, max: 5 }')],
    ['an objective on events', slo('{ metric: a, events: bad }')],
    ['a freeze over 29 February', freeze("from: '2028-02-29T00:00', until: '2028-03-01T00:00'")],
  ])('takes %s, as the product does', (_what, section) => {
    expect(editorTakes(section)).toBe(true);
    expect(policyFromText(`${SMALL_POLICY}${section}\n`, 'p.yaml').policy.id).toBe('shop');
  });

  it.each(['mailto:a@b.example', 'ftp://git.example', 'https:git.example', 'https://git.example/{a}', 'git'])(
    'refuses "%s" for the address of a code host, as the product does',
    (baseUrl) => {
      const settings = { baseUrl, tokenSecret: 'token' };

      expect([editor(GitlabSettings)(settings), GitlabSettings.safeParse(settings).success]).toEqual([
        false,
        false,
      ]);
    },
  );
});

function slo(indicator: string): string {
  return `slos: [{ id: s, objective: 0.99, indicator: ${indicator} }]`;
}

function freeze(times: string, timeZone = 'Europe/Berlin'): string {
  return `freezes: [{ id: f, reason: holidays, timeZone: '${timeZone}', ${times} }]`;
}

function editorTakes(section: string): boolean {
  return editor(Policy)(parse(`${SMALL_POLICY}${section}\n`));
}

function editor(schema: z.ZodType): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return (value) => ajv.validate(publishedSchema(schema), value);
}

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
