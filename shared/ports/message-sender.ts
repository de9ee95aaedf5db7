import type { Envelope } from '../contracts/envelope.ts';

export interface OutgoingMessage {
  /** Queue name as deployed, a `-rejected` twin included. */
  readonly queue: string;
  readonly envelope: Envelope;
  /** Message id for duplicate detection; the envelope's id, but for scheduled copies. */
  readonly messageId: string;
  readonly traceparent: string | null;
  readonly notBefore?: Date;
  /** Code and reason on rejected messages. */
  readonly properties?: Readonly<Record<string, string | number>>;
}

/** Sends to Service Bus; resolves when the broker has accepted all. @throws TransientError, ThrottledError. */
export interface MessageSender {
  send(messages: readonly OutgoingMessage[], signal: AbortSignal): Promise<void>;
}
