import { setTimeout as wait } from 'node:timers/promises';
import { ThrottledError } from '../../errors/pipeline-error.ts';
import type { RateRule, TokensTaken } from '../../ports/dependency-states.ts';

/** Shorter waits for a token are waited for; longer ones bring the message back later. */
const LONGEST_WAIT_MS = 2_000;
/** Tokens taken from the shared bucket at once are those of a quarter of a second, so that most calls need no database. */
const SECONDS_A_TRIP = 0.25;

/**
 * Takes one token for each call, from a stock of this process that is filled from `take`.
 * @returns a function that resolves when the call may be made, and throws ThrottledError(`REMOTE_THROTTLED`) when the wait would be long
 */
export function createTokenTaker(
  rate: RateRule,
  take: (wanted: number) => Promise<TokensTaken>,
): (call: string, signal: AbortSignal) => Promise<void> {
  const aTrip = Math.max(1, Math.min(rate.burst, Math.floor(rate.requestsPerSecond * SECONDS_A_TRIP)));
  let stock = 0;
  return async (call, signal) => {
    const endsAt = performance.now() + LONGEST_WAIT_MS;
    while (stock < 1) {
      const { tokens, waitMs } = await take(aTrip);
      stock += tokens;
      if (stock >= 1) break;
      if (performance.now() + waitMs > endsAt) {
        const message = `${call} waits: the connection's own rate limit is reached.`;
        throw new ThrottledError('REMOTE_THROTTLED', message, Math.max(1, Math.ceil(waitMs)), {
          details: { reason: 'rate-limit' },
        });
      }
      await wait(Math.max(1, waitMs), undefined, { signal });
    }
    stock -= 1;
  };
}
