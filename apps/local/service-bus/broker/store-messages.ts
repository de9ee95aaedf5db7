import { type ParsedMessage } from '../amqp/parse-message.ts';
import { refusal } from '../amqp/refusal.ts';
import { type Operation } from '../journal/operation.ts';
import { type StoredMessage } from '../queue/stored-message.ts';
import { MESSAGE_OVERHEAD_BYTES } from '../queue-settings.ts';
import { addMessage } from './add-message.ts';
import { type Bus } from './bus.ts';
import { type BusQueue, isFullFor } from './bus-queue.ts';
import { deliverMessages } from './deliver-messages.ts';

/**
 * Stores messages, all or none; resolves with their sequence numbers when they are on disk, and only then do receivers
 * see them. A message id that the window remembers is accepted and dropped, as Service Bus does.
 * @throws PermanentError (amqp:resource-limit-exceeded, BUS_JOURNAL_FAILED)
 */
export function storeMessages(
  bus: Bus,
  queue: BusQueue,
  parsed: readonly ParsedMessage[],
): Promise<number[]> {
  const now = bus.now();
  const bytes = parsed.reduce((sum, each) => sum + each.bytes.length + MESSAGE_OVERHEAD_BYTES, 0);
  if (isFullFor(queue, bytes)) return Promise.reject(queueFull(queue));
  const sequences: number[] = [];
  const fresh: { readonly message: StoredMessage; readonly messageId: string | null }[] = [];
  for (const each of parsed) {
    const message = messageFrom(queue, each, now);
    sequences.push(message.sequence);
    const isNew = each.messageId === null || queue.duplicates.reserve(each.messageId, now);
    if (isNew) fresh.push({ message, messageId: each.messageId });
  }
  queue.pendingBytes += bytes;
  return new Promise((resolve, reject) => {
    const finish = (error: Error | null): void => {
      queue.pendingBytes -= bytes;
      for (const { messageId } of fresh) if (messageId !== null) settleId(queue, messageId, now, error);
      if (error !== null) {
        reject(error);
        return;
      }
      for (const { message } of fresh) addMessage(bus, queue, message);
      resolve(sequences);
      deliverMessages(bus, queue);
    };
    const operations = fresh.flatMap((each) => operationsFor(queue, each.message, each.messageId, now));
    // Duplicates are confirmed when what they are copies of is on disk.
    if (operations.length === 0) bus.journal.barrier(finish);
    else bus.journal.append(operations, finish);
  });
}

function messageFrom(queue: BusQueue, parsed: ParsedMessage, now: number): StoredMessage {
  const sequence = queue.messages.takeSequence();
  const isScheduled = parsed.scheduledAt !== null && parsed.scheduledAt > now;
  const ttlMs = Math.min(parsed.ttlMs ?? Infinity, queue.settings.defaultTtlMs ?? Infinity);
  return {
    sequence,
    firstSequence: sequence,
    enqueuedAt: now,
    scheduledAt: parsed.scheduledAt ?? 0,
    expiresAt: Math.max(now, parsed.scheduledAt ?? 0) + ttlMs,
    bytes: parsed.bytes,
    state: isScheduled ? 'scheduled' : 'active',
    deliveryCount: 0,
    lock: null,
  };
}

function operationsFor(
  queue: BusQueue,
  message: StoredMessage,
  messageId: string | null,
  now: number,
): Operation[] {
  const put: Operation = { kind: 'put', queue: queue.number, message };
  if (messageId === null || queue.settings.duplicateDetectionWindowMs <= 0) return [put];
  return [put, { kind: 'remember', queue: queue.number, messageId, at: now }];
}

function settleId(queue: BusQueue, messageId: string, now: number, error: Error | null): void {
  if (error === null) queue.duplicates.confirm(messageId, now);
  else queue.duplicates.release(messageId);
}

function queueFull(queue: BusQueue): Error {
  return refusal(
    'amqp:resource-limit-exceeded',
    `The queue '${queue.path}' is full (dead letters included); receive from it or raise its maxSizeBytes.`,
  );
}
