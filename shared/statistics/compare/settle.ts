import { studentTQuantile } from '../distributions/student-t-quantile.ts';
import { type Answer, type Direction, type Interval } from './comparison.ts';

/** Level of the reported interval; the alarm itself is stricter (alpha). */
export const CONFIDENCE = 0.95;
export const POWER = 0.8;
const MOST_FURTHER_RUNS = 1000;

/** Everything on the working scale: logarithms for ratios. */
export interface Evidence {
  readonly effect: number;
  readonly interval: Interval;
  readonly pValue: number;
  readonly standardError: number;
  readonly df: number;
  readonly margin: number;
  readonly alpha: number;
  readonly direction: Direction;
}

/**
 * Regression and improvement: p <= alpha and the estimate is at least the margin. No change: the whole interval lies
 * within the margin (two one-sided tests at half the interval's error). Otherwise undecided.
 */
export function answerOf(evidence: Evidence): Answer {
  const { effect, interval, margin, pValue, alpha, direction } = evidence;
  if (Math.max(interval.high, -interval.low) <= margin) return 'no-change';
  if (pValue > alpha || Math.abs(effect) < margin || effect === 0) return 'undecided';
  return effect > 0 === (direction === 'lower-is-better') ? 'regression' : 'improvement';
}

/** Smallest change found with 80 % power by runs with this standard error. */
export function detectableEffect(evidence: Pick<Evidence, 'standardError' | 'df' | 'alpha'>): number {
  const { standardError, df, alpha } = evidence;
  return standardError * (studentTQuantile(1 - alpha / 2, df) + studentTQuantile(POWER, df));
}

/**
 * Runs to add on each side so that, were the estimate the truth, the answer would be reached with 80 % power.
 * `runsPerSide` is today's (harmonic mean of the two sides). Null: more than 1,000, or the estimate sits on the margin.
 */
export function furtherRuns(evidence: Evidence, runsPerSide: number): number | null {
  const { effect, margin, alpha, standardError } = evidence;
  const size = Math.abs(effect);
  const settled = (added: number): boolean => {
    const total = runsPerSide + added;
    const df = Math.max(evidence.df, 1) + 2 * added;
    const error = standardError * Math.sqrt(runsPerSide / total);
    const power = studentTQuantile(POWER, df) * error;
    const change = size >= margin && size >= studentTQuantile(1 - alpha / 2, df) * error + power;
    const none = margin - size >= studentTQuantile((1 + CONFIDENCE) / 2, df) * error + power;
    return change || none;
  };
  if (!settled(MOST_FURTHER_RUNS)) return null;
  let low = 0;
  let high = MOST_FURTHER_RUNS;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (settled(middle)) high = middle;
    else low = middle;
  }
  return high;
}
