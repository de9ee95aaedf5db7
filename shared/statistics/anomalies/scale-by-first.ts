import { scaleToUnit } from '../change-points/read-series.ts';

/** Squares of differences and sums of thirty of them stay finite. */
const LARGEST = 2 ** 500;

/**
 * Values in units of the largest of the first `count`, or where these are all 0, of the first that is not: a power of two, so that the
 * division is exact. No later value has a say, as it would have in a unit of them all, beside which small values lose their
 * digits (1e308). What is 2^500 units large counts as no larger.
 */
export function scaleByFirst(values: Float64Array, count: number): Float64Array {
  const firstLevel = values.findIndex((value) => value !== 0);
  const { unit } = scaleToUnit(values.subarray(0, Math.max(count, firstLevel + 1)));
  return values.map((value) => Math.min(LARGEST, Math.max(-LARGEST, value / unit)));
}
