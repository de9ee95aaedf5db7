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

/** Sums of the values before each index, or with `times` of their products with those. */
export function prefixSums(values: Float64Array, times: Float64Array | null = null): Float64Array {
  const n = values.length;
  const sums = new Float64Array(n + 1);
  let sum = 0;
  for (let index = 0; index < n; index++) {
    sum += times === null ? values[index]! : values[index]! * times[index]!;
    sums[index + 1] = sum;
  }
  return sums;
}

export interface Split {
  /** |t| of the split; 0 when none is allowed. */
  readonly statistic: number;
  /** First index of the right side; -1 when none is allowed. */
  readonly at: number;
}

/** From this many points on either side a split is away from the ends. */
const AWAY_FROM_ENDS = 14;

/**
 * Splits so near an end that fewer than AWAY_FROM_ENDS points lie beyond carry a little more weight: the scores of a few
 * extreme points are compressed by ranking, and the newest points are the ones a change is judged on. It costs .003 of
 * the level at 100 points, which has as much to spare (bench/statistics/history-false-alarms.ts).
 */
function edgeWeight(shorter: number): number {
  return shorter <= 8 ? 1.12 : 1 + 0.02 * (AWAY_FROM_ENDS - shorter);
}

/**
 * The largest two-sample |t| over all splits of [start, end) at `from` or later, both sides at least MIN_SEGMENT long.
 * `sums` are prefix sums of scores with mean 0 and mean square 1 over [start, end); `variance` is from meanVariance,
 * null for white noise.
 */
export function bestSplit(
  sums: Float64Array,
  start: number,
  end: number,
  variance: Float64Array | null,
  from = start + MIN_SEGMENT,
): Split {
  const length = end - start;
  const origin = sums[start]!;
  const mean = (sums[end]! - origin) / length;
  let best = 0;
  // What a split with weight 1 in white noise must explain to be better than the best.
  let toBeat = 0;
  let at = -1;
  for (let split = Math.max(from, start + MIN_SEGMENT); split <= end - MIN_SEGMENT; split++) {
    const before = split - start;
    const after = end - split;
    const excess = sums[split]! - origin - before * mean;
    const shorter = before < after ? before : after;
    const isNearEnd = shorter < AWAY_FROM_ENDS;
    if (variance === null && !isNearEnd && excess * excess * length <= toBeat * before * after) continue;
    const scaled = excess * excess * (length / (before * after));
    const weight = isNearEnd ? edgeWeight(shorter) : 1;
    const inflation =
      variance === null ? 1 : (before * after * (variance[before]! + variance[after]!)) / length;
    const statistic =
      (scaled * weight * weight * (length - 2)) / (inflation * Math.max(1e-9 * length, length - scaled));
    if (statistic > best) {
      best = statistic;
      toBeat = (best * length) / (length - 2 + best);
      at = split;
    }
  }
  return { statistic: Math.sqrt(best), at };
}
