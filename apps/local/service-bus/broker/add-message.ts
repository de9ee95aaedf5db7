import { type StoredMessage } from '../queue/stored-message.ts';
import { type Bus } from './bus.ts';
import { type BusQueue } from './bus-queue.ts';

/** Takes up a message and sets the clock for it. */
export function addMessage(bus: Bus, queue: BusQueue, message: StoredMessage): void {
  queue.messages.add(message);
  if (message.state === 'scheduled') bus.wakeAt(queue, message.scheduledAt);
  bus.wakeAt(queue, message.expiresAt);
}
