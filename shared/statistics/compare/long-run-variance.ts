/** A blocking level with fewer blocks than this is too rough to rest on. */
const FEWEST_BLOCKS = 8;

/**
 * n times the variance of the mean of a stationary, possibly autocorrelated series: blocking (Flyvbjerg and Petersen
 * 1989) with block lengths 1, 2, 4 …; taken at the smallest length B with B³ > 2 n (v_B / v_1)², the balance of bias
 * and noise of Wolff (2004) and Lee et al. (2011). When no level with 8 blocks gets there, the largest level seen.
 */
export function longRunVariance(values: Float64Array): number {
  const n = values.length;
  if (n < 2) return 0;
  const first = blockedVariance(values, 1);
  if (first === 0) return 0;
  let largest = first;
  for (let length = 1; n / length >= FEWEST_BLOCKS; length *= 2) {
    const variance = blockedVariance(values, length);
    largest = Math.max(largest, variance);
    if (length ** 3 > 2 * n * (variance / first) ** 2) return Math.max(variance, largest * LATER_LEVELS);
  }
  return largest;
}

/** The chosen level is not believed to be much below a smaller block's: negative dependence is rarely real. */
const LATER_LEVELS = 0.8;

/** Block length times the variance of the means of whole blocks. */
function blockedVariance(values: Float64Array, length: number): number {
  const blocks = Math.floor(values.length / length);
  const means = new Float64Array(blocks);
  let centre = 0;
  for (let block = 0; block < blocks; block++) {
    let mean = 0;
    for (let index = block * length; index < (block + 1) * length; index++) mean += values[index]! / length;
    means[block] = mean;
    centre += mean / blocks;
  }
  let squares = 0;
  for (let block = 0; block < blocks; block++) squares += (means[block]! - centre) ** 2;
  return (length * squares) / (blocks - 1);
}
