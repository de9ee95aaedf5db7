import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';

/** How half of the calls fail. */
export const WAYS = ['answers-500', 'never-answers', 'gone-half-of-the-time'] as const;
/** Longer than every time-out. */
const NEVER_MS = 600_000;

export type Way = (typeof WAYS)[number];

export interface FailingOptions {
  readonly way: Way;
  readonly seed: number;
  readonly serviceMs: number;
  /** Length of one time of being well, and of one of being gone. */
  readonly periodMs: number;
}

/** A `fetch` on a dependency of which half of the calls fail: by chance with a seed, or all of them for half of the time. */
export function failingFetch({ way, seed, serviceMs, periodMs }: FailingOptions): typeof fetch {
  const random = createRandom(seed);
  const startedAt = performance.now();
  return async (_input, init) => {
    const signal = init?.signal ?? undefined;
    const fails =
      way === 'gone-half-of-the-time'
        ? Math.floor((performance.now() - startedAt) / periodMs) % 2 === 1
        : random.uniform() < 0.5;
    if (fails && way !== 'answers-500') return untilAborted(signal);
    await wait(serviceMs, undefined, { signal });
    return fails ? new Response('', { status: 500 }) : Response.json({ name: 'answer' });
  };
}

/** The timer keeps the process alive, as an open connection would. */
async function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  await wait(NEVER_MS, undefined, { signal });
  throw new TypeError('Nobody gave up.');
}
