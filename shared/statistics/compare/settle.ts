import { normalQuantile } from '../distributions/normal-quantile.ts';
import { studentTQuantile } from '../distributions/student-t-quantile.ts';
import { type Answer, type Direction, type Interval } from './comparison.ts';

/** Chance of any alarm when nothing changed: the promise is .005; the rest is reserve for what theory leaves out. */
export const DEFAULT_ALPHA = 0.0042;
/** Level of the reported interval; the alarm itself is stricter (alpha). */
export const CONFIDENCE = 0.95;
/** Quantiles are taken a little wider, so that the coverage keeps the promise for odd shapes of noise too. */
export const COVER = 0.96;
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
  const [alarm, cover, reserve] = [1 - alpha / 2, (1 + COVER) / 2, POWER].map(normalQuantile);
  const settled = (added: number): boolean => {
    const df = Math.max(evidence.df, 1) + 2 * added;
    const error = standardError * Math.sqrt(runsPerSide / (runsPerSide + added));
    const power = tFromNormal(reserve!, df) * error;
    const change = size > 0 && size >= margin && size >= tFromNormal(alarm!, df) * error + power;
    const none = margin - size >= tFromNormal(cover!, df) * error + power;
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

/** Student t quantile from the normal one (Abramowitz and Stegun 26.7.5): close enough for planning, and cheap. */
function tFromNormal(z: number, df: number): number {
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / df + second / df ** 2 + third / df ** 3;
}
