import { bestRankSplit, type ChangeTest, testForChange } from './change-test.ts';
import { despike } from './despike.ts';
import { optimalPartition } from './optimal-partition.ts';
import { isLine, levelCost, segmentSums, slopeGain } from './segment-costs.ts';
import { MIN_SEGMENT } from './shift-scan.ts';

/** The tuned constants: what a change and a slope must explain, in units of ln(n) times the variance of the series. */
export const CHANGE_PENALTY = 1.5;
export const SLOPE_PENALTY = 0.25;

/** Noise around a fitted part that is more correlated than this is course that the fit left, not noise. */
const CALM_CORRELATION = 0.5;

/**
 * First indices of the segments after the first, of values without gaps, scaled to order one.
 *
 * 1. A test of level `alpha` asks whether anything changed at all; if not, there is nothing to place.
 * 2. Where noise dominates, the series is split where the test says, and each part is tested again.
 * 3. Where the course dominates (it wanders further than stationary noise can), levels and lines are fitted by
 *    optimal partitioning under a description-length penalty relative to the spread of the whole series: a change
 *    must be visible in a plot of it. Each level is then searched again as in 2, so that a small change is not
 *    hidden by a large one elsewhere.
 * 4. A change between two levels must pass the test in its own neighbourhood.
 */
export function segmentHistory(values: Float64Array, alpha: number): number[] {
  const test = testForChange(values);
  if (!(test.pValue <= alpha)) return [];
  if (!test.wanders) {
    const changes = splitLevel(values, 0, values.length, alpha, () => true);
    return dropDoubtful(values, relocate(values, changes), alpha, () => true);
  }
  const sums = segmentSums(standardise(despike(values)));
  const n = values.length;
  const slopePenalty = SLOPE_PENALTY * Math.log(n);
  const candidates = Int32Array.from({ length: n + 1 }, (_, index) => index);
  const placed = optimalPartition(sums, candidates, CHANGE_PENALTY * Math.log(n), slopePenalty);
  const isLevel = (start: number, end: number): boolean => !isLine(sums, start, end, slopePenalty);
  return dropDoubtful(values, splitParts(values, placed, alpha), alpha, isLevel);
}

/** Moves each change to the best split between its neighbours, once all are known. */
function relocate(values: Float64Array, changes: readonly number[]): number[] {
  const moved = [...changes];
  for (let index = 0; index < moved.length; index++) {
    const from = moved[index - 1] ?? 0;
    const to = moved[index + 1] ?? values.length;
    moved[index] = bestRankSplit(values, from, to) ?? moved[index]!;
  }
  return moved;
}

type IsLevel = (start: number, end: number) => boolean;

/** Removes, least evident first, the changes between two levels that their neighbourhood does not support. */
function dropDoubtful(
  values: Float64Array,
  changes: readonly number[],
  alpha: number,
  isLevel: IsLevel,
): number[] {
  const kept = [...changes];
  for (;;) {
    let worst = -1;
    let worstP = alpha;
    for (let index = 0; index < kept.length; index++) {
      const before = kept[index - 1] ?? 0;
      const after = kept[index + 1] ?? values.length;
      const at = kept[index] ?? 0;
      if (!isLevel(before, at) || !isLevel(at, after)) continue;
      const p = testForChange(values.subarray(before, after)).pValue;
      if (p > worstP) {
        worstP = p;
        worst = index;
      }
    }
    if (worst < 0) return kept;
    kept.splice(worst, 1);
  }
}

/** Searches each fitted part again for steps that its own noise, not the spread of the whole, makes evident. */
function splitParts(values: Float64Array, changes: readonly number[], alpha: number): number[] {
  const ends = [...changes, values.length];
  const found: number[] = [];
  let start = 0;
  for (const end of ends) {
    found.push(...splitLevel(values, start, end, alpha / ends.length, isCalmStep));
    if (end < values.length) found.push(end);
    start = end;
  }
  return found;
}

function splitLevel(
  values: Float64Array,
  start: number,
  end: number,
  alpha: number,
  accept: (part: Float64Array, test: ChangeTest) => boolean,
): number[] {
  const part = values.subarray(start, end);
  const test = testForChange(part);
  if (!(test.pValue <= alpha) || test.at < 0 || !accept(part, test)) return [];
  const at = start + test.at;
  return [
    ...splitLevel(values, start, at, alpha / 2, accept),
    at,
    ...splitLevel(values, at, end, alpha / 2, accept),
  ];
}

/** A step explains the part better than a line does, and leaves noise rather than more course. */
function isCalmStep(part: Float64Array, test: ChangeTest): boolean {
  if (test.correlation > CALM_CORRELATION) return false;
  const n = part.length;
  const sums = segmentSums(standardise(part));
  const step = levelCost(sums, 0, test.at) + levelCost(sums, test.at, n);
  return step < levelCost(sums, 0, n) - slopeGain(sums, 0, n);
}

/** Mean 0 and variance 1; all 0 when constant. */
function standardise(values: Float64Array): Float64Array {
  const n = values.length;
  let mean = 0;
  for (const value of values) mean += value / n;
  let variance = 0;
  for (const value of values) variance += (value - mean) ** 2 / n;
  const scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
  return values.map((value) => (value - mean) * scale);
}
