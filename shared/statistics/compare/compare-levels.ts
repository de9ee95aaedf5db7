import { studentTSurvival } from '../distributions/student-t-cdf.ts';
import { studentTQuantile } from '../distributions/student-t-quantile.ts';
import { borrowLevel } from './borrow-level.ts';
import { type Interval } from './comparison.ts';
import { DIFFERENT, noiseOfRuns, type PooledNoise, sideOf } from './noise-of-runs.ts';
import { COVER } from './settle.ts';

export interface LevelInput {
  /** Runs' values on the working scale. */
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  readonly history: readonly (readonly number[])[];
  /** Mean variance of a value from noise within its run, working scale; 0 when not known. */
  readonly withinVariance: number;
  readonly margin: number;
  readonly alpha: number;
  /** Variance between runs to assume when nothing was repeated. */
  readonly prior: number;
  /** Size whose rounding counts as none, beside that of the means: 1 for logarithms, which are near 0 for values near 1. */
  readonly roundingOf: number;
}

export interface LevelComparison {
  readonly effect: number;
  readonly interval: Interval;
  readonly pValue: number;
  readonly standardError: number;
  readonly df: number;
  readonly noise: PooledNoise;
}

/**
 * With history the alarm rests on the sharpened baseline, but only when today's runs alone point the same way at this
 * level: however far the service has drifted since, false alarms stay below it (measured: bench/statistics/compare-power.ts).
 */
const TODAY_ALONE = 0.08;
/**
 * How much history counts is chosen by the same runs that are judged, which makes the sharpened test alarm up to 1.2 times
 * as often as its level says (measured: the same bench). This and DOUBT of borrowLevel keep the promise of alpha's reserve.
 */
const CHOSEN_BY_THE_DATA = 1.1;
/** No run-to-run noise is believed to be under a tenth of the margin or of the difference seen. */
const SMALLEST_NOISE = 0.1;

/**
 * Difference of two means of runs by Student's t: variance pooled (`noiseOfRuns`), baseline level sharpened by history
 * (`borrowLevel`). The effect and interval come from today's runs alone, so drift since the history cannot bias them.
 */
export function compareLevels(input: LevelInput): LevelComparison {
  const baseline = sideOf(input.baseline);
  const candidate = sideOf(input.candidate);
  const history = input.history.map(sideOf);
  const difference = candidate.mean - baseline.mean;
  // Differences of rounding are none: 0.1 as the mean of four runs and of five may differ in the last bit.
  const rounding = 1e-12 * Math.max(input.roundingOf, Math.abs(baseline.mean), Math.abs(candidate.mean));
  const effect = Math.abs(difference) <= rounding ? 0 : difference;
  const floor = Math.max(
    input.withinVariance,
    (SMALLEST_NOISE * Math.max(input.margin, Math.abs(effect))) ** 2,
  );
  const noise = noiseOfRuns(baseline, candidate, history, floor, input.prior, DIFFERENT.alarm);
  const candidateError = noise.candidateVariance / candidate.n;
  const standardError = Math.sqrt(noise.baselineVariance / baseline.n + candidateError);
  const today = twoSided(effect, standardError, noise.df);
  const level = borrowLevel(baseline, noise.source === 'history' ? history : [], noise.baselineVariance);
  const shift = candidate.mean - level.mean;
  const sharpened = twoSided(shift, Math.sqrt(level.variance + candidateError), noise.df);
  const agrees = shift * effect > 0;
  const pValue =
    level.mean === baseline.mean ? today : agrees ? sharpen(today, sharpened, input.alpha) : today;
  const careful = noiseOfRuns(baseline, candidate, history, floor, input.prior, DIFFERENT.interval);
  const error = Math.sqrt(careful.baselineVariance / baseline.n + careful.candidateVariance / candidate.n);
  const half = error <= rounding ? 0 : studentTQuantile((1 + COVER) / 2, careful.df) * error;
  const interval = withoutZero({ low: effect - half, high: effect + half }, pValue <= input.alpha);
  return { effect, interval, pValue, standardError, df: noise.df, noise };
}

function sharpen(today: number, sharpened: number, alpha: number): number {
  return Math.min(
    1,
    Math.max(CHOSEN_BY_THE_DATA * sharpened, (today * alpha) / Math.max(alpha, TODAY_ALONE)),
  );
}

/** Zero that the test as a whole rejects is not in the interval, which rests on today's runs alone. */
function withoutZero({ low, high }: Interval, alarm: boolean): Interval {
  if (!alarm || low > 0 || high < 0) return { low, high };
  return low + high > 0 ? { low: 0, high } : { low, high: 0 };
}

function twoSided(difference: number, standardError: number, df: number): number {
  if (difference === 0) return 1;
  return 2 * studentTSurvival(Math.abs(difference) / standardError, df);
}
