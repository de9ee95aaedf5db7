import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';
import { GitlabMergeRequestEvent } from './merge-request-event.ts';

let validator: ValidateFunction | undefined;

/**
 * Checks a body against the published JSON Schema, then types it. The schema is compiled at the first event, not at start.
 * @throws PermanentError(`INPUT_INVALID`) naming the field and what would be right
 */
export function checkMergeRequestEvent(body: object): GitlabMergeRequestEvent {
  // The schema is our own, so checking it against its meta-schema, which takes longest, is left to the tests.
  validator ??= new Ajv2020({ strict: true, validateSchema: false }).compile(
    z.toJSONSchema(GitlabMergeRequestEvent, { io: 'input' }),
  );
  if (!validator(body)) throw invalid(validator.errors?.[0]);
  const parsed = GitlabMergeRequestEvent.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new PermanentError(
    'INPUT_INVALID',
    `Field "/${issue?.path.join('/') ?? ''}" of the merge request event is wrong (${issue?.code ?? 'unknown'}).`,
  );
}

function invalid(error: ErrorObject | undefined): PermanentError {
  const missing: unknown = error?.keyword === 'required' ? error.params['missingProperty'] : undefined;
  const field = `${error?.instancePath ?? ''}${typeof missing === 'string' ? `/${missing}` : ''}`;
  const problem = missing === undefined ? (error?.message ?? 'is wrong') : 'is missing';
  return new PermanentError(
    'INPUT_INVALID',
    `Field "${field === '' ? '/' : field}" of the merge request event ${problem}.`,
    { details: { field } },
  );
}
