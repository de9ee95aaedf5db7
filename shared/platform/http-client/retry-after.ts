const DEFAULT_WAIT_MS = 30_000;
const LEAST_WAIT_MS = 1_000;
/** A wait beyond an hour is a mistake of the other side or an attack; then the message comes back and asks again. */
const LONGEST_WAIT_MS = 3_600_000;
/** Vendors send either seconds to wait or the epoch second of the reset; no wait is as long as 2001. */
const EPOCH_SECONDS_FROM = 1_000_000_000;

/**
 * Time to wait before asking again, in milliseconds, within 1 s and 1 h. Reads `Retry-After` as seconds or as an HTTP date
 * (RFC 9110, 10.2.3), else `RateLimit-Reset` in both habits of vendors; 30 s when neither can be read.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number {
  const wait =
    waitFromRetryAfter(headers['retry-after'], now) ??
    waitFromReset(headers['ratelimit-reset'] ?? headers['x-ratelimit-reset'], now) ??
    DEFAULT_WAIT_MS;
  return Math.min(LONGEST_WAIT_MS, Math.max(LEAST_WAIT_MS, Math.ceil(wait)));
}

function waitFromRetryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at - now.getTime();
}

function waitFromReset(value: string | undefined, now: Date): number | null {
  if (value === undefined || !/^\d+(\.\d+)?$/.test(value.trim())) return null;
  const seconds = Number(value);
  return seconds >= EPOCH_SECONDS_FROM ? seconds * 1_000 - now.getTime() : seconds * 1_000;
}
