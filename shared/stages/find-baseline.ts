import type { Change } from '../contracts/analysis-requested.ts';
import type { Plan } from '../contracts/plan.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { StageContext } from '../ports/stage.ts';
import { resultRefs } from './result-refs.ts';

export interface BaselineResults {
  readonly commit: string;
  readonly refs: readonly string[];
}

const MOST_RESULTS = 200;

/**
 * Measurements to compare with, best first: of the commit that a person pinned, of the one that the change branched from, of the
 * branch's baseline, of the newest measured commit on the target branch. Of the last three the first that was measured where the change
 * was; without such a one the first at all, and the analysis says what differs. @returns null when the service has none.
 */
export async function findBaseline(
  context: StageContext,
  { service, baseSha }: Pick<Plan, 'service' | 'baseSha'>,
  change: Change,
  index: RunIndex,
): Promise<BaselineResults | null> {
  const { tenant, artifacts, signal } = context;
  const branch = change.targetBranch ?? 'main';
  const pinned = (await index.getPin(tenant, service, branch, signal))?.commit ?? null;
  const byPin = pinned === null ? null : await measured(pinned);
  if (byPin !== null) return byPin;
  const candidates = [
    async () => baseSha,
    async () => (await index.getBaseline(tenant, service, branch, signal))?.commit ?? null,
    async () => index.newestMeasuredCommit({ tenant, service, branch, exceptCommit: change.headSha }, signal),
  ];
  const here = await environmentsOf(change.headSha);
  let elsewhere: BaselineResults | null = null;
  for (const candidate of candidates) {
    const commit = await candidate();
    const found = commit === null ? null : await measured(commit);
    if (found === null) continue;
    const there = await environmentsOf(found.commit);
    if (here.size === 0 || [...here].some((name) => there.has(name))) return found;
    elsewhere ??= found;
  }
  return elsewhere;

  async function measured(commit: string): Promise<BaselineResults | null> {
    if (commit === change.headSha) return null;
    const refs = await resultRefs(artifacts, { tenant, service, commit }, signal);
    return refs.length === 0 ? null : { commit, refs };
  }

  async function environmentsOf(commit: string): Promise<ReadonlySet<string>> {
    const rows = await index.listResults({ tenant, service, commit, limit: MOST_RESULTS }, signal);
    return new Set(rows.map(({ environment }) => environment));
  }
}
