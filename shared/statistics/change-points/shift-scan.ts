/** Fewest points on either side of a change. */
export const MIN_SEGMENT = 5;

/**
 * Variance of the mean of b = 1..n neighbouring values with unit variance and lag-one autocorrelation `phi` (AR(1)).
 * Entry 0 is unused.
 */
export function meanVariance(n: number, phi: number): Float64Array {
  const variance = new Float64Array(n + 1);
  const long = (1 + phi) / (1 - phi);
  const edge = (2 * phi) / ((1 - phi) * (1 - phi));
  let power = 1;
  for (let count = 1; count <= n; count++) {
    power *= phi;
    variance[count] = (long - (edge * (1 - power)) / count) / count;
  }
  return variance;
}

export function prefixSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let index = 0; index < values.length; index++) sums[index + 1] = sums[index]! + values[index]!;
  return sums;
}

export interface Split {
  /** Weighted |t| of the best split; 0 when none is allowed. */
  readonly statistic: number;
  /** First index of the right side; -1 when none is allowed. */
  readonly at: number;
}

/**
 * Splits so near an end that fewer than a dozen points lie beyond carry a little more weight: the scores of a few
 * extreme points are compressed by ranking, and the newest points are the ones a change is judged on.
 */
export function edgeWeight(shorter: number): number {
  return shorter <= 8 ? 1.1 : shorter >= 12 ? 1 : 1 + 0.025 * (12 - shorter);
}

/**
 * The largest two-sample |t| over all splits of scores[start, end), both sides at least MIN_SEGMENT long.
 * `sums` are prefix sums of scores with mean square 1 over the range; `variance` is from meanVariance.
 */
export function bestSplit(
  sums: Float64Array,
  start: number,
  end: number,
  variance: Float64Array,
  from = start + MIN_SEGMENT,
): Split {
  const total = sums[end]! - sums[start]!;
  const length = end - start;
  let best = 0;
  let at = -1;
  for (let split = Math.max(from, start + MIN_SEGMENT); split <= end - MIN_SEGMENT; split++) {
    const before = split - start;
    const after = end - split;
    const left = sums[split]! - sums[start]!;
    const difference = left / before - (total - left) / after;
    const square = difference * difference;
    const unexplained = Math.max(1e-9, 1 - (square * before * after) / (length * length));
    const weight = edgeWeight(before < after ? before : after);
    const statistic =
      (square * weight * weight * (length - 2)) /
      ((variance[before]! + variance[after]!) * length * unexplained);
    if (statistic > best) {
      best = statistic;
      at = split;
    }
  }
  return { statistic: Math.sqrt(best), at };
}

/** Shortest interval of the multi-scale scan. */
const SHORTEST_INTERVAL = 4 * MIN_SEGMENT;

/**
 * The largest |z| of a split within seeded intervals (Kovács et al. 2020): lengths 20, 40, 80 ... below the whole,
 * shifted by a quarter. Finds excursions that a single split of the whole averages away. `visit` sees each interval's
 * best split.
 */
export function bestLocalSplit(
  sums: Float64Array,
  variance: Float64Array,
  visit?: (statistic: number, at: number) => void,
): Split {
  const n = sums.length - 1;
  let best = 0;
  let at = -1;
  for (let length = SHORTEST_INTERVAL; length < n; length *= 2) {
    const weights = intervalWeights(length, variance);
    for (let start = 0; start < n - length + (length >> 2); start += length >> 2) {
      const shifted = Math.min(start, n - length);
      const found = bestInInterval(sums, shifted, length, weights);
      if (visit !== undefined) visit(Math.sqrt(found.statistic), found.at);
      if (found.statistic > best) {
        best = found.statistic;
        at = found.at;
      }
    }
  }
  return { statistic: Math.sqrt(best), at };
}

/** For a split after `before` points: 1 / ((after / length)² (v(before) + v(after))), so the scan only multiplies. */
function intervalWeights(length: number, variance: Float64Array): Float64Array {
  const weights = new Float64Array(length);
  for (let before = MIN_SEGMENT; before <= length - MIN_SEGMENT; before++) {
    const after = length - before;
    const toDifference = length / (before * after);
    weights[before] = (toDifference * toDifference) / (variance[before]! + variance[after]!);
  }
  return weights;
}

function bestInInterval(sums: Float64Array, start: number, length: number, weights: Float64Array): Split {
  const origin = sums[start]!;
  const mean = (sums[start + length]! - origin) / length;
  let best = 0;
  let at = -1;
  for (let before = MIN_SEGMENT; before <= length - MIN_SEGMENT; before++) {
    const excess = sums[start + before]! - origin - before * mean;
    const statistic = excess * excess * weights[before]!;
    if (statistic > best) {
      best = statistic;
      at = start + before;
    }
  }
  return { statistic: best, at };
}
