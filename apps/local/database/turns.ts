/** Whose turn it is on the one backend. */
export interface Turns {
  /**
   * Waits for the turn; at once when this owner has it already.
   *
   * @throws TurnTimeoutError when others keep it for longer than the time-out
   */
  take(owner: object): Promise<void>;
  /** Gives the turn to the next that waits. Does nothing for one who does not have it. */
  give(owner: object): void;
  waiting(): number;
}

export class TurnTimeoutError extends Error {
  constructor(waitedMs: number, heldMs: number) {
    super(
      `the embedded database has one backend, and another connection has held it in a transaction for ${heldMs} ms; gave up after ${waitedMs} ms`,
    );
    this.name = 'TurnTimeoutError';
  }
}

/** First come, first served. */
export function createTurns(timeoutMs: number): Turns {
  let holder: object | null = null;
  let heldSince = 0;
  const queue: { readonly owner: object; readonly grant: () => void }[] = [];

  function grantTo(owner: object): void {
    holder = owner;
    heldSince = Date.now();
  }

  return {
    take(owner) {
      if (holder === owner) return Promise.resolve();
      if (holder === null) {
        grantTo(owner);
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(entry), 1);
          reject(new TurnTimeoutError(timeoutMs, Date.now() - heldSince));
        }, timeoutMs);
        const entry = {
          owner,
          grant: (): void => {
            clearTimeout(timer);
            grantTo(owner);
            resolve();
          },
        };
        queue.push(entry);
      });
    },
    give(owner) {
      if (holder !== owner) return;
      holder = null;
      queue.shift()?.grant();
    },
    waiting: () => queue.length,
  };
}
