/** A blocking level with fewer blocks than this is too rough to rest on; as in statistics/compare/long-run-variance.ts. */
const FEWEST_BLOCKS = 8;
const LATER_LEVELS = 0.8;
/** 2^40 values are more than any stream has. */
const LEVELS = 40;

interface OnlineBlocking {
  add(value: number): void;
  /** n times the variance of the mean, as `longRunVariance` of the same values in the same order. */
  longRunVariance(): number;
}

/**
 * Long-run variance of a stream in constant memory: blocking (Flyvbjerg and Petersen 1989) keeps, for block lengths 1, 2, 4 …,
 * mean and squares of the block means (Welford 1962) and the half block not yet full. The level is chosen as in
 * statistics/compare/long-run-variance.ts, so that streams and samples give the same figure.
 */
export function createOnlineBlocking(): OnlineBlocking {
  const counts = new Float64Array(LEVELS);
  const means = new Float64Array(LEVELS);
  const squares = new Float64Array(LEVELS);
  const pending = new Float64Array(LEVELS);

  function blockedVariance(level: number): number {
    return (2 ** level * squares[level]!) / (counts[level]! - 1);
  }

  return {
    add(value) {
      let block = value;
      for (let level = 0; level < LEVELS; level++) {
        const count = (counts[level] = counts[level]! + 1);
        const delta = block - means[level]!;
        means[level] = means[level]! + delta / count;
        squares[level] = squares[level]! + delta * (block - means[level]!);
        if (count % 2 === 1) {
          pending[level] = block;
          return;
        }
        block = (pending[level]! + block) / 2;
      }
    },
    longRunVariance() {
      const n = counts[0]!;
      if (n < 2) return 0;
      const first = blockedVariance(0);
      if (first === 0) return 0;
      let largest = first;
      for (let level = 0; n / 2 ** level >= FEWEST_BLOCKS; level++) {
        const variance = blockedVariance(level);
        largest = Math.max(largest, variance);
        if (8 ** level > 2 * n * (variance / first) ** 2) return Math.max(variance, largest * LATER_LEVELS);
      }
      return largest;
    },
  };
}
