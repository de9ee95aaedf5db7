import { type StoredMessage } from '../queue/stored-message.ts';

/** The durable part of a message. */
export type MessageRecord = Readonly<Omit<StoredMessage, 'lock'>>;

/**
 * What can happen to a namespace. `queue` is the number that `declare` gave the queue's path in the same file.
 * Replaying is idempotent: an operation on a message that is gone does nothing.
 */
export type Operation =
  | { readonly kind: 'declare'; readonly queue: number; readonly path: string; readonly nextSequence: number }
  | { readonly kind: 'put'; readonly queue: number; readonly message: MessageRecord }
  | { readonly kind: 'remove'; readonly queue: number; readonly sequence: number }
  /** Handed to a receiver; when nothing follows, the process died with the lock and the delivery counts as failed. */
  | { readonly kind: 'delivered'; readonly queue: number; readonly sequence: number }
  | {
      readonly kind: 'released';
      readonly queue: number;
      readonly sequence: number;
      readonly deliveryCount: number;
    }
  | { readonly kind: 'remember'; readonly queue: number; readonly messageId: string; readonly at: number };
