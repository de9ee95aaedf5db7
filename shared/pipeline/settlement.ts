import type { QueueName } from '../contracts/queue-name.ts';
import { PermanentError, PipelineError, type ThrottledError } from '../errors/pipeline-error.ts';

/** What happens to a message after its step; the only thing the binding has to know. */
export type Settlement =
  | { readonly do: 'complete' }
  | { readonly do: 'retry'; readonly afterMs: number; readonly error: unknown }
  | { readonly do: 'retry-later'; readonly afterMs: number; readonly error: unknown }
  | { readonly do: 'reject'; readonly error: PipelineError };

/** Failures after which a message is rejected; with the delays below that is about eight minutes. */
export const MOST_FAILURES = 22;
/** Waiting ends with the run's own deadline; this bound only catches what would wait for ever. */
export const MOST_WAITS = 5_000;
const FIRST_DELAY_MS = 500;
/** While one call probes, the others do not ask all the time. */
const SHORTEST_CIRCUIT_WAIT_MS = 1_000;
/** Nobody waits much longer for a server that is back: the tries after an outage lie close together. */
const LONGEST_DELAY_MS = 30_000;

/**
 * Error → settlement. The type of the error is the retry policy. A transient failure returns as a scheduled copy with exponential
 * delay, because an abandoned message is redelivered at once and would burn all its deliveries within one outage. How often the message was
 * delivered does not matter: who gets here lives, and a copy has deliveries of its own, so processes that died before cost the run nothing.
 */
export function settlementOf(
  error: unknown,
  message: {
    readonly queue: QueueName;
    readonly attempt: number;
    readonly failures: number;
  },
): Settlement {
  if (error instanceof PermanentError || (PipelineError.is(error) && error.disposition === 'dead-letter')) {
    return { do: 'reject', error };
  }
  const afterMs = waitOf(error);
  if (afterMs !== null && message.attempt < MOST_WAITS) return { do: 'retry-later', afterMs, error };
  if (message.failures + 1 >= MOST_FAILURES || message.attempt >= MOST_WAITS) {
    return { do: 'reject', error: exhausted(error, message) };
  }
  return { do: 'retry', afterMs: Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** message.failures), error };
}

/**
 * How long a message waits without having failed: as long as the other system asks for, or until its circuit may be probed, since nothing was tried.
 * @returns null for a failure
 */
function waitOf(error: unknown): number | null {
  if (isThrottled(error)) return error.retryAfterMs;
  if (!PipelineError.is(error) || error.details['reason'] !== 'circuit-open') return null;
  const openMs = Number(error.details['openMs']);
  return Math.max(SHORTEST_CIRCUIT_WAIT_MS, Number.isFinite(openMs) ? openMs : 0);
}

function isThrottled(error: unknown): error is ThrottledError {
  return PipelineError.is(error) && error.disposition === 'retry-later';
}

function exhausted(
  error: unknown,
  message: { readonly queue: QueueName; readonly failures: number },
): PermanentError {
  const why = PipelineError.is(error)
    ? `${error.code}: ${error.message}`
    : 'an unexpected error (see the log)';
  return new PermanentError(
    'DELIVERIES_EXHAUSTED',
    `The step "${message.queue}" failed ${message.failures + 1} times; the last time with ${why}`,
    { cause: error },
  );
}
