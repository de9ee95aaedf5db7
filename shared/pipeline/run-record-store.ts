import type * as z from 'zod';
import { describeIssues } from '../errors/describe-issues.ts';
import { RunRecord } from '../contracts/run-record.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export interface StoredRecord<Out> {
  readonly record: RunRecord;
  readonly output: Out | null;
  readonly sha256: string;
}

/** @returns null when the step has not run. @throws PermanentError(`ARTIFACT_INVALID`) naming reference and field. */
export async function readRecord<Out>(
  artifacts: ArtifactStore,
  ref: string,
  output: z.ZodType<Out>,
  signal: AbortSignal,
): Promise<StoredRecord<Out> | null> {
  const stored = await artifacts.read(ref, signal);
  if (stored === null) return null;
  const record = parseAs(RunRecord, jsonFromBytes(stored.bytes, ref), ref);
  const value = record.output === null ? null : parseAs(output, record.output, ref);
  return { record, output: value, sha256: stored.sha256 };
}

/**
 * Writes the record unless one is there. @returns the record that stands, ours or the other's.
 * @throws PermanentError(`ARTIFACT_INVALID`) before anything is written when ours could not be read back.
 */
export async function createRecord<Out>(
  artifacts: ArtifactStore,
  ref: string,
  record: RunRecord,
  output: z.ZodType<Out>,
  signal: AbortSignal,
): Promise<StoredRecord<Out>> {
  parseAs(RunRecord, record, ref);
  const value = record.output === null ? null : parseAs(output, record.output, ref);
  const bytes = encoder.encode(JSON.stringify(record));
  const { created, sha256 } = await artifacts.create(ref, bytes, 'application/json', signal);
  if (created) return { record, output: value, sha256 };
  const standing = await readRecord(artifacts, ref, output, signal);
  if (standing === null) throw new PermanentError('ARTIFACT_INVALID', `"${ref}" was there and is gone.`);
  return standing;
}

function jsonFromBytes(bytes: Uint8Array, ref: string): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw new PermanentError('ARTIFACT_INVALID', `"${ref}" is not JSON in UTF-8.`, { cause: error });
  }
}

function parseAs<T>(schema: z.ZodType<T>, value: unknown, ref: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PermanentError(
    'ARTIFACT_INVALID',
    `"${ref}" does not fit its schema: ${describeIssues(parsed.error)}`,
  );
}
