import { type StoredMessage } from '../queue/stored-message.ts';
import { type Bus } from './bus.ts';
import { type BusQueue, type Consumer } from './bus-queue.ts';

/** Hands ready messages to the consumers that can take one, in turn, until either runs out. */
export function deliverMessages(bus: Bus, queue: BusQueue): void {
  const now = bus.now();
  for (;;) {
    const consumer = nextConsumer(queue);
    if (consumer === null) return;
    const message = queue.messages.nextReady(now);
    if (message === null) return;
    consumer.reserve();
    if (consumer.removes) removeAndHand(bus, queue, consumer, message);
    else lockAndHand(bus, queue, consumer, message, now);
  }
}

/** The delivery is journaled but not waited for: lost, it only costs one count of a failed delivery. */
function lockAndHand(
  bus: Bus,
  queue: BusQueue,
  consumer: Consumer,
  message: StoredMessage,
  now: number,
): void {
  lockMessage(bus, queue, message, now);
  consumer.take(message);
}

/** Locks a message for whoever asked and sets the clock for the end of the lock. */
export function lockMessage(bus: Bus, queue: BusQueue, message: StoredMessage, now: number): void {
  queue.messages.lock(message, now);
  bus.journal.append([{ kind: 'delivered', queue: queue.number, sequence: message.sequence }]);
  bus.wakeAt(queue, now + queue.settings.lockDurationMs);
}

/** At most once: gone from the disk before it is sent. */
function removeAndHand(bus: Bus, queue: BusQueue, consumer: Consumer, message: StoredMessage): void {
  queue.messages.remove(message);
  bus.journal.append([{ kind: 'remove', queue: queue.number, sequence: message.sequence }], (error) => {
    if (error === null) consumer.take(message);
  });
}

function nextConsumer(queue: BusQueue): Consumer | null {
  for (const consumer of queue.consumers) {
    if (!consumer.canTake()) continue;
    queue.consumers.delete(consumer);
    queue.consumers.add(consumer);
    return consumer;
  }
  return null;
}
