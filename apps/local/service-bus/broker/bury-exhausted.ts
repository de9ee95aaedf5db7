import { type Bus } from './bus.ts';
import { deadLetter } from './dead-letter.ts';
import { exhausted } from './fail-delivery.ts';

/**
 * After a start: messages whose last allowed delivery ended with the process move to the dead-letter sub-queue, so that
 * a message which kills its receiver together with the broker does not do so for ever.
 */
export function buryExhausted(bus: Bus): void {
  for (const queue of bus.queues.values()) {
    if (queue.deadLetter === null) continue;
    for (const message of [...queue.messages.messages()]) {
      if (message.deliveryCount < queue.settings.maxDeliveryCount) continue;
      bus.journal.append(deadLetter(bus, queue, message, exhausted(queue)));
    }
  }
}
