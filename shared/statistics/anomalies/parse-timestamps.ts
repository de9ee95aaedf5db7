import { PermanentError } from '../../errors/pipeline-error.ts';
import { parseInstant } from './parse-instant.ts';

/** A time as a number, or as ISO 8601 text; text without a zone is taken as UTC. */
export type Timestamp = number | string;

/**
 * Numbers as they are, and milliseconds since 1970 of text.
 * @throws PermanentError SAMPLE_INVALID naming the first that is no time
 */
export function parseTimestamps(timestamps: ArrayLike<Timestamp>): Float64Array {
  return Float64Array.from(timestamps, (timestamp, index) => {
    const time = typeof timestamp === 'number' ? timestamp : parseInstant(timestamp);
    if (time !== null && Number.isFinite(time)) return time;
    throw new PermanentError(
      'SAMPLE_INVALID',
      `timestamps[${index}] is "${String(timestamp).slice(0, 40)}", which is no time that exists; give ISO 8601 such as 2026-01-31 12:00:00, or a finite number.`,
    );
  });
}

/** Numbers from here to 10^11 are seconds since 1970 (1973 to 5138); as milliseconds they would be of its first three years. */
const FEWEST_SECONDS = 1e8;
const MOST_SECONDS = 1e11;

/**
 * Milliseconds since 1970 of each timestamp, where numbers are milliseconds, or seconds if the first of all is of that size.
 * @throws PermanentError SAMPLE_INVALID naming the first that is no time
 */
export function instantsOf(timestamps: ArrayLike<Timestamp>): Float64Array {
  const times = parseTimestamps(timestamps);
  const first = timestamps[0];
  if (typeof first !== 'number' || first < FEWEST_SECONDS || first >= MOST_SECONDS) return times;
  return times.map((time, index) => (typeof timestamps[index] === 'number' ? 1_000 * time : time));
}
