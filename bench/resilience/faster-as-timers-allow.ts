import { setTimeout as wait } from 'node:timers/promises';

const FASTEST = 10;
const TIMERS = 50;
const EACH_MS = 10;
/** A request of a course waits for about three timers, one after the other. All that they are late may add so much to its time. */
const MOST_ADDED_MS = 40;
const TIMERS_OF_A_REQUEST = 3;

/**
 * How many times as fast simulated seconds may pass on this machine just now: a timer that is late by a millisecond is late by ten where time passes ten
 * times as fast, and on a busy machine the figures would be those of its timers.
 *
 * @returns 1 to 10, and by how much timers are late in the mean, ms
 */
export async function fasterAsTimersAllow(): Promise<{ readonly faster: number; readonly lateMs: number }> {
  let late = 0;
  for (let timer = 0; timer < TIMERS; timer += 1) {
    const due = performance.now() + EACH_MS;
    await wait(EACH_MS);
    late += Math.max(0, performance.now() - due);
  }
  const lateMs = late / TIMERS;
  const allowed = Math.floor(MOST_ADDED_MS / (TIMERS_OF_A_REQUEST * lateMs));
  return { faster: Math.min(FASTEST, Math.max(1, allowed)), lateMs };
}
