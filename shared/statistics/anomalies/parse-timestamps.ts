import { PermanentError } from '../../errors/pipeline-error.ts';

/** A time as milliseconds since 1970, or as ISO text; text without a zone is taken as UTC. */
export type Timestamp = number | string;

/** Milliseconds since 1970 of each timestamp. Throws PermanentError SAMPLE_INVALID naming the first that is none. */
export function parseTimestamps(timestamps: ArrayLike<Timestamp>): Float64Array {
  return Float64Array.from(timestamps, (timestamp, index) => {
    const time = typeof timestamp === 'number' ? timestamp : Date.parse(withZone(timestamp));
    if (Number.isFinite(time)) return time;
    throw new PermanentError(
      'SAMPLE_INVALID',
      `timestamps[${index}] is "${String(timestamp).slice(0, 40)}"; it must be milliseconds since 1970 or a time like 2026-01-31 12:00:00.`,
    );
  });
}

function withZone(text: string): string {
  const isoLike = text.trim().replace(' ', 'T');
  return /T\d\d:\d\d/.test(isoLike) && !/(?:Z|[+-]\d\d:?\d\d)$/i.test(isoLike) ? `${isoLike}Z` : isoLike;
}
