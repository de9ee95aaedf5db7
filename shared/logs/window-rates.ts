import { conditionalTest } from '../statistics/compare/conditional-test.ts';
import { betaQuantile } from '../statistics/distributions/beta-quantile.ts';

/** Counts of one pattern in two windows. */
export interface CountPair {
  readonly baseline: number;
  readonly candidate: number;
}

export interface RateComparison {
  /** Candidate's rate over the baseline's; Infinity for a pattern that is new, 0 for one that vanished. */
  readonly rateRatio: number;
  /** 95 % confidence interval of the ratio. */
  readonly interval: readonly [number, number];
  /** Two-sided, of "the rate did not change". */
  readonly pValue: number;
}

export interface WindowScale {
  /** How much longer (or busier) the candidate window is: what an unchanged pattern's count is multiplied by. */
  readonly factor: number;
  /** Variance of the logarithm of an unchanged pattern's rate ratio, beyond what counting explains. */
  readonly spread: number;
}

/** For want of enough patterns, rates are taken to vary by a quarter between windows without a cause. */
const ASSUMED_SPREAD = 0.25 ** 2;
const ASSUMED_WEIGHT = 4;
/** Patterns with fewer records in either window say little about how rates vary. */
const ENOUGH_RECORDS = 8;
const CONSISTENT_MAD = 1.4826;
const TAIL = 0.025;

/**
 * Compares a pattern's counts: exact conditional (binomial) test and Clopper-Pearson interval on counts deflated by the
 * dispersion that the bulk of patterns shows, since log events come in bursts. Half an event keeps an empty window from
 * an infinite dispersion.
 */
export function compareCounts(pair: CountPair, scale: WindowScale): RateComparison {
  const { baseline, candidate } = pair;
  const chance = 1 / Math.max(baseline, 0.5) + 1 / Math.max(candidate, 0.5);
  const dispersion = 1 + scale.spread / chance;
  const before = { events: baseline / dispersion, exposure: 1 };
  const after = { events: candidate / dispersion, exposure: scale.factor };
  return {
    rateRatio: baseline === 0 ? Infinity : candidate / baseline / scale.factor,
    interval: ratioInterval(before.events, after.events, scale.factor),
    pValue: conditionalTest(before, after, 'count'),
  };
}

function ratioInterval(before: number, after: number, factor: number): readonly [number, number] {
  const low = after === 0 ? 0 : betaQuantile(TAIL, after, before + 1);
  const high = before === 0 ? 1 : betaQuantile(1 - TAIL, after + 1, before);
  return [low / (1 - low) / factor, high === 1 ? Infinity : high / (1 - high) / factor];
}

/**
 * Scale of two windows. `durationRatio` is used when it is known; else the median ratio of counts, which holds when most
 * patterns did not change (the size factor of Anders and Huber 2010). The spread is the squared median deviation of log
 * ratios beyond counting noise, drawn towards a quarter when patterns are few.
 */
export function scaleOfWindows(pairs: readonly CountPair[], durationRatio: number | null): WindowScale {
  const common = pairs.filter(({ baseline, candidate }) => Math.min(baseline, candidate) >= ENOUGH_RECORDS);
  const factor = durationRatio ?? typicalRatio(pairs, common);
  const ratios = common.map(({ baseline, candidate }) => Math.log(candidate / baseline));
  const middle = median(ratios);
  const typical = median(ratios.map((ratio) => Math.abs(ratio - middle))) * CONSISTENT_MAD;
  const chance = median(common.map(({ baseline, candidate }) => 1 / baseline + 1 / candidate));
  const observed = Math.max(0, typical ** 2 - chance);
  const weight = ASSUMED_WEIGHT + common.length;
  return { factor, spread: (ASSUMED_WEIGHT * ASSUMED_SPREAD + common.length * observed) / weight };
}

function typicalRatio(pairs: readonly CountPair[], common: readonly CountPair[]): number {
  if (common.length > 0)
    return Math.exp(median(common.map(({ baseline, candidate }) => Math.log(candidate / baseline))));
  const before = pairs.reduce((sum, pair) => sum + pair.baseline, 0);
  const after = pairs.reduce((sum, pair) => sum + pair.candidate, 0);
  return before === 0 || after === 0 ? 1 : after / before;
}

/** Middle value; 0 for none. */
function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
