import {
  PermanentError,
  type PipelineError,
  ThrottledError,
  TransientError,
} from '../../errors/pipeline-error.ts';
import { retryAfterMs } from './retry-after.ts';

/**
 * The kind of failure that a status means, or null for success (2xx). `call` names method, host and path.
 * @returns errors as documented at the HttpClient port
 */
export function errorFromStatus(
  call: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  now: Date,
): PipelineError | null {
  if (status >= 200 && status < 300) return null;
  const details = { status };
  if (status === 429 || (status === 503 && headers['retry-after'] !== undefined)) {
    const wait = retryAfterMs(headers, now);
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
