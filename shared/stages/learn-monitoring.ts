import type { Measured } from '../contracts/measured.ts';
import type { RunIndex } from '../ports/run-index.ts';
import { historyPoints } from './history-points.ts';

/** Windows of a monitoring system become history, keyed by the record that holds them. @returns points noted. */
export async function learnMonitoring(
  from: { readonly tenant: string; readonly ref: string; readonly at: Date },
  measured: Measured,
  index: RunIndex,
  signal: AbortSignal,
): Promise<number> {
  let points = 0;
  for (const side of ['baseline', 'candidate'] as const) {
    for (const [number, measurement] of measured[side].entries()) {
      const found = historyPoints(from.tenant, measurement, `${from.ref}#${side}-${number}`, from.at);
      await index.putHistory(found, signal);
      points += found.length;
    }
  }
  return points;
}
