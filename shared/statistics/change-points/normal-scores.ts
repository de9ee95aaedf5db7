import { normalQuantile } from '../distributions/normal-quantile.ts';

export interface Scores {
  /** Normal scores of the values, in their order: mean 0, mean square 1; all 0 when the values are constant. */
  readonly scores: Float64Array;
  /** Share of the values that are tied with another one, 0..1. */
  readonly tied: number;
}

/**
 * Replaces values by the normal quantile of their rank (van der Waerden scores); tied values share the mean of their
 * scores. Whatever the distribution of exchangeable values, the scores are a random order of one fixed set, so a
 * statistic of the scores has one null distribution for all noises.
 */
export function normalScores(values: Float64Array): Scores {
  const n = values.length;
  const sorted = values.slice().sort();
  const scoreOf = new Float64Array(n);
  const quantiles = symmetricQuantiles(n);
  let tied = 0;
  let meanSquare = 0;
  for (let start = 0; start < n;) {
    let end = start + 1;
    while (end < n && sorted[end]! === sorted[start]!) end++;
    let sum = 0;
    for (let index = start; index < end; index++) sum += quantiles[index]!;
    const mean = sum / (end - start);
    for (let index = start; index < end; index++) scoreOf[index] = mean;
    meanSquare += mean * mean * (end - start);
    if (end - start > 1) tied += end - start;
    start = end;
  }
  const scale = meanSquare > 1e-12 * n ? Math.sqrt(n / meanSquare) : 0;
  const scores = new Float64Array(n);
  for (let index = 0; index < n; index++)
    scores[index] = scale * scoreOf[lowerBound(sorted, values[index]!)]!;
  return { scores, tied: n === 0 ? 0 : tied / n };
}

/** Φ⁻¹((i + ½) / n) for i = 0..n-1, exactly antisymmetric. */
export function symmetricQuantiles(n: number): Float64Array {
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
