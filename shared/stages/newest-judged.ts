import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { RunId } from '../contracts/envelope.ts';
import { Analysis } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { Plan } from '../contracts/plan.ts';
import type { RawChange } from '../ports/change-host.ts';
import type { ChangeRun, RunIndex } from '../ports/run-index.ts';
import type { StageContext } from '../ports/stage.ts';
import { recordedOutput } from './recorded-output.ts';

/** The newest run that judged a change, and what it found. */
export interface Judged {
  readonly request: AnalysisRequested;
  readonly analysis: Analysis;
}

type ChangeRuns = Pick<RunIndex, 'listChangeRuns'>;

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
  const runs = await runsOfHead(index, connection, change, context);
  const reruns = runs.flatMap(({ request }) => (request.service === service ? [request.rerun] : []));
  return Math.max(-1, ...reruns) + 1;
}

/**
 * What stands on the change's head: each service judged beside its own (null: its own), the number that no run of it has yet, and whether
 * a maintainer let it be measured. A head without any run has its own check to come.
 */
export async function checksOfHead(
  index: ChangeRuns,
  connection: string,
  change: RawChange,
  context: StageContext,
): Promise<{
  readonly beside: readonly (Masked | null)[];
  readonly rerun: number;
  readonly approved: boolean;
  /** Target branch of the newest run of each, where there is one. */
  readonly targets: ReadonlyMap<Masked | null, Masked | null>;
}> {
  const runs = await runsOfHead(index, connection, change, context);
  const services = await Promise.all(
    runs.map(async ({ runId, request }) => {
      const plan = await recordedOutput({ runId, step: 'plan' }, Plan, context);
      // A run is listed shortly before its plan is on record; until then what it was asked for tells its check.
      return plan === null ? request.service : (plan.beside ?? null);
    }),
  );
  const targets = runs.map(({ request }, at) => [services[at] ?? null, request.change.targetBranch] as const);
  return {
    beside: [...new Set([null, ...services])],
    targets: new Map(targets.toReversed()),
    rerun: Math.max(-1, ...runs.map(({ request }) => request.rerun)) + 1,
    approved: runs.some(({ request }) => request.approved === true),
  };
}

async function runsOfHead(
  index: ChangeRuns,
  connection: string,
  change: RawChange,
  context: StageContext,
): Promise<readonly { readonly runId: RunId; readonly request: AnalysisRequested }[]> {
  const rows = await runsOf(index, connection, change, context);
  const found = await Promise.all(
    rows
      .filter(({ headSha }) => headSha === change.headSha)
      .map(async (row) => {
        const runId = RunId.parse(row.runId);
        return {
          runId,
          request: await recordedOutput({ runId, step: 'receive' }, AnalysisRequested, context),
        };
      }),
  );
  return found.flatMap(({ runId, request }) => (request === null ? [] : [{ runId, request }]));
}

/** Newest first. */
async function runsOf(
  index: ChangeRuns,
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
