import rhea from 'rhea';
import { encodeDelivery } from '../../amqp/encode-delivery.ts';
import { refusal } from '../../amqp/refusal.ts';
import { type Bus } from '../../broker/bus.ts';
import { type BusQueue } from '../../broker/bus-queue.ts';
import { commit } from '../../broker/commit.ts';
import { lockMessage } from '../../broker/deliver-messages.ts';
import { type StoredMessage } from '../../queue/stored-message.ts';
import { type ManagementBody } from '../management-request.ts';
import { type Reply } from '../request-link.ts';
import { ok } from './ok.ts';

/** receiver-settle-mode of a receiver in receive-and-delete mode. */
const FIRST = 0;

/** Receives deferred messages by number, all or none. @throws PermanentError (com.microsoft:message-not-found) */
export async function receiveDeferred(bus: Bus, queue: BusQueue, body: ManagementBody): Promise<Reply> {
  const messages = body.sequences().map((sequence) => deferredMessage(queue, sequence));
  if (body.number('receiver-settle-mode', FIRST) === FIRST) return ok(await removed(bus, queue, messages));
  const now = bus.now();
  for (const message of messages) lockMessage(bus, queue, message, now);
  return ok({
    messages: messages.map((message) => ({
      message: encodeDelivery(message, queue.deadLetterSource),
      'lock-token': rhea.types.wrap_uuid(Buffer.from(message.lock?.token ?? '', 'hex')),
    })),
  });
}

async function removed(bus: Bus, queue: BusQueue, messages: readonly StoredMessage[]): Promise<unknown> {
  for (const message of messages) queue.messages.remove(message);
  await commit(
    bus,
    messages.map(({ sequence }) => ({ kind: 'remove', queue: queue.number, sequence })),
  );
  return {
    messages: messages.map((message) => ({ message: encodeDelivery(message, queue.deadLetterSource) })),
  };
}

function deferredMessage(queue: BusQueue, sequence: number): StoredMessage {
  const message = queue.messages.get(sequence);
  if (message?.state === 'deferred' && message.lock === null) return message;
  throw refusal(
    'com.microsoft:message-not-found',
    `No free deferred message ${sequence} is in '${queue.path}'.`,
  );
}
