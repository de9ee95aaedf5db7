import { refusal } from '../amqp/refusal.ts';
import { withProperties } from '../amqp/with-properties.ts';
import { type Operation } from '../journal/operation.ts';
import { type StoredMessage } from '../queue/stored-message.ts';
import { addMessage } from './add-message.ts';
import { type Bus } from './bus.ts';
import { type BusQueue } from './bus-queue.ts';
import { commit } from './commit.ts';
import { deadLetter } from './dead-letter.ts';
import { deliverMessages } from './deliver-messages.ts';
import { failDelivery } from './fail-delivery.ts';

/** What a receiver decided about a message; `properties` are changes to its application properties. */
export type Settlement =
  | { readonly do: 'complete' }
  | {
      readonly do: 'abandon' | 'defer' | 'dead-letter';
      readonly properties: Readonly<Record<string, unknown>>;
    };

/**
 * Settles the message that `token` holds; resolves when that is on disk.
 * @throws PermanentError (com.microsoft:message-lock-lost, amqp:not-allowed, BUS_JOURNAL_FAILED)
 */
export async function settleMessage(
  bus: Bus,
  queue: BusQueue,
  token: string,
  settlement: Settlement,
): Promise<void> {
  const message = lockedMessage(bus, queue, token);
  const stored = commit(bus, operationsFor(bus, queue, message, settlement));
  if (settlement.do === 'abandon') deliverMessages(bus, queue);
  await stored;
}

/** @returns the new end of the lock, epoch milliseconds. @throws PermanentError (com.microsoft:message-lock-lost) */
export function renewLock(bus: Bus, queue: BusQueue, token: string): number {
  const until = queue.messages.renew(lockedMessage(bus, queue, token), bus.now());
  bus.wakeAt(queue, until);
  return until;
}

function operationsFor(
  bus: Bus,
  queue: BusQueue,
  message: StoredMessage,
  settlement: Settlement,
): Operation[] {
  switch (settlement.do) {
    case 'complete':
      queue.messages.remove(message);
      return [{ kind: 'remove', queue: queue.number, sequence: message.sequence }];
    case 'abandon':
      return failDelivery(bus, queue, message, settlement.properties);
    case 'dead-letter':
      return deadLetter(bus, queue, message, settlement.properties);
    case 'defer':
      return defer(bus, queue, message, settlement.properties);
  }
}

function defer(
  bus: Bus,
  queue: BusQueue,
  message: StoredMessage,
  properties: Readonly<Record<string, unknown>>,
): Operation[] {
  const bytes = withProperties(message.bytes, properties);
  const deferred: StoredMessage = { ...message, bytes, state: 'deferred', lock: null };
  queue.messages.remove(message);
  addMessage(bus, queue, deferred);
  return [{ kind: 'put', queue: queue.number, message: deferred }];
}

function lockedMessage(bus: Bus, queue: BusQueue, token: string): StoredMessage {
  const message = queue.messages.locked(token, bus.now());
  if (message !== null) return message;
  throw refusal(
    'com.microsoft:message-lock-lost',
    `The lock ${token} on a message of '${queue.path}' has ended, or the message is settled already.`,
  );
}
