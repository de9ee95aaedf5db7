import type { Change } from '../contracts/analysis-requested.ts';
import { Delivered } from '../contracts/published.ts';
import type { Connections } from '../ports/connections.ts';
import type { StageContext } from '../ports/stage.ts';
import { newerHeadOf } from './newer-head.ts';

/**
 * Whether a newer commit took the place of the run's one, so that a slow old run neither opens what a newer one closed nor
 * tells yesterday's news. Ask under the lock of the effect.
 */
export async function isSuperseded(
  context: StageContext,
  change: Change,
  connections: Connections,
): Promise<boolean> {
  const delivered = await context.find('deliver', Delivered);
  if (delivered?.value.comment.status === 'superseded') return true;
  return (await newerHeadOf(change, connections, context.signal)) !== null;
}
