import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Decision } from '../contracts/decision.ts';
import { RunId } from '../contracts/envelope.ts';
import type { Masked } from '../contracts/masked.ts';
import { ReportPublished } from '../contracts/published.ts';
import type { StandingVerdict } from '../loop-guard/skip-words.ts';
import type { StageContext } from '../ports/stage.ts';
import { recordedOutput } from './recorded-output.ts';

/** The links of a comment have to work for some time after it is told again. */
const LINKS_LEFT_MS = 86_400_000;

/**
 * The verdict of an earlier run, to be told again.
 * @returns null when it cannot be: its records are not there, its links end soon, or it rests on a word of people (an approval, an excuse) that
 * was given for that commit
 */
export async function standingVerdict(runId: string, context: StageContext): Promise<StandingVerdict | null> {
  const id = RunId.parse(runId);
  const [decision, report] = await Promise.all([
    recordedOutput({ runId: id, step: 'decide' }, Decision, context),
    recordedOutput({ runId: id, step: 'report' }, ReportPublished, context),
  ]);
  if (decision === null || report === null) return null;
  if (decision.approval !== undefined || (decision.excused ?? []).length > 0) return null;
  if (Date.parse(report.linksExpireAt) - context.clock.now().getTime() < LINKS_LEFT_MS) return null;
  const reportUrl = report.files.find(({ format }) => format === 'html')?.url ?? null;
  return { decision, comment: report.comment, reportUrl };
}

/** The same of a run onto a certain branch: what was found against another says nothing of this one, and would turn its check green. */
export async function standingVerdictOnto(
  runId: string,
  targetBranch: Masked | null,
  context: StageContext,
): Promise<StandingVerdict | null> {
  const run = { runId: RunId.parse(runId), step: 'receive' } as const;
  const request = await recordedOutput(run, AnalysisRequested, context);
  return request?.change.targetBranch === targetBranch ? standingVerdict(runId, context) : null;
}
