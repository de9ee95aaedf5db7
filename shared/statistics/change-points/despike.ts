import { selectSmallest } from './select-smallest.ts';

const HALF_WINDOW = 3;
const REACH = 8;

/** Where fewer values than this share differ from the median around them, the series stands still but for spikes. */
const FEW = 0.1;

/**
 * Pulls single spikes in: values further than 8 robust standard deviations from the median of the 7 values around them
 * are moved to that distance; in a series that stands still but for spikes, which has no such deviation, to the median.
 * Spikes of up to three points are clipped, steps and slopes are not. The input is kept.
 */
export function despike(values: Float64Array): Float64Array {
  const n = values.length;
  const medians = runningMedians(values);
  const distances = new Float64Array(n);
  for (let index = 0; index < n; index++) distances[index] = Math.abs(values[index]! - medians[index]!);
  const standing = distances.reduce((count, distance) => (distance === 0 ? count + 1 : count), 0);
  if (standing > (1 - FEW) * n) return medians;
  const typical = n === 0 ? 0 : selectSmallest(distances, n >> 1);
  if (!(typical > 0)) return values;
  const reach = REACH * 1.4826 * typical;
  const calm = values.slice();
  for (let index = 0; index < n; index++) {
    const excess = values[index]! - medians[index]!;
    if (Math.abs(excess) > reach) calm[index] = medians[index]! + Math.sign(excess) * reach;
  }
  return calm;
}

function runningMedians(values: Float64Array): Float64Array {
  const n = values.length;
  const medians = new Float64Array(n);
  // The values around the index, in increasing order; each step takes one out and one in.
  const window = new Float64Array(2 * HALF_WINDOW + 2);
  let count = 0;
  for (let entering = 0; entering < n + HALF_WINDOW; entering++) {
    const index = entering - HALF_WINDOW;
    if (index > HALF_WINDOW) {
      const leaving = values[index - HALF_WINDOW - 1]!;
      let slot = 0;
      while (window[slot]! < leaving) slot++;
      for (count--; slot < count; slot++) window[slot] = window[slot + 1]!;
    }
    if (entering < n) {
      const value = values[entering]!;
      let slot = count++;
      for (; slot > 0 && window[slot - 1]! > value; slot--) window[slot] = window[slot - 1]!;
      window[slot] = value;
    }
    if (index < 0) continue;
    const middle = count >> 1;
    medians[index] = count % 2 === 1 ? window[middle]! : (window[middle - 1]! + window[middle]!) / 2;
  }
  return medians;
}
