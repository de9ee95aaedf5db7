import { studentTSurvival } from '../distributions/student-t-cdf.ts';
import { MIN_SEGMENT } from './shift-scan.ts';

export interface LocalSplit {
  /** First index of the right side of the split. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  /** P value of the split, corrected for all splits of all intervals. */
  readonly pValue: number;
}

/** Shortest interval; the next ones are twice as long. */
const SHORTEST_INTERVAL = 4 * MIN_SEGMENT;

/**
 * Best split of each seeded interval (Kovács et al. 2020) whose |t| is significant: lengths 20, 40, 80 ... below the
 * whole, shifted by a quarter. Finds excursions that one split of the whole averages away. `sums` and `squares` are
 * prefix sums of the scores and their squares, `variance` is from meanVariance, null for white noise. In order of length, then place.
 */
export function localSplits(
  sums: Float64Array,
  squares: Float64Array,
  variance: Float64Array | null,
  alpha: number,
): LocalSplit[] {
  const n = sums.length - 1;
  const found: LocalSplit[] = [];
  for (let length = SHORTEST_INTERVAL; length < n; length *= 2) {
    const weights = intervalWeights(length, variance);
    const step = length >> 2;
    for (let start = 0; start < n - length + step; start += step) {
      const split = bestInInterval(sums, squares, Math.min(start, n - length), length, weights);
      // Even the normal tail is not significant: spare the tail of t.
      if (split.square < SCREEN) continue;
      const pValue = localPValue(Math.sqrt(split.square), length, n);
      if (pValue <= alpha)
        found.push({ at: split.at, start: split.start, end: split.start + length, pValue });
    }
  }
  return found;
}

/** Smallest t² worth a p value: P(|Z| > 2.9) = 0.004 times some tens of splits is beyond any level used. */
const SCREEN = 2.9 * 2.9;

/**
 * P(max |t| over the splits of all seeded intervals of n values >= statistic), the maximum being in an interval of
 * `length`. The number of independent splits was fitted to simulations from n = 30 to 30,000.
 */
export function localPValue(statistic: number, length: number, n: number): number {
  const splits = 1.6 * n * Math.log(n / SHORTEST_INTERVAL);
  return Math.min(1, 2 * studentTSurvival(statistic, length - 2) * splits);
}

interface BestInInterval {
  readonly at: number;
  readonly start: number;
  readonly square: number;
}

/** For a split after `before` points: what turns the squared excess of the left sum into z². */
function intervalWeights(length: number, variance: Float64Array | null): Float64Array {
  const weights = new Float64Array(length);
  for (let before = MIN_SEGMENT; before <= length - MIN_SEGMENT; before++) {
    const after = length - before;
    const toDifference = length / (before * after);
    weights[before] =
      variance === null
        ? toDifference
        : (toDifference * toDifference) / (variance[before]! + variance[after]!);
  }
  return weights;
}

function bestInInterval(
  sums: Float64Array,
  squares: Float64Array,
  start: number,
  length: number,
  weights: Float64Array,
): BestInInterval {
  const origin = sums[start]!;
  const total = sums[start + length]! - origin;
  const mean = total / length;
  let best = 0;
  let split = MIN_SEGMENT;
  for (let before = MIN_SEGMENT; before <= length - MIN_SEGMENT; before++) {
    const excess = sums[start + before]! - origin - before * mean;
    const statistic = excess * excess * weights[before]!;
    if (statistic > best) {
      best = statistic;
      split = before;
    }
  }
  const left = sums[start + split]! - origin - split * mean;
  const explained = (left * left * length) / (split * (length - split));
  const around = squares[start + length]! - squares[start]! - total * mean;
  const residual = Math.max(1e-9 * length, around - explained);
  return { at: start + split, start, square: (best * (length - 2)) / residual };
}
