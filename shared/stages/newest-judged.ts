import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { RunId } from '../contracts/envelope.ts';
import { Analysis } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import type { RawChange } from '../ports/change-host.ts';
import type { ChangeRun, RunIndex } from '../ports/run-index.ts';
import type { StageContext } from '../ports/stage.ts';
import { recordedOutput } from './recorded-output.ts';

/** The newest run that judged a change, and what it found. */
export interface Judged {
  readonly request: AnalysisRequested;
  readonly analysis: Analysis;
}

/** How many runs of the change are looked at: the newest may not have been judged yet. */
const MOST_RUNS = 50;

/** @returns null when no run of the change has judged anything yet */
export async function newestJudged(
  index: RunIndex,
  connection: string,
  change: RawChange,
  context: StageContext,
): Promise<Judged | null> {
  for (const row of await runsOf(index, connection, change, context)) {
    const runId = RunId.parse(row.runId);
    const request = await recordedOutput({ runId, step: 'receive' }, AnalysisRequested, context);
    const analysis = await recordedOutput({ runId, step: 'analyse' }, Analysis, context);
    if (request !== null && analysis !== null) return { request, analysis };
  }
  return null;
}

/** Number of the next run of the change's head for a service: no planned one has it yet. Asked after what the run is to take into account was kept. */
export async function nextRerunOf(
  index: RunIndex,
  connection: string,
  change: RawChange,
  service: Masked | null,
  context: StageContext,
): Promise<number> {
  const rows = await runsOf(index, connection, change, context);
  const requests = await Promise.all(
    rows
      .filter(({ headSha }) => headSha === change.headSha)
      .map(({ runId }) =>
        recordedOutput({ runId: RunId.parse(runId), step: 'receive' }, AnalysisRequested, context),
      ),
  );
  const reruns = requests.flatMap((one) => (one !== null && one.service === service ? [one.rerun] : []));
  return Math.max(-1, ...reruns) + 1;
}

/** Newest first. */
async function runsOf(
  index: RunIndex,
  connection: string,
  { project, number }: RawChange,
  { tenant, signal }: StageContext,
): Promise<readonly ChangeRun[]> {
  if (number === null) return [];
  const since = new Date(0);
  return index.listChangeRuns(
    { tenant, connection, project, change: number, since, limit: MOST_RUNS },
    signal,
  );
}
