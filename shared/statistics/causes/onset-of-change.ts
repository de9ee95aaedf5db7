import { quantileOf, quartileSpread, sortedFinite } from './robust-spread.ts';

export interface Onset {
  /** Most likely index at which the series left its normal level. */
  readonly at: number;
  /** Size of the change after it, in standard deviations of the mean it rests on (dependence counted). */
  readonly strength: number;
  /** The change in robust standard deviations of a single value, with its sign. */
  readonly shift: number;
  /** P(onset <= index) for index searchFrom, searchFrom + 1, … */
  readonly cumulative: Float64Array;
}

/** Single values count for no more than this many deviations, so that a spike is no onset. */
const MOST_DEVIATIONS = 8;
/** No spread is taken for less than this share of the level: a series that stood still has none of its own. */
const LEAST_SPREAD = 0.02;
const FEWEST_NORMAL = 10;
/** A change is one when at least this many values show it. */
const FEWEST_AFTER = 5;

/**
 * When a series left its normal level for good, at `searchFrom` or later (all before it is normal). The likelihood of a
 * step at each index, after noise is whitened by its lag-1 correlation, gives the most likely onset and how sure it is.
 * Null: too little data, or a series that stands still throughout.
 */
export function onsetOfChange(values: readonly (number | null)[], searchFrom: number): Onset | null {
  const normal = sortedFinite(values.slice(0, searchFrom));
  if (normal.length < FEWEST_NORMAL || searchFrom >= values.length) return null;
  const centre = quantileOf(normal, 0.5);
  const spread = Math.max(quartileSpread(normal), LEAST_SPREAD * Math.abs(centre));
  if (spread === 0) return null;
  const scores = scoresOf(values, centre, spread);
  const inflation = inflationOf(scores.subarray(0, searchFrom));
  const count = values.length - searchFrom;
  if (count < FEWEST_AFTER) return null;
  const evidence = new Float64Array(count);
  let sum = 0;
  let best = count - FEWEST_AFTER;
  for (let index = count - 1; index >= 0; index--) {
    sum += scores[searchFrom + index]!;
    evidence[index] = (sum * sum) / (count - index) / inflation;
    if (index < best && evidence[index]! >= evidence[best]!) best = index;
  }
  const cumulative = new Float64Array(count);
  let total = 0;
  for (let index = 0; index < count; index++) {
    if (index <= count - FEWEST_AFTER) total += Math.exp((evidence[index]! - evidence[best]!) / 2);
    cumulative[index] = total;
  }
  for (let index = 0; index < count; index++) cumulative[index]! /= total;
  let after = 0;
  for (let index = best; index < count; index++) after += scores[searchFrom + index]! / (count - best);
  return { at: searchFrom + best, strength: Math.sqrt(evidence[best]!), shift: after, cumulative };
}

/** Robust deviations from the normal level; a missing value repeats the one before. */
function scoresOf(values: readonly (number | null)[], centre: number, spread: number): Float64Array {
  const scores = new Float64Array(values.length);
  let last = 0;
  values.forEach((value, index) => {
    if (value !== null && Number.isFinite(value)) {
      last = Math.min(MOST_DEVIATIONS, Math.max(-MOST_DEVIATIONS, (value - centre) / spread));
    }
    scores[index] = last;
  });
  return scores;
}

/** Variance of a mean over that of independent values, (1 + r) / (1 - r) of AR(1); at least the values' own variance. */
function inflationOf(scores: Float64Array): number {
  let mean = 0;
  for (const score of scores) mean += score / scores.length;
  let square = 0;
  let product = 0;
  for (let index = 0; index < scores.length; index++) {
    square += (scores[index]! - mean) ** 2;
    if (index > 0) product += (scores[index]! - mean) * (scores[index - 1]! - mean);
  }
  if (square === 0) return 1;
  const r = Math.min(0.9, Math.max(0, product / square));
  return Math.max(1, square / scores.length) * ((1 + r) / (1 - r));
}
