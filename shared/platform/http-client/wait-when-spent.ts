import { retryAfterMs } from './retry-after.ts';

/**
 * Milliseconds to leave a host alone after a reply that worked and said that nothing is left of its limit; null for every other. GitHub counts its
 * resources apart: that nothing is left of the search says nothing of the rest.
 */
export function waitWhenSpent(headers: Readonly<Record<string, string>>, now: Date): number | null {
  const remaining = headers['ratelimit-remaining'] ?? headers['x-ratelimit-remaining'];
  const reset = headers['ratelimit-reset'] ?? headers['x-ratelimit-reset'];
  const resource = headers['x-ratelimit-resource'] ?? 'core';
  if (remaining?.trim() !== '0' || reset === undefined || resource !== 'core') return null;
  return retryAfterMs({ 'ratelimit-reset': reset }, now);
}
