import { setTimeout as wait } from 'node:timers/promises';
import { retryAfterMs } from './retry-after.ts';

interface Patience {
  /** The waits of one question together, ms; a longer one is not begun. */
  readonly patienceMs?: number;
  /** Waits, and says what for where somebody watches. */
  readonly pause?: (waitMs: number) => Promise<unknown>;
}

const PATIENCE_MS = 60_000;

/**
 * Asks a door of PerfAgent, and again when it says 429 and when to come back (`Retry-After`): a busy host refuses before it takes anything in, so that
 * nothing is done twice. Meant for the clients of our own doors; calls to others go through the HTTP client with its circuits and budgets.
 *
 * @param send makes the whole request anew, its body and time-out too
 * @returns the first other answer, or the last refusal when it names no time or one beyond the patience
 * @throws what `send` and `pause` throw
 */
export async function askPatiently(
  send: () => Promise<Response>,
  { patienceMs = PATIENCE_MS, pause = (waitMs) => wait(waitMs) }: Patience = {},
): Promise<Response> {
  for (let leftMs = patienceMs; ;) {
    const reply = await send();
    const retryAfter = reply.headers.get('retry-after');
    if (reply.status !== 429 || retryAfter === null) return reply;
    const waitMs = retryAfterMs({ 'retry-after': retryAfter }, new Date());
    if (waitMs > leftMs) return reply;
    await reply.body?.cancel();
    await pause(waitMs);
    leftMs -= waitMs;
  }
}
