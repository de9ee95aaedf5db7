export interface RequestGate {
  /** Resolves to the function that gives the place back, or to null at once when too many requests are outstanding. */
  enter(): Promise<(() => void) | null>;
}

interface GateLimits {
  /** host.json's `maxConcurrentRequests`: so many run. */
  readonly maxConcurrent: number;
  /** host.json's `maxOutstandingRequests`: so many may be there at all. */
  readonly maxOutstanding: number;
  /** So many may be there unanswered that came within the last second. */
  readonly maxFresh: number;
  /** How long the event loop lets what is new wait just now. */
  readonly lagMs: () => number;
}

const FRESH_MS = 1_000;
/** A loop that is later than this lets in fewer, so that those are answered soon. */
const USUAL_LAG_MS = 40;
const FEWEST_FRESH = 6;

/**
 * Lets requests in. One process stands here for Azure's front end, host and worker, so that a burst would queue for the processor behind itself: requests
 * beyond `maxFresh` are refused before they cost anything, and beyond a part of it while steps or other requests keep the processor busy. Uploads that take long do not count as fresh and keep nobody out.
 */
export function createRequestGate({
  maxConcurrent,
  maxOutstanding,
  maxFresh,
  lagMs,
}: GateLimits): RequestGate {
  let running = 0;
  let fresh = 0;
  const waiting: (() => void)[] = [];

  function mostFresh(): number {
    const lag = lagMs();
    return lag <= USUAL_LAG_MS ? maxFresh : Math.max(FEWEST_FRESH, (maxFresh * USUAL_LAG_MS) / lag);
  }

  /** @returns ends the freshness, once, as time does */
  function freshen(): () => void {
    fresh += 1;
    const timer = setTimeout(age, FRESH_MS);
    timer.unref();
    let isFresh = true;
    function age(): void {
      if (isFresh) fresh -= 1;
      isFresh = false;
      clearTimeout(timer);
    }
    return age;
  }

  return {
    async enter() {
      if (running + waiting.length >= maxOutstanding || fresh >= mostFresh()) return null;
      const age = freshen();
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
