/** A lock given to one receiver; the token is the GUID that the client quotes, 32 hexadecimal digits. */
export interface Lock {
  readonly token: string;
  readonly until: number;
}

/** A message as the queue holds it; times are epoch milliseconds. Only `MessageQueue` changes the mutable fields. */
export interface StoredMessage {
  readonly sequence: number;
  /** Sequence number at the first queue; differs in a dead-letter sub-queue. */
  readonly firstSequence: number;
  readonly enqueuedAt: number;
  /** When a scheduled message becomes active; 0 when it never was scheduled. */
  readonly scheduledAt: number;
  /** Infinity when it does not expire. */
  readonly expiresAt: number;
  /** The encoded AMQP message as the sender wrote it. */
  readonly bytes: Buffer;
  state: 'active' | 'scheduled' | 'deferred';
  /** Failed deliveries so far; the first delivery shows 0. */
  deliveryCount: number;
  lock: Lock | null;
}
