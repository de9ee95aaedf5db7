import type { Change } from '../contracts/analysis-requested.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { StageContext } from '../ports/stage.ts';
import { resultRefs } from './result-refs.ts';

export interface BaselineResults {
  readonly commit: string;
  readonly refs: readonly string[];
}

/**
 * Measurements to compare with, best first: of the commit that the change branched from, of the branch's baseline, of the newest
 * measured commit on the target branch. @returns null when the service has none.
 */
export async function findBaseline(
  context: StageContext,
  service: string,
  change: Change,
  index: RunIndex,
): Promise<BaselineResults | null> {
  const { tenant, artifacts, signal } = context;
  const branch = change.targetBranch ?? 'main';
  const candidates = [
    async () => change.baseSha,
    async () => (await index.getBaseline(tenant, service, branch, signal))?.commit ?? null,
    async () => index.newestMeasuredCommit({ tenant, service, branch, exceptCommit: change.headSha }, signal),
  ];
  for (const candidate of candidates) {
    const commit = await candidate();
    if (commit === null || commit === change.headSha) continue;
    const refs = await resultRefs(artifacts, { tenant, service, commit }, signal);
    if (refs.length > 0) return { commit, refs };
  }
  return null;
}
