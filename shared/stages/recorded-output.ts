import type { RunId } from '../contracts/envelope.ts';
import { recordRef, RunRecord } from '../contracts/run-record.ts';
import type { StepName } from '../contracts/step-name.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type * as z from 'zod';

/** What a step of another run recorded. @returns null when there is no record, or one of another version, which is none to rest on */
export async function recordedOutput<T>(
  run: { readonly runId: RunId; readonly step: StepName; readonly part?: string },
  schema: z.ZodType<T>,
  { artifacts, signal }: { readonly artifacts: ArtifactStore; readonly signal: AbortSignal },
): Promise<T | null> {
  const stored = await artifacts.read(recordRef(run.runId, run.step, run.part), signal);
  if (stored === null) return null;
  const record = RunRecord.safeParse(JSON.parse(new TextDecoder().decode(stored.bytes)));
  if (!record.success) return null;
  const output = schema.safeParse(record.data.output);
  return output.success ? output.data : null;
}
