import { type Operation } from '../journal/operation.ts';
import { type StoredMessage } from '../queue/stored-message.ts';
import { addMessage } from './add-message.ts';
import { type Bus } from './bus.ts';
import { type BusQueue } from './bus-queue.ts';
import { deadLetter } from './dead-letter.ts';
import { deliverMessages } from './deliver-messages.ts';
import { failDelivery } from './fail-delivery.ts';

/** Handled at a time, so that a million ends of locks do not hold up the rest; the alarm rings again at once. */
const DUE_AT_A_TIME = 500;

/** Does what the clock asks of a queue: locks end, scheduled messages become active, messages expire. */
export function handleDue(bus: Bus, queue: BusQueue): void {
  const now = bus.now();
  const due = queue.messages.due(now, DUE_AT_A_TIME);
  const operations = [
    ...due.lockExpired.flatMap((message) => failDelivery(bus, queue, message)),
    ...due.scheduled.flatMap((message) => activate(bus, queue, message, now)),
    ...due.expired.flatMap((message) => expire(bus, queue, message)),
  ];
  if (operations.length > 0) bus.journal.append(operations);
  deliverMessages(bus, queue);
}

/** As in Service Bus, a scheduled message joins the end of the queue with a new sequence number. */
function activate(bus: Bus, queue: BusQueue, message: StoredMessage, now: number): Operation[] {
  const active: StoredMessage = {
    ...message,
    sequence: queue.messages.takeSequence(),
    enqueuedAt: now,
    state: 'active',
  };
  queue.messages.remove(message);
  addMessage(bus, queue, active);
  return [
    { kind: 'remove', queue: queue.number, sequence: message.sequence },
    { kind: 'put', queue: queue.number, message: active },
  ];
}

function expire(bus: Bus, queue: BusQueue, message: StoredMessage): Operation[] {
  if (queue.settings.deadLetterOnExpiration === true && queue.deadLetter !== null) {
    return deadLetter(bus, queue, message, {
      DeadLetterReason: 'TTLExpiredException',
      DeadLetterErrorDescription: 'The message expired and was dead lettered.',
    });
  }
  queue.messages.remove(message);
  return [{ kind: 'remove', queue: queue.number, sequence: message.sequence }];
}
