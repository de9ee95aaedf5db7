import { PermanentError } from '../../errors/pipeline-error.ts';
import { type Cause, type CauseRanking } from './cause-ranking.ts';
import { quantileOf, quartileSpread, sortedFinite } from './robust-spread.ts';

/** One metric of one node before and during the incident; null where a value is missing. */
export interface ShiftSeries {
  readonly node: string;
  readonly metric: string;
  readonly normal: readonly (number | null)[];
  readonly abnormal: readonly (number | null)[];
  /** Which way is harm; 'any' when a fall is as telling as a rise. Default 'any'. */
  readonly harm?: 'up' | 'down' | 'any';
}

/** Shifts below this many robust standard deviations are taken for normal life. */
const STANDS_OUT = 5;
/**
 * A spread is never taken for less than this share of the level: a column that stood still before the incident has no
 * spread of its own, and with a fixed one the largest unit (bytes) would win every ranking.
 */
const LEAST_SPREAD = 0.02;
const FEWEST_NORMAL = 10;

/**
 * Ranks nodes when no call graph is known: by the largest shift of any of their metrics, the median during the incident
 * against the median before, in robust standard deviations of before (inter-quartile range, so a late notice that
 * leaves part of the incident in the normal window does little harm). Nodes below 5 are not named.
 * @throws PermanentError SAMPLE_INVALID without any series
 */
export function rankByShift(series: readonly ShiftSeries[]): CauseRanking {
  if (series.length === 0)
    throw new PermanentError('SAMPLE_INVALID', 'There is no series to rank causes by.');
  const best = new Map<string, { metric: string; strength: number; reason: string }>();
  for (const each of series) {
    const shift = shiftOf(each);
    if (shift === null || shift.strength < STANDS_OUT) continue;
    if (shift.strength > (best.get(each.node)?.strength ?? 0))
      best.set(each.node, { metric: each.metric, ...shift });
  }
  // Strengths run from 5 to thousands; their logarithms make shares that tell a narrow lead from a wide one.
  const weight = ({ strength }: { strength: number }): number => Math.log1p(strength);
  const total = [...best.values()].reduce((sum, shift) => sum + weight(shift), 0);
  const causes = [...best]
    .map(([node, shift]): Cause => ({ node, score: weight(shift) / total, ...shift }))
    .sort((a, b) => b.strength - a.strength || (a.node < b.node ? -1 : 1));
  const reason =
    causes.length === 0
      ? `Nothing found: no metric of ${series.length} shifted by ${STANDS_OUT} robust standard deviations.`
      : `${causes.length} nodes stand out; ${causes[0]!.node} most (${causes[0]!.reason})`;
  return { causes, reason };
}

/** The shift in robust standard deviations towards harm; null when there is too little to judge. */
export function shiftOf({
  metric,
  normal,
  abnormal,
  harm = 'any',
}: ShiftSeries): { strength: number; reason: string } | null {
  const before = sortedFinite(normal);
  const during = sortedFinite(abnormal);
  if (before.length < FEWEST_NORMAL || during.length === 0) return null;
  const from = quantileOf(before, 0.5);
  const to = quantileOf(during, 0.5);
  const spread = Math.max(quartileSpread(before), LEAST_SPREAD * Math.abs(from));
  const change = harm === 'any' ? Math.abs(to - from) : harm === 'up' ? to - from : from - to;
  if (spread === 0)
    return change > 0
      ? fromNothing(metric, before, to)
      : { strength: 0, reason: `${metric} stayed at ${from}.` };
  const strength = Math.max(0, change / spread);
  return {
    strength,
    reason: `${metric} went from ${short(from)} to ${short(to)}, ${short(strength)} robust standard deviations.`,
  };
}

/** A metric that was always zero and no longer is: as telling as can be without a scale, no more. */
function fromNothing(metric: string, before: Float64Array, to: number): { strength: number; reason: string } {
  const largest = Math.max(Math.abs(before[0]!), Math.abs(before[before.length - 1]!));
  const strength = largest > 0 ? Math.min(FROM_NOTHING, Math.abs(to) / largest) : FROM_NOTHING;
  return { strength, reason: `${metric} was 0 before and is ${short(to)}.` };
}

const FROM_NOTHING = 10;

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
