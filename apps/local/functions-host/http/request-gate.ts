export interface RequestGate {
  /** Resolves to what gives the place back, or to null at once when too many requests, or too many of this function, are outstanding. */
  enter(functionName: string): Promise<(() => void) | null>;
}

interface GateLimits {
  /** host.json's `maxConcurrentRequests`: so many run. */
  readonly maxConcurrent: number;
  /** host.json's `maxOutstandingRequests`: so many may be there at all. */
  readonly maxOutstanding: number;
  /** So many of one function may be there unanswered that came within the last second, and twice as many of all. */
  readonly maxFresh: number;
  /** How long the event loop lets what is new wait just now. */
  readonly lagMs: () => number;
}

const FRESH_MS = 1_000;
/** A loop that is later than this lets in fewer, so that those are answered soon. */
const USUAL_LAG_MS = 20;
const FEWEST_FRESH = 12;

/**
 * Lets requests in. One process stands here for Azure's front end, host and worker, so that a burst would queue for the processor behind itself: requests
 * beyond `maxFresh` are refused before they cost anything, and beyond a part of it while steps or other requests keep the processor busy: a request needs several
 * turns of the loop, so that their number falls with the square of the lag. A flood at one function leaves the others as many places again: a person's
 * click is not refused for webhooks. Uploads that take long do not count as fresh and keep nobody out.
 */
export function createRequestGate({
  maxConcurrent,
  maxOutstanding,
  maxFresh,
  lagMs,
}: GateLimits): RequestGate {
  let running = 0;
  const freshOf = new Map<string, number>();
  const waiting: (() => void)[] = [];

  function mostFresh(): number {
    const lag = lagMs();
    if (lag <= USUAL_LAG_MS) return maxFresh;
    return Math.min(maxFresh, Math.max(FEWEST_FRESH, maxFresh * (USUAL_LAG_MS / lag) ** 2));
  }

  /** Of all functions together: what one let in before the loop became late takes no places of the others. */
  function freshWithin(most: number): number {
    let sum = 0;
    for (const fresh of freshOf.values()) sum += Math.min(fresh, most);
    return sum;
  }

  function count(functionName: string, difference: 1 | -1): void {
    freshOf.set(functionName, (freshOf.get(functionName) ?? 0) + difference);
  }

  /** @returns ends the freshness, once, as time does */
  function freshen(functionName: string): () => void {
    count(functionName, 1);
    const timer = setTimeout(age, FRESH_MS);
    timer.unref();
    let isFresh = true;
    function age(): void {
      if (isFresh) count(functionName, -1);
      isFresh = false;
      clearTimeout(timer);
    }
    return age;
  }

  return {
    async enter(functionName) {
      const most = mostFresh();
      const isFull = freshWithin(most) >= 2 * most || (freshOf.get(functionName) ?? 0) >= most;
      if (running + waiting.length >= maxOutstanding || isFull) return null;
      const age = freshen(functionName);
      if (running >= maxConcurrent) await new Promise<void>((resolve) => waiting.push(resolve));
      running += 1;
      return () => {
        age();
        running -= 1;
        waiting.shift()?.();
      };
    },
  };
}
