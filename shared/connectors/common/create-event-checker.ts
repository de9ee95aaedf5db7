import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';

/**
 * Makes a check of webhook bodies against the published JSON Schema of `event`, which then types them. The schema is compiled at the first
 * event, not at start. The check throws PermanentError(`INPUT_INVALID`) naming the field and what would be right.
 * @param what the event in words, e.g. "merge request event"
 */
export function createEventChecker<S extends z.ZodType>(
  event: S,
  what: string,
): (body: object) => z.output<S> {
  let validator: ValidateFunction | undefined;
  return (body) => {
    // The schema is our own, so checking it against its meta-schema, which takes longest, is left to the tests.
    validator ??= new Ajv2020({ strict: true, validateSchema: false }).compile(
      z.toJSONSchema(event, { io: 'input' }),
    );
    if (!validator(body)) throw invalid(validator.errors?.[0], what);
    const parsed = event.safeParse(body);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw new PermanentError(
      'INPUT_INVALID',
      `Field "/${issue?.path.join('/') ?? ''}" of the ${what} is wrong (${issue?.code ?? 'unknown'}).`,
    );
  };
}

function invalid(error: ErrorObject | undefined, what: string): PermanentError {
  const missing: unknown = error?.keyword === 'required' ? error.params['missingProperty'] : undefined;
  const field = `${error?.instancePath ?? ''}${typeof missing === 'string' ? `/${missing}` : ''}`;
  const problem = missing === undefined ? (error?.message ?? 'is wrong') : 'is missing';
  return new PermanentError(
    'INPUT_INVALID',
    `Field "${field === '' ? '/' : field}" of the ${what} ${problem}.`,
    {
      details: { field },
    },
  );
}
