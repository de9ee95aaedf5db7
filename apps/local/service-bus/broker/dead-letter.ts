import { refusal } from '../amqp/refusal.ts';
import { withProperties } from '../amqp/with-properties.ts';
import { type Operation } from '../journal/operation.ts';
import { type StoredMessage } from '../queue/stored-message.ts';
import { addMessage } from './add-message.ts';
import { type Bus } from './bus.ts';
import { type BusQueue } from './bus-queue.ts';
import { deliverMessages } from './deliver-messages.ts';

/**
 * Moves a message to the dead-letter sub-queue, with reason, description and other properties as application
 * properties, which is where clients look for them. Returns the operations to journal, in one record.
 * @throws PermanentError (amqp:not-allowed) for a message that is a dead letter already.
 */
export function deadLetter(
  bus: Bus,
  queue: BusQueue,
  message: StoredMessage,
  properties: Readonly<Record<string, unknown>>,
): Operation[] {
  const target = queue.deadLetter;
  if (target === null) {
    throw refusal(
      'amqp:not-allowed',
      `Message ${message.sequence} of '${queue.path}' is a dead letter already.`,
    );
  }
  const moved: StoredMessage = {
    ...message,
    sequence: target.messages.takeSequence(),
    expiresAt: Infinity,
    bytes: withProperties(message.bytes, properties),
    state: 'active',
    lock: null,
  };
  queue.messages.remove(message);
  addMessage(bus, target, moved);
  deliverMessages(bus, target);
  return [
    { kind: 'remove', queue: queue.number, sequence: message.sequence },
    { kind: 'put', queue: target.number, message: moved },
  ];
}
