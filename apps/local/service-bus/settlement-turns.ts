interface Turn {
  readonly completes: boolean;
  readonly ended: Promise<void>;
}

/**
 * Keeps settlements apart that rhea 3.0.5, inside the `@azure/service-bus` client, would mix up. When the first two
 * settlements that a receiver writes in one turn of the event loop are for neighbouring deliveries, rhea sends both
 * with the outcome of the first (`write_dispositions` in its session.js compares outcomes only from the third on): a
 * dead-lettered or abandoned message is then completed, that is lost. So one turn holds any number of completions, or
 * one settlement of another kind. Use one instance a receiver for everything that settles its messages concurrently.
 */
export class SettlementTurns {
  #turn: Turn | null = null;

  /** Calls `settle` in a turn where it meets no other outcome; `completes` says whether it completes its message. */
  async run<T>(completes: boolean, settle: () => Promise<T>): Promise<T> {
    while (this.#turn !== null && !(completes && this.#turn.completes)) await this.#turn.ended;
    this.#turn ??= { completes, ended: this.#endOfTurn() };
    return settle();
  }

  /** The client writes what it settles before the event loop reaches its immediates. */
  #endOfTurn(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#turn = null;
        resolve();
      });
    });
  }
}
