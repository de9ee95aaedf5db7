import { PermanentError } from '../../errors/pipeline-error.ts';

/** One metric over time, oldest first; null or NaN where a run gave no value. */
export type SeriesInput = ArrayLike<number | null | undefined>;

export interface Series {
  /** The values present, in order. */
  readonly values: Float64Array;
  /** Index in the input of each value present. */
  readonly positions: Int32Array;
}

/**
 * Takes the gaps out of a series. Throws PermanentError SAMPLE_INVALID naming the index when an element is neither a
 * finite number nor a gap.
 */
export function readSeries(input: SeriesInput): Series {
  const values = new Float64Array(input.length);
  const positions = new Int32Array(input.length);
  let count = 0;
  for (let index = 0; index < input.length; index++) {
    const present = input[index];
    // Nearly every element is a finite number, for which alone the difference is 0.
    const value =
      typeof present === 'number' && present - present === 0 ? present : readValue(present, index);
    if (value === null) continue;
    values[count] = value;
    positions[count] = index;
    count++;
  }
  return { values: values.subarray(0, count), positions: positions.subarray(0, count) };
}

/** The number at `index` of a series, null for a gap; throws as readSeries does. */
export function readValue(value: unknown, index: number): number | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const shown =
    typeof value === 'string'
      ? `the text "${value.slice(0, 40)}"`
      : typeof value === 'number'
        ? value
        : Array.isArray(value)
          ? 'a list'
          : typeof value === 'object'
            ? 'an object'
            : `a ${typeof value}`;
  throw new PermanentError(
    'SAMPLE_INVALID',
    `values[${index}] is ${shown}; every value must be a finite number, or null where there is none.`,
  );
}

/**
 * The values divided by a power of two that brings them into [-1, 1], so that no square overflows; the division is
 * exact, so that scaling a series changes nothing.
 */
export function scaleToUnit(values: Float64Array): { readonly scaled: Float64Array; readonly unit: number } {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const unit = largest > 0 ? 2 ** Math.min(1023, Math.max(-1022, Math.ceil(Math.log2(largest)))) : 1;
  return { scaled: values.map((value) => value / unit), unit };
}
