import { encodeDelivery } from '../../amqp/encode-delivery.ts';
import { type Bus } from '../../broker/bus.ts';
import { type BusQueue } from '../../broker/bus-queue.ts';
import { type ManagementBody } from '../management-request.ts';
import { type Reply } from '../request-link.ts';
import { noContent, ok } from './ok.ts';

/** An answer holds at least one message, and further ones up to this size. */
const MAX_PEEK_BYTES = 1024 * 1024;

/** Shows messages from a sequence number on, in whatever state, without locking them. */
export function peekMessages(bus: Bus, queue: BusQueue, body: ManagementBody): Reply {
  const from = body.number('from-sequence-number', 0);
  const count = body.number('message-count', 1);
  const now = bus.now();
  const found = [...queue.messages.messages()]
    .filter((message) => message.sequence >= from && message.expiresAt > now)
    .sort((a, b) => a.sequence - b.sequence)
    .slice(0, count);
  const messages: { readonly message: Buffer }[] = [];
  let bytes = 0;
  for (const message of found) {
    const encoded = encodeDelivery(message, queue.deadLetterSource);
    bytes += encoded.length;
    if (bytes > MAX_PEEK_BYTES && messages.length > 0) break;
    messages.push({ message: encoded });
  }
  return messages.length === 0 ? noContent() : ok({ messages });
}
