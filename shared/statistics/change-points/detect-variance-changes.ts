import { clampToFinite } from '../distributions/clamp-to-finite.ts';
import { type ChangePointOptions } from './describe-changes.ts';
import { detectChangePoints } from './detect-change-points.ts';
import { median } from './median.ts';
import { readSeries, scaleToUnit, type SeriesInput } from './read-series.ts';

export interface VarianceChange {
  /** Index in the input of the first value after the change. */
  readonly index: number;
  /** Spread before: 1.4826 times the median distance from the level, the standard deviation of normal noise. */
  readonly before: number;
  readonly after: number;
  /** after / before; null when there was no spread before. */
  readonly ratio: number | null;
  readonly pValue: number;
}

const TO_DEVIATION = 1.4826;

/**
 * Where the noise of a history became wider or narrower, its level apart: the change points of the distances from the
 * median of the segment (detectChangePoints), with the same guarantee. A run's tail grows before its median does.
 */
export function detectVarianceChanges(
  input: SeriesInput,
  options: ChangePointOptions = {},
): readonly VarianceChange[] {
  const { values, positions } = readSeries(input);
  const { scaled, unit } = scaleToUnit(values);
  const levels = detectChangePoints(scaled, options);
  const distances = new Float64Array(scaled.length);
  const ends = [...levels.map(({ index }) => index), scaled.length];
  let start = 0;
  for (const end of ends) {
    const segment = scaled.subarray(start, end);
    const level = median(segment);
    for (let index = start; index < end; index++) distances[index] = Math.abs(scaled[index]! - level);
    start = end;
  }
  return detectChangePoints(distances, options).map(({ index, before, after, pValue }) => ({
    index: positions[index]!,
    before: clampToFinite(TO_DEVIATION * before * unit),
    after: clampToFinite(TO_DEVIATION * after * unit),
    ratio: before > 0 ? clampToFinite(after / before) : null,
    pValue,
  }));
}
