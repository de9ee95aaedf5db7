import {
  PermanentError,
  type PipelineError,
  ThrottledError,
  TransientError,
} from '../../errors/pipeline-error.ts';
import { retryAfterMs } from './retry-after.ts';

/** GitHub's documentation: without Retry-After, wait at least a minute before asking again after a secondary limit. */
const SECONDARY_LIMIT_WAIT_MS = 60_000;

/**
 * The kind of failure that a status means, or null for success (2xx). `call` names method, host and path; `said` is the start of a
 * refusal's body, read for one thing only: hosts that limit with 403 say so there.
 * @returns errors as documented at the HttpClient port
 */
export function errorFromStatus(
  call: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  now: Date,
  said = '',
): PipelineError | null {
  if (status >= 200 && status < 300) return null;
  const details = { status };
  if (isThrottling(status, headers, said)) {
    const secondary = headers['retry-after'] === undefined && saysSecondaryLimit(said);
    const wait = secondary ? SECONDARY_LIMIT_WAIT_MS : retryAfterMs(headers, now);
    return new ThrottledError('REMOTE_THROTTLED', `${call} asked to come back later (${status}).`, wait, {
      details,
    });
  }
  if (status === 408 || status >= 500) {
    return new TransientError('REMOTE_UNAVAILABLE', `${call} failed with status ${status}.`, { details });
  }
  if (status >= 300 && status < 400) {
    return new PermanentError(
      'REMOTE_REFUSED',
      `${call} answered with a redirect (${status}), which is not followed; configure the final address.`,
      { details },
    );
  }
  return refusal(call, status);
}

/** 403 is a limit when it says when to come back, when nothing remains, or when its text says so (GitHub's secondary limits). */
function isThrottling(status: number, headers: Readonly<Record<string, string>>, said: string): boolean {
  if (status === 429) return true;
  if (status === 503) return headers['retry-after'] !== undefined;
  if (status !== 403) return false;
  return (
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    saysSecondaryLimit(said)
  );
}

function saysSecondaryLimit(said: string): boolean {
  return /secondary rate limit|abuse detection/i.test(said);
}

function refusal(call: string, status: number): PermanentError {
  const details = { status };
  switch (status) {
    case 401:
      return new PermanentError('REMOTE_UNAUTHORISED', `${call} did not accept the token (401).`, {
        details,
      });
    case 403:
      return new PermanentError('REMOTE_FORBIDDEN', `${call} is forbidden to the token (403).`, { details });
    case 404:
      return new PermanentError('REMOTE_NOT_FOUND', `${call} was not found (404).`, { details });
    default:
      return new PermanentError('REMOTE_REFUSED', `${call} was refused with status ${status}.`, { details });
  }
}
