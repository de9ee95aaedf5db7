import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { PerfBudget } from './perf-budget.ts';
import { Policy } from './policy.ts';
import { publishedSchema, validatorFor } from './validator-for.ts';

describe('the validator for a document', () => {
  it.each([
    ['policies', Policy],
    ['budgets of a repository', PerfBudget],
  ])('finds in %s what the whole published schema finds', (_what, schema) => {
    const judgedByAll = whole(schema);
    const keys = Object.keys(z.record(z.string(), z.unknown()).parse(publishedSchema(schema)['properties']));

    fc.assert(
      fc.property(documentsOf(keys), (value) => {
        judgedByAll(value);
        // A copy of its own each time: the validators of all shapes are met, not the one for many.
        const validate = validatorFor(schema.clone(), value);
        validate(value);
        expect(faults(validate.errors)).toEqual(faults(judgedByAll.errors));
      }),
      { numRuns: 12 },
    );
  });

  it('is compiled once for documents of one shape', () => {
    const schema = z.strictObject({
      a: z.string().optional(),
      b: z.strictObject({ c: z.number() }).optional(),
    });

    const first = validatorFor(schema, { a: 'x' });

    expect(validatorFor(schema, { a: 'y' })).toBe(first);
    expect(validatorFor(schema, { b: { c: 1 } })).not.toBe(first);
  });

  it('is the one of the whole schema after documents of two shapes', () => {
    const schema = z.strictObject({ a: z.string().optional(), b: z.number().optional() });
    validatorFor(schema, { a: 'x' });
    validatorFor(schema, { b: 1 });

    const third = validatorFor(schema, {});

    expect(validatorFor(schema, { a: 'x', b: 1 })).toBe(third);
    expect([third({ a: 1 }), third({ b: 'x' }), third({ a: 'x', b: 1 })]).toEqual([false, false, true]);
  });
});

/** Documents with some of the keys, one that is strange, and values that fit here and there. */
function documentsOf(keys: readonly string[]) {
  const value = fc.oneof(
    fc.constantFrom('fail', 'perf-agent.policy.v1', 1, 0.05, true, null),
    fc.array(fc.record({ id: fc.constant('latency'), metric: fc.constant('p95') }), { maxLength: 2 }),
    fc.record({ connection: fc.constant('jira'), quarterOf: fc.nat() }, { requiredKeys: [] }),
  );
  return fc.dictionary(fc.constantFrom(...keys, 'strange'), value, { maxKeys: 5 });
}

function whole(schema: z.ZodType) {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true, verbose: true });
  addFormats.default(ajv);
  return ajv.compile(publishedSchema(schema));
}

function faults(errors: readonly ErrorObject[] | null | undefined) {
  return (errors ?? []).map(({ instancePath, keyword, message, params }) => ({
    instancePath,
    keyword,
    message,
    params,
  }));
}
