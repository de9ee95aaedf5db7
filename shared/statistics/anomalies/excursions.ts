import { createSortedValues } from './sorted-values.ts';

/** Share of the past on either side of which a value counts as an excursion. */
const TAIL = 0.005;

/** The quieter side is measured with at least this share of the livelier one. */
const LEAST_REACH = 0.25;

/** What a first move away from a constant counts as. */
const FROM_CONSTANT = 5;

/**
 * How far each value lies beyond the median of those before it, in units of how far the most extreme half per cent of
 * them on that side lay: 1 is as unusual as one in two hundred, 2 is twice as far. 0 for the first `quiet` values.
 * Needs no model of the distribution, and what happens often stops being unusual.
 */
export function excursions(values: Float64Array, quiet: number): Float64Array {
  const past = createSortedValues(values.length);
  const result = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (past.size() >= quiet) {
      const middle = past.quantile(0.5);
      const above = past.quantile(1 - TAIL) - middle;
      const below = middle - past.quantile(TAIL);
      const reach = Math.max(value > middle ? above : below, LEAST_REACH * Math.max(above, below));
      const distance = Math.abs(value - middle);
      result[index] = reach > 0 ? distance / reach : distance > 0 ? FROM_CONSTANT : 0;
    }
    past.add(value);
  }
  return result;
}
