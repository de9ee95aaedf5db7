import { setTimeout as wait } from 'node:timers/promises';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Tries again and again, with growing pauses, as long as the signal allows. A message whose services cannot be made can only be abandoned,
 * and an abandoned message is delivered again at once: without waiting, a key vault that is away for a second would cost all deliveries.
 * Each failed try is told.
 * @throws what the last try threw, when the time is up.
 */
export async function untilWired<T>(
  wire: () => Promise<T>,
  tell: (error: unknown) => void,
  signal: AbortSignal,
): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await wire();
    } catch (error) {
      tell(error);
      // An ended wait is no failure of its own: what is thrown is why there was something to wait for.
      await wait(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) throw error;
    }
  }
}
