/** A message that left the pipeline. */
export interface DeadLetter {
  readonly queue: string;
  /** `rejected`: the product gave up, with a reason. `broken`: Service Bus gave up, deliveries ran out. */
  readonly kind: 'rejected' | 'broken';
  readonly messageId: string;
  readonly runId: string | null;
  readonly part: string | null;
  readonly code: string;
  readonly reason: string;
  readonly at: Date;
}

/** Rejected messages of all queues. */
export interface DeadLetters {
  list(limit: number, signal: AbortSignal): Promise<readonly DeadLetter[]>;
  /**
   * Moves messages that Service Bus itself dead-lettered (their process died with every delivery) to the rejected queue.
   * `tell` is called before a message leaves the dead-letter sub-queue, so that dying in between repeats and does not lose.
   */
  sweep(tell: (letter: DeadLetter, body: unknown) => Promise<void>, signal: AbortSignal): Promise<number>;
  /** Sends rejected messages back to their queue. @returns those sent back. */
  replay(
    choose: { readonly queue?: string; readonly runId?: string; readonly messageId?: string },
    signal: AbortSignal,
  ): Promise<readonly DeadLetter[]>;
}
