import { createRandom } from '../distributions/create-random.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { orderOfRanks, orderOfValues } from './sort-order.ts';

/**
 * Whole numbers from 0 in the order of the values; equal values have equal numbers, and none is left out. `order` is
 * from orderOfValues.
 */
export function denseRanks(values: Float64Array, order = orderOfValues(values)): Float64Array {
  const ranks = new Float64Array(values.length);
  let rank = 0;
  let previous = values[order[0] ?? 0];
  for (let index = 1; index < order.length; index++) {
    const place = order[index]!;
    const value = values[place]!;
    if (value !== previous) rank++;
    previous = value;
    ranks[place] = rank;
  }
  return ranks;
}

/** Ranks of a series for testing, or of a stretch of it. */
export interface Ranks {
  /** Dense ranks; equal values share one. */
  readonly shared: Float64Array;
  /** With ties broken at random (one fixed seed); null when there are few. */
  readonly broken: Float64Array | null;
}

/** More tied values than this share, and their scores are not the fixed set that the tests were calibrated for. */
const MANY_TIES = 0.1;

const TIE_SEED = 1;

/** Whether more than a tenth of the dense ranks are ties. */
export function hasManyTies(ranks: Float64Array): boolean {
  let highest = -1;
  for (const rank of ranks) if (rank > highest) highest = rank;
  return highest + 1 < (1 - MANY_TIES) * ranks.length;
}

/** Dense ranks of the values and, where many are tied, ranks with the ties broken at random from a fixed seed. */
export function rankForTests(values: Float64Array): Ranks {
  const shared = denseRanks(values);
  const n = values.length;
  if (!hasManyTies(shared)) return { shared, broken: null };
  const order = orderOfRanks(shared);
  const random = createRandom(TIE_SEED);
  const broken = new Float64Array(n);
  for (let start = 0; start < n;) {
    let end = start;
    while (end < n && shared[order[end]!]! === shared[order[start]!]!) end++;
    for (let index = end - 1; index > start; index--) {
      const other = start + random.integer(index - start + 1);
      const kept = order[index]!;
      order[index] = order[other]!;
      order[other] = kept;
    }
    for (; start < end; start++) broken[order[start]!] = start;
  }
  return { shared, broken };
}

/** Ranks of the values from `start` to before `end`. */
export function stretchOf({ shared, broken }: Ranks, start: number, end: number): Ranks {
  return {
    shared: shared.subarray(start, end),
    broken: broken === null ? null : broken.subarray(start, end),
  };
}

/**
 * Normal scores of dense ranks, or of a stretch of them: each replaced by the normal quantile of its rank within the
 * stretch (van der Waerden scores); ties share the mean of their scores. Mean 0, mean square 1; all 0 when constant.
 *
 * Whatever the distribution of exchangeable values, the scores are a random order of one fixed set, so a statistic of
 * the scores has one null distribution for all noises.
 */
export function normalScores(ranks: Float64Array): Float64Array {
  const n = ranks.length;
  const order = orderOfRanks(ranks);
  const quantiles = symmetricQuantiles(n);
  const scores = new Float64Array(n);
  let meanSquare = 0;
  for (let start = 0; start < n;) {
    const rank = ranks[order[start]!]!;
    let end = start;
    let sum = 0;
    while (end < n && ranks[order[end]!]! === rank) sum += quantiles[end++]!;
    const mean = sum / (end - start);
    meanSquare += mean * mean * (end - start);
    for (; start < end; start++) scores[order[start]!] = mean;
  }
  const scale = meanSquare > 1e-12 * n ? Math.sqrt(n / meanSquare) : 0;
  for (let index = 0; index < n; index++) scores[index]! *= scale;
  return scores;
}

/** Φ⁻¹((i + ½) / n) for i = 0..n-1, exactly antisymmetric. */
function symmetricQuantiles(n: number): Float64Array {
  const quantiles = new Float64Array(n);
  for (let index = 0; index < n >> 1; index++) {
    const q = normalQuantile((index + 0.5) / n);
    quantiles[index] = q;
    quantiles[n - 1 - index] = -q;
  }
  return quantiles;
}

/** Index of the first element of `sorted` that is not below `value`. */
export function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
