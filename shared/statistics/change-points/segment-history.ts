import { testForChange } from './change-test.ts';
import { despike } from './despike.ts';
import { optimalPartition } from './optimal-partition.ts';
import { isLine, levelCost, segmentSums, type SegmentSums, slopeGain } from './segment-costs.ts';
import { MIN_SEGMENT } from './shift-scan.ts';

/** The tuned constants: what a change and a slope must explain, in units of ln(n) times the variance of the series. */
export const CHANGE_PENALTY = 1.25;
export const SLOPE_PENALTY = 0.5;

/**
 * First indices of the segments after the first, of values without gaps, centred and scaled to order one.
 *
 * 1. A test of level `alpha` asks whether anything changed at all; if not, there is nothing to place.
 * 2. Levels and lines are fitted by optimal partitioning under a description-length penalty relative to the spread of
 *    the whole series: a change must be visible in a plot of it.
 * 3. Between two levels, a change must also pass the test of step 1 in its neighbourhood; and each level is searched
 *    again on its own, so that a small change is not hidden by a large one elsewhere.
 */
export function segmentHistory(values: Float64Array, alpha: number): number[] {
  const test = testForChange(values);
  if (!(test.pValue <= alpha)) return [];
  const calm = standardise(despike(values));
  const n = values.length;
  const sums = segmentSums(calm);
  const slopePenalty = SLOPE_PENALTY * Math.log(n);
  const candidates = Int32Array.from({ length: n + 1 }, (_, index) => index);
  let changes = optimalPartition(sums, candidates, CHANGE_PENALTY * Math.log(n), slopePenalty);
  if (changes.length === 0 && !test.wanders && splitBeatsLine(sums, n, test.at)) changes = [test.at];
  const isLevel = (start: number, end: number): boolean => !isLine(sums, start, end, slopePenalty);
  changes = dropDoubtful(values, changes, alpha, isLevel);
  return splitLevels(values, changes, alpha, isLevel);
}

function splitBeatsLine(sums: SegmentSums, n: number, at: number): boolean {
  if (at < 0) return false;
  return levelCost(sums, 0, at) + levelCost(sums, at, n) < levelCost(sums, 0, n) - slopeGain(sums, 0, n);
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

function splitLevels(
  values: Float64Array,
  changes: readonly number[],
  alpha: number,
  isLevel: IsLevel,
): number[] {
  const ends = [...changes, values.length];
  const share = alpha / ends.length;
  const found: number[] = [];
  let start = 0;
  for (const end of ends) {
    if (ends.length > 1 && isLevel(start, end)) found.push(...splitLevel(values, start, end, share));
    if (end < values.length) found.push(end);
    start = end;
  }
  return found;
}

function splitLevel(values: Float64Array, start: number, end: number, alpha: number): number[] {
  if (end - start < 4 * MIN_SEGMENT) return [];
  const test = testForChange(values.subarray(start, end));
  if (!(test.pValue <= alpha) || test.wanders || test.at < 0) return [];
  const at = start + test.at;
  return [...splitLevel(values, start, at, alpha / 2), at, ...splitLevel(values, at, end, alpha / 2)];
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
