/** Prefix sums from which the fit of a level or a line to any stretch follows in constant time. */
export interface SegmentSums {
  readonly sum: Float64Array;
  readonly indexed: Float64Array;
  readonly square: Float64Array;
}

/** `values` should be centred and of unit scale, or the differences of the sums lose their digits. */
export function segmentSums(values: Float64Array): SegmentSums {
  const n = values.length;
  const sum = new Float64Array(n + 1);
  const indexed = new Float64Array(n + 1);
  const square = new Float64Array(n + 1);
  for (let index = 0; index < n; index++) {
    const value = values[index]!;
    sum[index + 1] = sum[index]! + value;
    indexed[index + 1] = indexed[index]! + value * index;
    square[index + 1] = square[index]! + value * value;
  }
  return { sum, indexed, square };
}

/** Residual sum of squares of the mean over [start, end). */
export function levelCost(sums: SegmentSums, start: number, end: number): number {
  const total = sums.sum[end]! - sums.sum[start]!;
  return Math.max(0, sums.square[end]! - sums.square[start]! - (total * total) / (end - start));
}

/** What a least-squares line over [start, end) explains beyond the mean. */
export function slopeGain(sums: SegmentSums, start: number, end: number): number {
  const length = end - start;
  if (length < 2) return 0;
  const product = centredProduct(sums, start, end);
  return (12 * product * product) / (length * (length * length - 1));
}

/** Slope of the least-squares line over [start, end), which are at least two values. */
export function slopeOf(sums: SegmentSums, start: number, end: number): number {
  const length = end - start;
  return (12 * centredProduct(sums, start, end)) / (length * (length * length - 1));
}

/** Sum of the values times the distances of their places from the middle. */
function centredProduct(sums: SegmentSums, start: number, end: number): number {
  const total = sums.sum[end]! - sums.sum[start]!;
  return sums.indexed[end]! - sums.indexed[start]! - (start + (end - start - 1) / 2) * total;
}

/** Cost of the better model: a level, or a line that pays `slopePenalty` for its slope. */
export function segmentCost(sums: SegmentSums, start: number, end: number, slopePenalty: number): number {
  const level = levelCost(sums, start, end);
  const gain = slopeGain(sums, start, end);
  return gain > slopePenalty ? Math.max(0, level - gain) + slopePenalty : level;
}

/** Whether a line describes the stretch from `start` to before `end` better than a level, at the price of a slope. */
export function isLine(sums: SegmentSums, start: number, end: number, slopePenalty: number): boolean {
  return slopeGain(sums, start, end) > slopePenalty;
}
