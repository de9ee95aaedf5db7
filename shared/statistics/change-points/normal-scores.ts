import { normalQuantile } from '../distributions/normal-quantile.ts';

/** Whole numbers from 0 in the order of the values; equal values have equal numbers, and none is left out. */
export function denseRanks(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  let distinct = 0;
  for (let index = 0; index < sorted.length; index++) {
    if (index === 0 || sorted[index]! !== sorted[distinct - 1]!) sorted[distinct++] = sorted[index]!;
  }
  const levels = sorted.subarray(0, distinct);
  return values.map((value) => lowerBound(levels, value));
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
  const width = 2 ** Math.ceil(Math.log2(n + 1));
  // Rank and place packed in one number: the native sort needs no comparison function.
  const keys = new Float64Array(n);
  for (let index = 0; index < n; index++) keys[index] = ranks[index]! * width + index;
  keys.sort();
  const quantiles = symmetricQuantiles(n);
  const scores = new Float64Array(n);
  let meanSquare = 0;
  for (let start = 0; start < n;) {
    const rank = Math.floor(keys[start]! / width);
    const limit = (rank + 1) * width;
    let end = start;
    let sum = 0;
    while (end < n && keys[end]! < limit) sum += quantiles[end++]!;
    const mean = sum / (end - start);
    meanSquare += mean * mean * (end - start);
    for (; start < end; start++) scores[keys[start]! - rank * width] = mean;
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
