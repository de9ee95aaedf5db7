import type { Change } from '../contracts/analysis-requested.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { StageContext } from '../ports/stage.ts';

/** Longer than the loop guard looks back, since a change may be merged long after it was told its verdict. */
const LOOK_BACK_MS = 90 * 86_400_000;
const MOST_RUNS = 500;

/**
 * The commit that was measured for a head that was not, because the loop guard knew its code: of the same change and service, with the same
 * tree, or else the same patch.
 * @returns null when the head was not told an earlier verdict, or no run says which
 */
export async function measuredTwin(
  { tenant, clock, signal }: StageContext,
  { connection, project, number, headSha }: Change,
  service: string,
  index: RunIndex,
): Promise<string | null> {
  if (connection === null || number === null) return null;
  const since = new Date(clock.now().getTime() - LOOK_BACK_MS);
  const runs = await index.listChangeRuns(
    { tenant, connection, project, change: number, service, since, limit: MOST_RUNS },
    signal,
  );
  const told = runs.find((run) => run.headSha === headSha && run.skip === 'same-code');
  if (told === undefined) return null;
  const judged = runs.filter((run) => run.skip === null && run.status === 'done' && run.verdict !== null);
  const twin =
    judged.find(({ tree }) => tree !== null && tree === told.tree) ??
    judged.find(({ patch }) => patch !== null && patch === told.patch);
  return twin?.headSha ?? null;
}
