import { PermanentError } from '../../errors/pipeline-error.ts';
import { type Direction } from '../compare/comparison.ts';

/** A gate on any number: coverage, vulnerabilities, bundle size, build minutes. */
export interface AdaptiveGate {
  readonly direction: Direction;
  /** How many of the newest values make the baseline. Default 10. */
  readonly window?: number;
  /** Allowed step for the worse against the rolling baseline: absolute, or relative to its size. */
  readonly allowed: { readonly absolute: number } | { readonly relative: number };
  /** Limit that holds whatever the baseline (coverage at least 80); not given: none. */
  readonly limit?: number;
  /**
   * Allow also what the window itself scatters by (1.4826 × median absolute deviation × this); default 0: the stated
   * step alone. 3 suits a noisy number.
   */
  readonly noiseFactor?: number;
}

export interface GateResult {
  readonly result: 'pass' | 'fail' | 'no-baseline-yet';
  /** Median of the window; null without a baseline. */
  readonly baseline: number | null;
  /** The worst value that passes; null when anything does. */
  readonly threshold: number | null;
  readonly reason: string;
}

const DEFAULT_WINDOW = 10;

/**
 * Judges the newest value against the median of the last N before it (oldest first; null: that run has no value).
 * The median moves with real progress and ignores single odd runs. Without any earlier value only the limit counts and
 * the answer is `no-baseline-yet` or `fail`, never a pass in disguise.
 * @throws PermanentError SAMPLE_INVALID for NaN, infinities or a window below 1
 */
export function judgeGate(
  newest: number,
  earlier: readonly (number | null)[],
  gate: AdaptiveGate,
): GateResult {
  const { window = DEFAULT_WINDOW, limit, noiseFactor = 0 } = gate;
  if (!Number.isSafeInteger(window) || window < 1)
    throw invalid(`The window is ${window}; it must be a whole number from 1 on.`);
  const known = earlier.filter((value) => value !== null);
  for (const value of [newest, ...known]) {
    if (!Number.isFinite(value))
      throw invalid(`A gate was given ${value}; values must be finite, missing ones null.`);
  }
  const sign = gate.direction === 'lower-is-better' ? 1 : -1;
  const beyond = (bound: number): boolean => sign * (newest - bound) > 0;
  const latest = known.slice(-window);
  if (latest.length === 0) return withoutBaseline(newest, limit, limit !== undefined && beyond(limit));
  const baseline = median(latest);
  const scatter = noiseFactor * 1.4826 * median(latest.map((value) => Math.abs(value - baseline)));
  const step =
    'absolute' in gate.allowed ? gate.allowed.absolute : gate.allowed.relative * Math.abs(baseline);
  const adaptive = baseline + sign * (step + scatter);
  const threshold =
    limit === undefined ? adaptive : sign > 0 ? Math.min(adaptive, limit) : Math.max(adaptive, limit);
  const fails = beyond(threshold + sign * ROUNDING * Math.max(1, Math.abs(threshold)));
  const source =
    threshold === adaptive
      ? `the median ${short(baseline)} of the last ${latest.length} with its allowed step`
      : 'the fixed limit';
  const reason = `${short(newest)} ${fails ? 'breaks' : 'keeps'} ${short(threshold)} (${source}).`;
  return { result: fails ? 'fail' : 'pass', baseline, threshold, reason };
}

/** 80.1 - 0.1 must not fail a limit of 80 by a rounding error. */
const ROUNDING = 1e-12;

function withoutBaseline(newest: number, limit: number | undefined, fails: boolean): GateResult {
  const threshold = limit ?? null;
  if (fails)
    return {
      result: 'fail',
      baseline: null,
      threshold,
      reason: `${short(newest)} breaks the fixed limit ${short(limit ?? 0)}.`,
    };
  return {
    result: 'no-baseline-yet',
    baseline: null,
    threshold,
    reason: `No earlier value yet; ${short(newest)} becomes the baseline.`,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : sorted[middle - 1]! / 2 + sorted[middle]! / 2;
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function invalid(message: string): PermanentError {
  return new PermanentError('SAMPLE_INVALID', message);
}
