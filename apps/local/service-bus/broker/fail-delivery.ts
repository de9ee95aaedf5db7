import { withProperties } from '../amqp/with-properties.ts';
import { type Operation } from '../journal/operation.ts';
import { type StoredMessage } from '../queue/stored-message.ts';
import { addMessage } from './add-message.ts';
import { type Bus } from './bus.ts';
import { type BusQueue } from './bus-queue.ts';
import { deadLetter } from './dead-letter.ts';

/**
 * Gives a locked message back after an abandon or the end of its lock: one more failed delivery, and the dead-letter
 * sub-queue after the last one. Dead letters are given back without end. Returns the operations to journal.
 */
export function failDelivery(
  bus: Bus,
  queue: BusQueue,
  message: StoredMessage,
  changes: Readonly<Record<string, unknown>> = {},
): Operation[] {
  message.deliveryCount += 1;
  if (queue.deadLetter !== null && message.deliveryCount >= queue.settings.maxDeliveryCount) {
    return deadLetter(bus, queue, message, { ...changes, ...exhausted(queue) });
  }
  if (Object.keys(changes).length > 0) return replace(bus, queue, message, changes);
  queue.messages.release(message);
  bus.wakeAt(queue, message.expiresAt);
  const { sequence, deliveryCount } = message;
  return [{ kind: 'released', queue: queue.number, sequence, deliveryCount }];
}

function replace(
  bus: Bus,
  queue: BusQueue,
  message: StoredMessage,
  changes: Readonly<Record<string, unknown>>,
): Operation[] {
  const changed: StoredMessage = { ...message, bytes: withProperties(message.bytes, changes), lock: null };
  queue.messages.remove(message);
  addMessage(bus, queue, changed);
  return [{ kind: 'put', queue: queue.number, message: changed }];
}

/** Application properties of a message that was delivered as often as its queue allows. */
export function exhausted(queue: BusQueue): Readonly<Record<string, string>> {
  return {
    DeadLetterReason: 'MaxDeliveryCountExceeded',
    DeadLetterErrorDescription: `Message could not be consumed after ${queue.settings.maxDeliveryCount} delivery attempts.`,
  };
}
