import type { Masked } from '../contracts/masked.ts';
import { maskedText } from '../contracts/masked-text.ts';
import type { ComparedSeries } from './group-series.ts';

/** What one analysis can hold (contracts/finding.ts). */
const MOST_FIGURES = 2_000;

/**
 * Series that are there in at least half the runs of a side. Routes with ids in their names are new in each run: they cannot be compared, are undecided
 * one by one, and would drown the figures that can. @returns the series, fewest labels first as given, and what was left out.
 */
export function judgeableSeries(all: readonly ComparedSeries[]): {
  readonly series: readonly ComparedSeries[];
  readonly notes: readonly Masked[];
} {
  const runs = { baseline: new Map<string, number>(), candidate: new Map<string, number>() };
  const sides = ['baseline', 'candidate'] as const;
  for (const one of all) {
    for (const side of sides) {
      const { name } = one.metric;
      runs[side].set(name, Math.max(runs[side].get(name) ?? 0, one[side].length));
    }
  }
  const lasting = all.filter((one) =>
    sides.some((side) => {
      const most = runs[side].get(one.metric.name) ?? 0;
      return most > 0 && one[side].length * 2 >= most;
    }),
  );
  const series = lasting.slice(0, MOST_FIGURES);
  const fleeting = all.length - lasting.length;
  return {
    series,
    notes: [
      ...(fleeting === 0
        ? []
        : [maskedText`${fleeting} figures were measured in fewer than half the runs and are not judged.`]),
      ...(lasting.length === series.length
        ? []
        : [maskedText`Of ${lasting.length} figures the ${MOST_FIGURES} with the fewest labels are judged.`]),
    ],
  };
}
