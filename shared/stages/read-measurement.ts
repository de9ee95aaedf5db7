import { Measurement } from '../contracts/measurement.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { StageContext } from '../ports/stage.ts';

/** Reads a masked measurement. @throws PermanentError(`ARTIFACT_INVALID`) when it is gone or does not fit its schema. */
export async function readMeasurement(
  context: Pick<StageContext, 'artifacts' | 'signal'>,
  ref: string,
): Promise<Measurement> {
  const stored = await context.artifacts.read(ref, context.signal);
  if (stored === null) throw new PermanentError('ARTIFACT_INVALID', `The measurement "${ref}" is gone.`);
  const parsed = Measurement.safeParse(jsonOf(stored.bytes, ref));
  if (parsed.success) return parsed.data;
  throw new PermanentError('ARTIFACT_INVALID', `"${ref}" is no measurement: ${describeIssues(parsed.error)}`);
}

/** No retry turns a torn artifact into JSON: without a kind of its own the error would count as a bug and come back. */
function jsonOf(bytes: Uint8Array, ref: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new PermanentError('ARTIFACT_INVALID', `"${ref}" is not JSON in UTF-8.`, { cause: error });
  }
}
