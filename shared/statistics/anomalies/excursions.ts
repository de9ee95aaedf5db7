import { createSortedValues } from './sorted-values.ts';

/** Share of the past on either side of which a value counts as an excursion. */
const TAIL = 0.005;

/** Bursts are counted by stretches of this many values: however many of them are extreme, it is one. */
const STRETCH = 50;

/** Share of the stretches that reach an excursion on either side. */
const STRETCHES = 0.05;

/** The quieter side is measured with at least this share of the livelier one. */
const LEAST_REACH = 0.25;

/** What a first move away from a constant counts as. */
const FROM_CONSTANT = 5;

/**
 * How far each value lies beyond the median of those before it, in units of how far extremes on that side lay: halfway
 * between what one value in 200 exceeds and what is exceeded within one in twenty stretches of 50 values. The first
 * alone calls ordinary what came in one long burst, and unusual what comes once a day. 1 is the edge of the usual, 2 is
 * twice as far. 0 for the first `quiet` values. Needs no model of the distribution, and what happens often stops being
 * unusual.
 */
export function excursions(values: Float64Array, quiet: number): Float64Array {
  const past = createSortedValues();
  const highest = createSortedValues();
  const lowest = createSortedValues();
  const result = new Float64Array(values.length);
  let high = -Infinity;
  let low = Infinity;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (past.size() >= quiet && highest.size() > 0) {
      const middle = past.quantile(0.5);
      const above = (past.quantile(1 - TAIL) + highest.quantile(1 - STRETCHES)) / 2 - middle;
      const below = middle - (past.quantile(TAIL) + lowest.quantile(STRETCHES)) / 2;
      const reach = Math.max(value > middle ? above : below, LEAST_REACH * Math.max(above, below));
      const distance = Math.abs(value - middle);
      result[index] = reach > 0 ? distance / reach : distance > 0 ? FROM_CONSTANT : 0;
    }
    past.add(value);
    high = Math.max(high, value);
    low = Math.min(low, value);
    if ((index + 1) % STRETCH === 0) {
      highest.add(high);
      lowest.add(low);
      high = -Infinity;
      low = Infinity;
    }
  }
  return result;
}
