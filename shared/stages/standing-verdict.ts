import { Decision } from '../contracts/decision.ts';
import { RunId } from '../contracts/envelope.ts';
import { ReportPublished } from '../contracts/published.ts';
import { recordRef, RunRecord } from '../contracts/run-record.ts';
import type { StepName } from '../contracts/step-name.ts';
import type { StandingVerdict } from '../loop-guard/skip-words.ts';
import type { StageContext } from '../ports/stage.ts';
import type * as z from 'zod';

/** The links of a comment have to work for some time after it is told again. */
const LINKS_LEFT_MS = 86_400_000;

/**
 * The verdict of an earlier run, to be told again.
 * @returns null when it cannot be: its records are not there, its links end soon, or it rests on a word of people (an approval, an excuse) that
 * was given for that commit
 */
export async function standingVerdict(runId: string, context: StageContext): Promise<StandingVerdict | null> {
  const [decision, report] = await Promise.all([
    outputOf(runId, 'decide', Decision, context),
    outputOf(runId, 'report', ReportPublished, context),
  ]);
  if (decision === null || report === null) return null;
  if (decision.approval !== undefined || (decision.excused ?? []).length > 0) return null;
  if (Date.parse(report.linksExpireAt) - context.clock.now().getTime() < LINKS_LEFT_MS) return null;
  const reportUrl = report.files.find(({ format }) => format === 'html')?.url ?? null;
  return { decision, comment: report.comment, reportUrl };
}

async function outputOf<T>(
  runId: string,
  step: StepName,
  schema: z.ZodType<T>,
  { artifacts, signal }: StageContext,
): Promise<T | null> {
  const stored = await artifacts.read(recordRef(RunId.parse(runId), step), signal);
  if (stored === null) return null;
  const record = RunRecord.safeParse(JSON.parse(new TextDecoder().decode(stored.bytes)));
  if (!record.success) return null;
  const output = schema.safeParse(record.data.output);
  // A record of another version is none to rest a verdict on.
  return output.success ? output.data : null;
}
