import { PermanentError } from '../../errors/pipeline-error.ts';
import { type Answer, type Direction, type Interval } from '../compare/comparison.ts';
import { criticalT, logTEvidence } from './t-evidence.ts';

export interface WatchOptions {
  readonly direction: Direction;
  /** ratio-scale values are compared by ratio and must be above 0. */
  readonly scale: 'ratio-scale' | 'additive';
  /** As in compareRuns: relative on the ratio scale, in the unit otherwise. */
  readonly margin: number;
  /** Chance of ever alarming when nothing changed, however often it is looked at. Default .05. */
  readonly alpha?: number;
}

interface Moments {
  readonly n: number;
  readonly mean: number;
  readonly squares: number;
}

/** What is remembered between looks; plain data for JSON. */
export interface ChangeWatch {
  readonly baseline: Moments;
  readonly candidate: Moments;
  readonly looks: number;
  /** Largest ln e-value of any look. */
  readonly strongest: number;
  /** What all looks' intervals agree on, working scale; null while a look allows everything. */
  readonly interval: Interval | null;
  /** The last answer; regression and improvement stay once reached. */
  readonly answer: Answer;
}

export interface WatchedRun {
  readonly side: 'baseline' | 'candidate';
  readonly value: number;
}

export interface WatchReport {
  readonly answer: Answer;
  readonly effect: number;
  /** Always-valid: holds the true effect at every look at once with probability 1 - alpha. Null: everything possible. */
  readonly interval: Interval | null;
  /** Always-valid p value: 1 over the largest e-value so far. */
  readonly pValue: number;
  readonly looks: number;
}

const NOTHING: Moments = { n: 0, mean: 0, squares: 0 };
const DEFAULT_ALPHA = 0.05;

/** A watch that has seen nothing. */
export function startWatch(): ChangeWatch {
  return {
    baseline: NOTHING,
    candidate: NOTHING,
    looks: 0,
    strongest: 0,
    interval: null,
    answer: 'undecided',
  };
}

/**
 * The watch after one more run, for a change that is judged again after every run: a sequential t test by mixture
 * (`logTEvidence`). Both sides may grow in any order that does not depend on the values.
 * @throws PermanentError SAMPLE_INVALID for NaN, infinities, or a ratio-scale value of 0 or less
 */
export function watchRun(watch: ChangeWatch, run: WatchedRun, options: WatchOptions): ChangeWatch {
  const value = workingValue(run.value, options.scale);
  const grown = { ...watch, looks: watch.looks + 1, [run.side]: added(watch[run.side], value) };
  const seen = differenceOf(grown.baseline, grown.candidate, options.scale);
  if (seen === null) return grown;
  const { alpha = DEFAULT_ALPHA } = options;
  const strongest = Math.max(grown.strongest, logTEvidence(seen.t, seen.df, seen.size));
  const reach = criticalT(alpha, seen.df, seen.size) * seen.error;
  const now = { low: seen.effect - reach, high: seen.effect + reach };
  const interval = Number.isFinite(reach) ? intersection(grown.interval, now) : grown.interval;
  const next = { ...grown, strongest, interval };
  return { ...next, answer: answerOf(next, seen.effect, options, alpha) };
}

/** The watch in the metric's own terms. */
export function reportWatch(watch: ChangeWatch, { scale }: Pick<WatchOptions, 'scale'>): WatchReport {
  const back = (value: number): number => (scale === 'ratio-scale' ? Math.expm1(value) : value);
  const { interval } = watch;
  return {
    answer: watch.answer,
    effect: back(
      watch.baseline.n > 0 && watch.candidate.n > 0 ? watch.candidate.mean - watch.baseline.mean : 0,
    ),
    interval: interval === null ? null : { low: back(interval.low), high: back(interval.high) },
    pValue: Math.min(1, Math.exp(-watch.strongest)),
    looks: watch.looks,
  };
}

function workingValue(value: number, scale: WatchOptions['scale']): number {
  if (!Number.isFinite(value)) throw invalid(`A watched run has the value ${value}; leave it out.`);
  if (scale === 'additive') return value;
  if (value <= 0) throw invalid(`A watched run has the value ${value}; a ratio scale needs values above 0.`);
  return Math.log(value);
}

/** Welford (1962). */
function added({ n, mean, squares }: Moments, value: number): Moments {
  const step = value - mean;
  const moved = mean + step / (n + 1);
  return { n: n + 1, mean: moved, squares: squares + step * (value - moved) };
}

function differenceOf(
  b: Moments,
  c: Moments,
  scale: WatchOptions['scale'],
): { effect: number; t: number; df: number; size: number; error: number } | null {
  const df = b.n + c.n - 2;
  if (b.n === 0 || c.n === 0 || df < 1) return null;
  const size = 1 / (1 / b.n + 1 / c.n);
  // Differences of rounding are none; without this, equal constants in another unit would be infinitely significant.
  // Logarithms near 0 are of values near 1, whose rounding is that of 1.
  const least = scale === 'ratio-scale' ? 1 : 0;
  const rounding = 1e-12 * Math.max(least, Math.abs(b.mean), Math.abs(c.mean));
  const difference = c.mean - b.mean;
  const effect = Math.abs(difference) <= rounding ? 0 : difference;
  const scatter = Math.sqrt((b.squares + c.squares) / df);
  const error = (scatter <= rounding ? 0 : scatter) / Math.sqrt(size);
  return { effect, df, size, error, t: effect === 0 ? 0 : effect / error };
}

/** All looks hold at once, so what they share does; contradicting looks (a chance of alpha) leave the newest. */
function intersection(before: Interval | null, now: Interval): Interval {
  if (before === null) return now;
  const low = Math.max(before.low, now.low);
  const high = Math.min(before.high, now.high);
  return low <= high ? { low, high } : now;
}

function answerOf(watch: ChangeWatch, effect: number, options: WatchOptions, alpha: number): Answer {
  if (watch.answer === 'regression' || watch.answer === 'improvement') return watch.answer;
  const margin = options.scale === 'ratio-scale' ? Math.log1p(options.margin) : options.margin;
  const { interval } = watch;
  if (watch.strongest >= -Math.log(alpha) && Math.abs(effect) >= margin && effect !== 0) {
    return effect > 0 === (options.direction === 'lower-is-better') ? 'regression' : 'improvement';
  }
  return interval !== null && Math.max(interval.high, -interval.low) <= margin ? 'no-change' : 'undecided';
}

function invalid(message: string): PermanentError {
  return new PermanentError('SAMPLE_INVALID', message);
}
