import { PermanentError } from '../../errors/pipeline-error.ts';
import { clampToFinite } from '../distributions/clamp-to-finite.ts';
import { median } from './median.ts';
import { type TestedChange } from './step-segmentation.ts';

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
 * The level of the tests, .05 when not given.
 * @throws PermanentError SAMPLE_INVALID outside (0, .5]
 */
export function checkedAlpha(alpha = DEFAULT_ALPHA): number {
  if (alpha > 0 && alpha <= 0.5) return alpha;
  throw new PermanentError('SAMPLE_INVALID', `alpha is ${alpha}; it must be above 0 and at most 0.5.`);
}

/** Gives changes of `values` (gaps taken out, `positions` in the input) their levels; `known` are the first of them. */
export function describeChanges(
  values: Float64Array,
  positions: Int32Array,
  changes: readonly TestedChange[],
  known: readonly ChangePoint[] = [],
): readonly ChangePoint[] {
  const levels: number[] = [];
  const levelFrom = (order: number): number =>
    (levels[order] ??= median(
      values.subarray(changes[order - 1]?.at ?? 0, changes[order]?.at ?? values.length),
    ));
  return changes.map(({ at, pValue }, order) => {
    const same = known[order];
    if (same !== undefined) return same;
    const before = levelFrom(order);
    const after = levelFrom(order + 1);
    return {
      index: positions[at]!,
      before,
      after,
      shift: clampToFinite(after - before),
      relativeShift: before === 0 ? null : relativeShift(before, after),
      pValue,
    };
  });
}

/** The difference of two of the largest doubles is none, their quotient is. */
function relativeShift(before: number, after: number): number {
  const shift = after - before;
  const size = Math.abs(before);
  return clampToFinite(Number.isFinite(shift) ? shift / size : after / size - before / size);
}
