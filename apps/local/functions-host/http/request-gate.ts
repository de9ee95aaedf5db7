export interface RequestGate {
  /** Resolves to the function that gives the place back, or to null at once when too many requests are outstanding. */
  enter(): Promise<(() => void) | null>;
}

/** host.json's `maxConcurrentRequests` and `maxOutstandingRequests`: so many run, so many may be there at all. */
export function createRequestGate(maxConcurrent: number, maxOutstanding: number): RequestGate {
  let running = 0;
  const waiting: (() => void)[] = [];

  function release(): void {
    running -= 1;
    waiting.shift()?.();
  }

  return {
    async enter() {
      if (running + waiting.length >= maxOutstanding) return null;
      if (running >= maxConcurrent) await new Promise<void>((resolve) => waiting.push(resolve));
      running += 1;
      return release;
    },
  };
}
