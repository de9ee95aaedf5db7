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
  const parsed = Measurement.safeParse(JSON.parse(new TextDecoder().decode(stored.bytes)));
  if (parsed.success) return parsed.data;
  throw new PermanentError('ARTIFACT_INVALID', `"${ref}" is no measurement: ${describeIssues(parsed.error)}`);
}
