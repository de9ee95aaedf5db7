import { randomInt } from 'node:crypto';
import { TransientError } from '../../errors/pipeline-error.ts';

export interface HedgeRules {
  /** How long a try may go unanswered before another begins beside it, ms. */
  readonly hedgeAfterMs: () => number;
  /** Asked when that time has come: whether there is room for another. */
  readonly mayHedge: () => boolean;
  /** Whether the host is known to answer: then what fails or hangs is worth more tries. */
  readonly isKnown: () => boolean;
  /** Whether a failure is worth a second try. */
  readonly isWorthAgain: (error: unknown) => boolean;
  readonly backoffMs: number;
  readonly signal: AbortSignal;
}

/** In all, at a host that is known to answer and at another one. */
const MOST_TRIES = { known: 6, unknown: 3 };
/** One after the other, likewise. */
const MOST_AFTER_FAILURE = { known: 4, unknown: 2 };

/**
 * One answer from a few tries: another begins when those before it are out for longer than is usual (hedged requests: Dean and Barroso, "The Tail at
 * Scale", 2013), or after all failed. The first answer counts and ends the others, and so does a refusal, which is an answer. Beyond the second one after
 * a failure, tries take what those beside others take.
 * @throws what the last try threw
 */
export async function hedgedTries<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  { hedgeAfterMs, mayHedge, isKnown, isWorthAgain, backoffMs, signal }: HedgeRules,
): Promise<T> {
  const over = new AbortController();
  const inTime = AbortSignal.any([signal, over.signal]);
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const known = () => (isKnown() ? 'known' : 'unknown');
  let begun = 0;
  let open = 0;
  let next: NodeJS.Timeout | undefined;

  function begin(): void {
    begun += 1;
    open += 1;
    attempt(inTime).then(resolve, failed);
    clearTimeout(next);
    if (begun >= MOST_TRIES[known()]) return;
    next = setTimeout(() => {
      if (mayHedge()) begin();
    }, hedgeAfterMs());
  }

  function failed(error: unknown): void {
    open -= 1;
    if (over.signal.aborted) return;
    if (error instanceof TransientError && open > 0) return;
    clearTimeout(next);
    const isSecond = begun < MOST_AFTER_FAILURE.unknown;
    if (!isWorthAgain(error) || begun >= MOST_AFTER_FAILURE[known()] || !(isSecond || mayHedge())) {
      reject(error);
      return;
    }
    // Between half of the time and all of it, so that callers that failed together do not come back together.
    const pauseMs = (backoffMs * randomInt(50, 101)) / 100;
    next = setTimeout(() => {
      if (signal.aborted) reject(error);
      else begin();
    }, pauseMs);
  }

  begin();
  try {
    return await promise;
  } finally {
    clearTimeout(next);
    over.abort();
  }
}
