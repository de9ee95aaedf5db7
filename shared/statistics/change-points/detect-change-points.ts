import { PermanentError } from '../../errors/pipeline-error.ts';
import { readSeries, type SeriesInput } from './read-series.ts';
import { segmentHistory } from './segment-history.ts';

export interface ChangePoint {
  /** Index in the input of the first value after the change. */
  readonly index: number;
  /** Median of the values between the previous change and this one, in the input's unit. */
  readonly before: number;
  /** Median of the values between this change and the next. */
  readonly after: number;
  /** after - before. */
  readonly shift: number;
  /** shift / |before|; null when `before` is 0. */
  readonly relativeShift: number | null;
  /** P value of "no change between the neighbouring ones", corrected for the places and scales tried. */
  readonly pValue: number;
}

export interface ChangePointOptions {
  /** Chance of reporting any change in a series that has none. Default 0.05. */
  readonly alpha?: number;
}

export const DEFAULT_ALPHA = 0.05;

/**
 * Change points of a history: where its level (or its trend) changed for at least five values. Gaps (null, NaN) are
 * skipped. Deterministic; the same for values times a positive constant or plus a constant. The chance of any change
 * point in an unchanged stationary series is at most `alpha`, whatever its distribution and for lag-one
 * autocorrelations up to 0.6. Fewer than ten values, or constant ones, have none.
 * Method and figures: docs/statistics-history.md. Throws PermanentError SAMPLE_INVALID for anything but numbers.
 */
export function detectChangePoints(input: SeriesInput, options: ChangePointOptions = {}): ChangePoint[] {
  const alpha = checkedAlpha(options.alpha);
  const { values, positions, unit } = readSeries(input);
  const changes = segmentHistory(values, alpha);
  return changes.map(({ at: start, pValue }, order) => {
    const from = changes[order - 1]?.at ?? 0;
    const to = changes[order + 1]?.at ?? values.length;
    const before = median(values.subarray(from, start)) * unit;
    const after = median(values.subarray(start, to)) * unit;
    const shift = after - before;
    return {
      index: positions[start]!,
      before,
      after,
      shift,
      relativeShift: before === 0 ? null : shift / Math.abs(before),
      pValue,
    };
  });
}

export function checkedAlpha(alpha = DEFAULT_ALPHA): number {
  if (alpha > 0 && alpha <= 0.5) return alpha;
  throw new PermanentError('SAMPLE_INVALID', `alpha is ${alpha}; it must be above 0 and at most 0.5.`);
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
