import { optimalPartition } from './optimal-partition.ts';
import { segmentCost, type SegmentSums } from './segment-costs.ts';
import { MIN_SEGMENT } from './shift-scan.ts';

/** What a change and a slope must explain, in units of ln(n) times the variance of the series. */
export interface Penalties {
  readonly change: number;
  readonly slope: number;
}

/** The two constants tuned on labelled series (docs/statistics-history.md, "Tuned constants"). */
export const PENALTIES: Penalties = { change: 1.5, slope: 0.25 };

/** Up to twice this many points each is a candidate; longer series are searched on a grid first. */
const GRID = 350;

/**
 * Levels and lines of a series with mean 0 and variance 1, by optimal partitioning: a change pays
 * penalties.change ln n, a line penalties.slope ln n. `hints` are places worth a look between the points of the grid.
 */
export function segmentCourse(sums: SegmentSums, hints: readonly number[], penalties: Penalties): number[] {
  const n = sums.sum.length - 1;
  const step = Math.max(1, Math.floor(n / GRID));
  const slopePenalty = penalties.slope * Math.log(n);
  const candidates = new Set([0, n, ...hints.slice(0, GRID)]);
  for (let index = 0; index < n; index += step) candidates.add(index);
  const sorted = Int32Array.from(candidates).sort();
  const changes = optimalPartition(sums, sorted, penalties.change * Math.log(n), slopePenalty);
  return step === 1 ? changes : refine(sums, changes, step, slopePenalty);
}

/** Moves each change to the best place within a step of the grid. */
function refine(sums: SegmentSums, changes: readonly number[], step: number, slopePenalty: number): number[] {
  const n = sums.sum.length - 1;
  const moved = [...changes];
  for (let index = 0; index < moved.length; index++) {
    const from = moved[index - 1] ?? 0;
    const to = moved[index + 1] ?? n;
    const here = moved[index]!;
    let best = Infinity;
    for (
      let at = Math.max(from + MIN_SEGMENT, here - step);
      at <= Math.min(to - MIN_SEGMENT, here + step);
      at++
    ) {
      const cost = segmentCost(sums, from, at, slopePenalty) + segmentCost(sums, at, to, slopePenalty);
      if (cost >= best) continue;
      best = cost;
      moved[index] = at;
    }
  }
  return moved;
}
