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

/** How an unchanged pattern varies: variance of the logarithm of its rate ratio = burst · (1/a + 1/b) + spread. */
export interface Variation {
  /** Variance of a count over its mean; 1 when events come one by one (Poisson), more when they come in bursts. */
  readonly burst: number;
  /** Variance of the logarithm of a rate ratio between windows, whatever the count. */
  readonly spread: number;
}

export interface WindowScale {
  /** How much longer (or busier) the candidate window is: what an unchanged pattern's count is multiplied by. */
  readonly factor: number;
  /** The ways of varying that explain the bulk of patterns as well as the best does; the largest for a count is used. */
  readonly variations: readonly Variation[];
}

/** For want of enough patterns, rates are taken to vary by a quarter between windows without a cause, events to come singly. */
const ASSUMED_SPREAD = 0.25 ** 2;
/** Patterns that what is assumed of the spread weighs as much as. */
const ASSUMED_WEIGHT = 2;
/** Counting noise of those: some hundred records. */
const ASSUMED_CHANCE = 0.01;
/** As many patterns weigh half of what they say. */
const FEW_PATTERNS = 10;
/** Standard deviation of the logarithm of bursts, as assumed. */
const ASSUMED_BURST = 0.7;
/** Patterns with fewer records in either window say little about how rates vary. */
export const ENOUGH_RECORDS = 8;
/** More of them say no more about it. */
const MOST_PATTERNS = 2_000;
/** Squared: a pattern further from the typical ratio than three deviations changed, and says nothing of the others. */
const MOST_DEVIATION = 9;
/** How much less likely than the best fit (minus twice the logarithm) a variation may be: one standard error. */
const PLAUSIBLE = 0.5;
const BURSTS = geometric(1, 64, 19);
const SPREADS = [0, ...geometric(0.002, 2, 21)];
const TAIL = 0.025;

/**
 * Compares a pattern's counts: exact conditional (binomial) test and Clopper-Pearson interval on counts deflated by the
 * dispersion that the bulk of patterns shows, since log events come in bursts.
 */
export function compareCounts(pair: CountPair, scale: WindowScale): RateComparison {
  const { baseline, candidate } = pair;
  const dispersion = dispersionAt(scale.variations, [baseline, candidate]);
  const before = { events: baseline / dispersion, exposure: 1 };
  const after = { events: candidate / dispersion, exposure: scale.factor };
  return {
    rateRatio: baseline === 0 ? Infinity : candidate / baseline / scale.factor,
    interval: ratioInterval(before.events, after.events, scale.factor),
    pValue: conditionalTest(before, after, 'count'),
  };
}

/**
 * How many times more the logarithm of a ratio (of two counts) or of a ratio of odds (of four) varies than by counting
 * alone; the largest by any of the variations. Half an event keeps an empty window from an infinite dispersion.
 */
export function dispersionAt(variations: readonly Variation[], counts: readonly number[]): number {
  const chance = counts.reduce((sum, count) => sum + 1 / Math.max(count, 0.5), 0);
  return Math.max(1, ...variations.map(({ burst, spread }) => burst + spread / chance));
}

function ratioInterval(before: number, after: number, factor: number): readonly [number, number] {
  const low = after === 0 ? 0 : betaQuantile(TAIL, after, before + 1);
  const high = before === 0 ? 1 : betaQuantile(1 - TAIL, after + 1, before);
  return [low / (1 - low) / factor, high === 1 ? Infinity : high / (1 - high) / factor];
}

/**
 * Scale of two windows. `durationRatio` is used when it is known; else the median ratio of counts, which holds when most
 * patterns did not change (the size factor of Anders and Huber 2010).
 */
export function scaleOfWindows(pairs: readonly CountPair[], durationRatio: number | null): WindowScale {
  const common = pairs.filter(({ baseline, candidate }) => Math.min(baseline, candidate) >= ENOUGH_RECORDS);
  const factor = durationRatio ?? typicalRatio(pairs, common);
  // By the sum of both windows: who has many in either may have none in the other by chance.
  const frequent = pairs.filter(({ baseline, candidate }) => baseline + candidate >= 2 * ENOUGH_RECORDS);
  return { factor, variations: variationsOf(deviationsOf(frequent.slice(0, MOST_PATTERNS))) };
}

/** How far an unchanged ratio (of rates, or of odds) lies from what is typical. */
export interface Deviation {
  /** Squared distance of the logarithm of the ratio from the typical one. */
  readonly squared: number;
  /** Its variance by counting alone. */
  readonly chance: number;
}

function deviationsOf(frequent: readonly CountPair[]): readonly Deviation[] {
  const ratios = frequent.map(({ baseline, candidate }) => Math.log((candidate + 0.5) / (baseline + 0.5)));
  const middle = median(ratios);
  // The middle was taken from the same ratios: what is left of them is that much smaller.
  const freedom = frequent.length / Math.max(1, frequent.length - 1);
  return frequent.map(({ baseline, candidate }, at) => ({
    squared: (ratios[at]! - middle) ** 2 * freedom,
    chance: 1 / (baseline + 0.5) + 1 / (candidate + 0.5),
  }));
}

/**
 * Fits burst and spread to the deviations of log ratios by likelihood, a normal one whose tails are cut, so that patterns
 * that did change do not count; drawn towards what is assumed. Returned are all fits that the data do not tell from the
 * best (with few patterns that is much), without those that are smaller than another in both.
 */
export function variationsOf(deviations: readonly Deviation[]): readonly Variation[] {
  const fits = BURSTS.flatMap((burst) =>
    SPREADS.map((spread) => ({ burst, spread, unlikely: unlikelihood({ burst, spread }, deviations) })),
  );
  const best = fits.reduce((least, { unlikely }) => Math.min(least, unlikely), Infinity);
  const plausible = fits.filter(({ unlikely }) => unlikely <= best + PLAUSIBLE);
  return plausible
    .filter((fit) => !plausible.some((other) => other !== fit && isAtLeast(other, fit)))
    .map(({ burst, spread }) => ({ burst, spread }));
}

function isAtLeast(one: Variation, other: Variation): boolean {
  return one.burst >= other.burst && one.spread >= other.spread;
}

/** Minus twice the logarithm of how likely a variation and the deviations under it are, but for a constant. */
function unlikelihood({ burst, spread }: Variation, deviations: readonly Deviation[]): number {
  const assumed = spread + ASSUMED_CHANCE;
  let sum =
    (Math.log(burst) / ASSUMED_BURST) ** 2 +
    ASSUMED_WEIGHT * (Math.log(assumed) + (ASSUMED_SPREAD + ASSUMED_CHANCE) / assumed);
  // Of few patterns most may have changed.
  const weight = deviations.length / (deviations.length + FEW_PATTERNS);
  for (const { squared, chance } of deviations) {
    const variance = burst * chance + spread;
    sum += weight * (Math.log(variance) + Math.min(MOST_DEVIATION, squared / variance));
  }
  return sum;
}

/** `count` numbers from `first` to `last`, each the same multiple of the one before. */
function geometric(first: number, last: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => first * (last / first) ** (at / (count - 1)));
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
