import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { RunId } from '../contracts/envelope.ts';
import { Analysis } from '../contracts/finding.ts';
import type { RawChange } from '../ports/change-host.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { StageContext } from '../ports/stage.ts';
import { recordedOutput } from './recorded-output.ts';

/** The newest run that judged a change, what it found, and how often its head was asked for. */
export interface Judged {
  readonly request: AnalysisRequested;
  readonly analysis: Analysis;
  /** Runs of the present head and the same service so far: the number of the next one. */
  readonly nextRerun: number;
}

/** How many runs of the change are looked at: the newest may not have been judged yet. */
const MOST_RUNS = 50;

/** @returns null when no run of the change has judged anything yet */
export async function newestJudged(
  index: RunIndex,
  connection: string,
  { project, number, headSha }: RawChange,
  context: StageContext,
): Promise<Judged | null> {
  if (number === null) return null;
  const { tenant, artifacts, signal } = context;
  const since = new Date(0);
  const rows = await index.listChangeRuns(
    { tenant, connection, project, change: number, since, limit: MOST_RUNS },
    signal,
  );
  const at = { artifacts, signal };
  let judged: Omit<Judged, 'nextRerun'> | null = null;
  const requests: AnalysisRequested[] = [];
  for (const row of rows) {
    if (judged !== null && row.headSha !== headSha) continue;
    const runId = RunId.parse(row.runId);
    const request = await recordedOutput({ runId, step: 'receive' }, AnalysisRequested, at);
    if (request === null) continue;
    if (request.change.headSha === headSha) requests.push(request);
    if (judged !== null) continue;
    const analysis = await recordedOutput({ runId, step: 'analyse' }, Analysis, at);
    if (analysis !== null) judged = { request, analysis };
  }
  if (judged === null) return null;
  const { service } = judged.request;
  const reruns = requests.filter((one) => one.service === service).map(({ rerun }) => rerun);
  return { ...judged, nextRerun: Math.max(-1, ...reruns) + 1 };
}
