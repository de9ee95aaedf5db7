import { checkedAlpha } from '../change-points/describe-changes.ts';
import { lagOneCorrelation } from '../change-points/lag-one.ts';
import { denseRanks, normalScores } from '../change-points/normal-scores.ts';
import { readSeries, scaleToUnit, type SeriesInput } from '../change-points/read-series.ts';
import { bestSplit, prefixSums } from '../change-points/shift-scan.ts';
import { clampToFinite } from '../distributions/clamp-to-finite.ts';
import { studentTSurvival } from '../distributions/student-t-cdf.ts';

export interface Drift {
  /** Index in the input of the first value of the stretch that drifts. */
  readonly from: number;
  /** Index in the input of its last value. */
  readonly to: number;
  readonly direction: 'up' | 'down';
  /** Change per value, in the input's unit (Theil-Sen: the median slope of pairs half the stretch apart). */
  readonly slope: number;
  /** slope times the length of the stretch. */
  readonly change: number;
  /** P value of "no drift", corrected for the stretches tried. */
  readonly pValue: number;
}

/** Shortest stretch whose course is told from noise. */
const SHORTEST = 20;

/**
 * A slow drift up to the newest value that no single step shows: the last 20, 29, 42 ... values and the whole history
 * are each tested for a slope of their normal scores, autocorrelation allowed for. A stretch that one step describes
 * better than a line is left to detectChangePoints. Null when there is none; the chance of a drift in a stationary
 * series is at most `alpha` (default 0.05). Throws PermanentError SAMPLE_INVALID for anything but numbers and gaps.
 */
export function detectDrift(input: SeriesInput, options: { readonly alpha?: number } = {}): Drift | null {
  const alpha = checkedAlpha(options.alpha);
  const { values, positions } = readSeries(input);
  const { scaled, unit } = scaleToUnit(values);
  const ranks = denseRanks(scaled);
  const n = ranks.length;
  const lengths: number[] = [];
  for (let length = SHORTEST; length < n; length = Math.ceil(length * Math.SQRT2)) lengths.push(length);
  if (n >= SHORTEST) lengths.push(n);
  let best: { readonly length: number; readonly t: number; readonly pValue: number } | null = null;
  for (const length of lengths) {
    const slope = slopeOfScores(ranks.subarray(n - length));
    if (slope === null) continue;
    const pValue = Math.min(1, 2 * studentTSurvival(Math.abs(slope.t), length - 2) * lengths.length);
    if (pValue <= alpha && (best === null || pValue < best.pValue)) best = { length, t: slope.t, pValue };
  }
  if (best === null) return null;
  const start = n - best.length;
  const slope = medianSlope(scaled.subarray(start)) * unit;
  return {
    from: positions[start]!,
    to: positions[n - 1]!,
    direction: best.t > 0 ? 'up' : 'down',
    slope,
    change: clampToFinite(slope * (best.length - 1)),
    pValue: best.pValue,
  };
}

/** t of the least-squares slope of the scores against time; null when constant, or when a step describes them better. */
function slopeOfScores(ranks: Float64Array): { readonly t: number } | null {
  const n = ranks.length;
  const scores = normalScores(ranks);
  const centre = (n - 1) / 2;
  let product = 0;
  for (let index = 0; index < n; index++) product += (index - centre) * scores[index]!;
  const spread = (n * (n * n - 1)) / 12;
  const explained = (product * product) / spread;
  const split = bestSplit(prefixSums(scores), 0, n, null);
  const residualSquare = Math.max(n - explained, 1e-9 * n);
  // A step has its place to choose, which costs it ln n (Bayesian information criterion).
  const allowance = (Math.log(n) * residualSquare) / n;
  if (!(explained > 0) || explainedBySplit(scores, split.at) > explained + allowance) return null;
  const scale = Math.sqrt(n / residualSquare);
  const residuals = scores.map((score, index) => (score - (product / spread) * (index - centre)) * scale);
  const correlation = lagOneCorrelation(residuals, 0);
  const inflation = (1 + correlation) / (1 - correlation);
  return { t: Math.sign(product) * Math.sqrt((explained * (n - 2)) / (residualSquare * inflation)) };
}

function explainedBySplit(scores: Float64Array, at: number): number {
  if (at < 0) return 0;
  const n = scores.length;
  let left = 0;
  for (let index = 0; index < at; index++) left += scores[index]!;
  // The scores sum to zero, so the right side's mean follows.
  return (left * left * n) / (at * (n - at));
}

function medianSlope(values: Float64Array): number {
  const half = values.length >> 1;
  const slopes = Float64Array.from(
    { length: values.length - half },
    (_, i) => (values[i + half]! - values[i]!) / half,
  );
  slopes.sort();
  return slopes[slopes.length >> 1]!;
}
