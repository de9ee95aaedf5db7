/** Smallest keys kept; the estimate is good to about an eighth. */
const KEPT = 64;
/** Keys are spread evenly over [0, 2^53). */
const RANGE = 2 ** 53;

/**
 * Notes a key among the smallest ones, in rising order (the k-minimum-values sketch of Bar-Yossef et al. 2002). Returns
 * whether it was new there. What is kept depends on the set of keys only, so sketches join without loss.
 */
export function noteKey(minima: number[], key: number): boolean {
  if (minima.length === KEPT && key >= minima[KEPT - 1]!) return false;
  let low = 0;
  let high = minima.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (minima[middle]! < key) low = middle + 1;
    else high = middle;
  }
  if (minima[low] === key) return false;
  minima.splice(low, 0, key);
  if (minima.length > KEPT) minima.pop();
  return true;
}

/** About how many different keys were noted. Never falls as keys are added. */
export function estimateKeys(minima: readonly number[]): number {
  return minima.length < KEPT ? minima.length : ((KEPT - 1) * RANGE) / minima[KEPT - 1]!;
}
