import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import type { Delivered } from '../contracts/published.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';
import type { StageContext, StageResult } from '../ports/stage.ts';
import { type ChangeNews, tellChange } from './tell-change.ts';

/**
 * Tells a change its verdict, and writes the step's record before the change's lock is given back: whoever takes the lock next finds in the record
 * that the verdict was told, and does not put the failure of another delivery of the same message in its place.
 */
export async function tellOnce(
  request: AnalysisRequested,
  news: ChangeNews,
  ports: { readonly connections: Connections; readonly lock: Lock },
  context: StageContext,
  resultOf: (told: Delivered) => Promise<StageResult<Delivered>>,
): Promise<StageResult<Delivered>> {
  const held: { result?: StageResult<Delivered> } = {};
  const told = await tellChange(request, news, ports, {
    signal: context.signal,
    refuseWhenDone: () => context.refuseWhenDone(),
    async whileHeld(said) {
      held.result = await resultOf(said);
      await context.recordNow(held.result);
    },
  });
  return held.result ?? resultOf(told);
}
