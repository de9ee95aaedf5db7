import type { Statistic } from '../contracts/measurement.ts';
import type { HistoryPoint } from '../ports/run-index.ts';
import type { RunSample } from '../statistics/compare/comparison.ts';

/** A measured figure, of today or from history, as statistics take it. */
export function sampleOf(from: Statistic | HistoryPoint): RunSample {
  return {
    value: from.value,
    ...(from.withinVariance === undefined || from.withinVariance === null
      ? {}
      : { withinVariance: from.withinVariance }),
    ...(from.count === undefined || from.count === null ? {} : { count: from.count }),
    ...(from.events === undefined || from.events === null ? {} : { events: from.events }),
  };
}
