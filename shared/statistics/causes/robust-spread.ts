/** Finite values, ascending. */
export function sortedFinite(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(
    values.filter((value) => value !== null && Number.isFinite(value)) as number[],
  ).sort();
}

/** Quantile of ascending values, type 7; NaN for none. */
export function quantileOf(sorted: Float64Array, quantile: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * quantile;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}

/** Standard deviation from the inter-quartile range, as if normal: one odd value in four cannot move it. */
export function quartileSpread(sorted: Float64Array): number {
  return (quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)) / 1.349;
}

/** Standard deviation as if normal, judged by the upper tail when that is wider than the middle. */
export function upperSpread(sorted: Float64Array): number {
  const centre = quantileOf(sorted, 0.5);
  return Math.max(quartileSpread(sorted), (quantileOf(sorted, 0.95) - centre) / 1.645);
}
