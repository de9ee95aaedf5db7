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
  /** How often its step failed; null when the message is no envelope. */
  readonly failures: number | null;
  /** How often it was replayed before. */
  readonly replays: number;
  readonly at: Date;
}

/** Which rejected messages are meant; all that is given has to fit. */
export interface LetterChoice {
  readonly queue?: string;
  readonly runId?: string;
  readonly messageId?: string;
  readonly code?: string;
}

/** Rejected messages of all queues. */
export interface DeadLetters {
  list(limit: number, signal: AbortSignal): Promise<readonly DeadLetter[]>;
  /**
   * Moves messages that Service Bus itself dead-lettered (their process died with every delivery) to the rejected queue.
   * `tell` is called before a message leaves the dead-letter sub-queue, so that dying in between repeats and does not lose.
   */
  sweep(tell: (letter: DeadLetter, body: unknown) => Promise<void>, signal: AbortSignal): Promise<number>;
  /** Sends rejected messages back to their queue; `tell` is called before each goes. @returns those sent back. */
  replay(
    choose: LetterChoice,
    tell: (letter: DeadLetter) => Promise<void>,
    signal: AbortSignal,
  ): Promise<readonly DeadLetter[]>;
  /** Removes rejected messages for good; `tell` is called before each goes. @returns those removed */
  discard(
    choose: LetterChoice,
    tell: (letter: DeadLetter) => Promise<void>,
    signal: AbortSignal,
  ): Promise<readonly DeadLetter[]>;
}
