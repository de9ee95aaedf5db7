import { PermanentError } from '../../errors/pipeline-error.ts';

/** One metric over time, oldest first; null or NaN where a run gave no value. */
export type SeriesInput = ArrayLike<number | null | undefined>;

export interface Series {
  /** The values present, scaled by a power of two into [-1, 1], so that no square can overflow. */
  readonly values: Float64Array;
  /** Index in the input of each value present. */
  readonly positions: Int32Array;
  /** Multiply a value by this to have it in the input's unit. */
  readonly unit: number;
}

/**
 * Takes the gaps out of a series and scales it. Throws PermanentError SAMPLE_INVALID naming the index when an element
 * is neither a finite number nor a gap.
 */
export function readSeries(input: SeriesInput): Series {
  const values = new Float64Array(input.length);
  const positions = new Int32Array(input.length);
  let count = 0;
  let largest = 0;
  for (let index = 0; index < input.length; index++) {
    const value: unknown = input[index];
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw notANumber(value, index);
    values[count] = value;
    positions[count] = index;
    count++;
    largest = Math.max(largest, Math.abs(value));
  }
  const unit = largest > 0 ? powerOfTwoAbove(largest) : 1;
  const present = values.subarray(0, count);
  for (let index = 0; index < count; index++) present[index]! /= unit;
  return { values: present, positions: positions.subarray(0, count), unit };
}

/** A power of two, so that scaling is exact: at least `value`, or the largest one there is. */
function powerOfTwoAbove(value: number): number {
  return 2 ** Math.min(1023, Math.max(-1022, Math.ceil(Math.log2(value))));
}

function notANumber(value: unknown, index: number): PermanentError {
  const shown = typeof value === 'string' ? `the text "${value.slice(0, 40)}"` : String(value);
  return new PermanentError(
    'SAMPLE_INVALID',
    `values[${index}] is ${shown}; every value must be a finite number, or null where there is none.`,
  );
}
