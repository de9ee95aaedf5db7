import { normalSurvival } from '../distributions/normal-cdf.ts';
import { studentTSurvival } from '../distributions/student-t-cdf.ts';
import { lagOneCorrelation } from './lag-one.ts';
import { localSplits, type LocalSplit } from './local-scan.ts';
import { normalScores, type Ranks } from './normal-scores.ts';
import { bestSplit, meanVariance, MIN_SEGMENT, prefixSums, type Split } from './shift-scan.ts';

export interface ChangeTest {
  /** P value of "nothing changed", corrected for every split and scale that was tried; 1 when nothing can be tested. */
  readonly pValue: number;
  /** First indices after the changes that are evident by themselves, in order; may be empty. */
  readonly splits: readonly number[];
  /** True when the course wanders further than stationary noise can. */
  readonly wanders: boolean;
  /** Lag-one autocorrelation that the test allowed for. */
  readonly correlation: number;
}

const NOTHING: ChangeTest = { pValue: 1, splits: [], wanders: false, correlation: 0 };

/** Shares of the error rate: one change of the whole, an excursion within it, a wander that no stationary noise makes. */
const WHOLE_SHARE = 0.83;
const LOCAL_SHARE = 0.07;
const WANDER_SHARE = 0.1;

/** P value below which the course, not the noise, makes up most of the series. */
const WANDER_LEVEL = 0.05;

/** Stationary noise is assumed to have a lag-one autocorrelation of at most this. */
const STATIONARY_CORRELATION = 0.6;

/**
 * Did the level of a stationary series change anywhere? Maximum over all splits of the t statistic of normal scores,
 * and over seeded intervals, each referred to its own null distribution; autocorrelated noise widens the variance of
 * every mean (AR(1)). Only ranks enter, so that any noise has the same null.
 * With `one`, intervals are not searched when a split of the whole is evident by itself.
 */
export function testForChange(
  { shared, broken }: Ranks,
  alpha: number,
  one = false,
  scan = scanRanks(shared),
): ChangeTest {
  const test = testScan(scan, alpha, one);
  if (broken === null || !(test.pValue <= alpha)) return test;
  // Rare values among many equal ones have scores that no calibration covers; ties broken at random have the set of
  // scores that it does cover. What is evident both ways is evident.
  return { ...test, pValue: Math.max(test.pValue, testScan(scanRanks(broken), alpha, one).pValue) };
}

/** Scores of a stretch of ranks and their best split were the noise white: what every test of it starts from. */
export interface RankScan {
  readonly scores: Float64Array;
  readonly sums: Float64Array;
  readonly white: Split;
}

/** Normal scores of a stretch of dense ranks, their running sums, and the split that white noise would make likeliest. */
export function scanRanks(ranks: Float64Array): RankScan {
  const scores = normalScores(ranks);
  const sums = prefixSums(scores);
  return { scores, sums, white: bestSplit(sums, 0, scores.length, null) };
}

function testScan({ scores, sums, white: first }: RankScan, alpha: number, one: boolean): ChangeTest {
  const n = scores.length;
  if (first.at < 0) return NOTHING;
  const correlation = lagOneCorrelation(scores, first.at);
  const variance = correlation === 0 ? null : meanVariance(n, correlation);
  const whole = correlation === 0 ? first : bestSplit(sums, 0, n, variance);
  const wholeP = wholeChangePValue(whole.statistic, n);
  const wanderP = wanderPValue(scores);
  const wanders = wanderP <= WANDER_LEVEL;
  if (one && wholeP <= alpha) return { pValue: wholeP, splits: [whole.at], wanders, correlation };
  const evident = localSplits(sums, prefixSums(scores, scores), variance, Math.min(1, alpha * LOCAL_SHARE));
  let pValue = Math.min(1, wholeP, wanderP / WANDER_SHARE);
  for (const local of evident) pValue = Math.min(pValue, local.pValue / LOCAL_SHARE);
  if (wholeP <= alpha) evident.push({ at: whole.at, start: 0, end: n, pValue: wholeP * LOCAL_SHARE });
  return { pValue, splits: disjoint(evident), wanders, correlation };
}

/** Takes the most evident split, drops the intervals that contain it (they saw the same change), and so on. */
function disjoint(evident: readonly LocalSplit[]): number[] {
  const open = [...evident].sort(
    (a, b) => a.pValue - b.pValue || a.end - a.start - (b.end - b.start) || a.at - b.at,
  );
  const taken: number[] = [];
  for (const { at, start, end } of open) {
    if (!taken.some((other) => start < other + MIN_SEGMENT && other - MIN_SEGMENT < end)) taken.push(at);
  }
  return taken.sort((a, b) => a - b);
}

/**
 * P value of "stationary with a lag-one autocorrelation of at most 0.6": von Neumann's ratio of the scores on Fisher's
 * z scale. Trends and random walks fail it whatever their shape.
 */
function wanderPValue(scores: Float64Array): number {
  const n = scores.length;
  let squares = 0;
  for (let index = 1; index < n; index++) squares += (scores[index]! - scores[index - 1]!) ** 2;
  const correlation = Math.max(-0.999999, 1 - squares / (2 * (n - 1)));
  return normalSurvival((Math.atanh(correlation) - Math.atanh(STATIONARY_CORRELATION)) * Math.sqrt(n - 3));
}

/**
 * P(max |t| over all splits of n values >= statistic). The number of independent splits that gives the same tail,
 * (11 ln n - 21.2)(t - 1.55) / 1.75, was fitted to simulations from n = 10 to 30,000 (docs/statistics-history.md).
 */
function wholePValue(statistic: number, n: number): number {
  const splits = Math.max(4, 11 * Math.log(n) - 21.2) * Math.max(0.2, (statistic - 1.55) / 1.75);
  return Math.min(1, 2 * studentTSurvival(statistic, n - 2) * splits);
}

/** P value that testForChange gives a split of the whole; `statistic` is from bestSplit. */
export function wholeChangePValue(statistic: number, n: number): number {
  return Math.min(1, wholePValue(statistic, n) / WHOLE_SHARE);
}

/** The lag-one autocorrelation that testForChange allows these scores. */
export function lagOneOfScores(scores: Float64Array): number {
  const n = scores.length;
  return lagOneCorrelation(scores, bestSplit(prefixSums(scores), 0, n, null).at);
}
