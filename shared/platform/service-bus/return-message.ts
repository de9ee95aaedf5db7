import type { ServiceBusMessage, ServiceBusReceivedMessage } from '@azure/service-bus';
import { Envelope } from '../../contracts/envelope.ts';
import { messageIdOf } from '../../contracts/message-id.ts';

/**
 * A rejected message on its way back to its queue: counts that begin anew, and ids that duplicate detection has not seen. They follow from the
 * message, so that one sent back twice, because the process ended in between, arrives once.
 */
export function returnMessage(message: ServiceBusReceivedMessage): ServiceBusMessage {
  const properties = Object.entries(message.applicationProperties ?? {}).filter(
    ([name]) => name !== 'code' && name !== 'reason',
  );
  const rejected = Envelope.safeParse(message.body);
  const envelope = rejected.success
    ? { ...rejected.data, attempt: 0, failures: 0, replay: (rejected.data.replay ?? 0) + 1 }
    : null;
  const body: unknown = envelope ?? message.body;
  return {
    body,
    messageId:
      envelope === null
        ? `${String(message.messageId ?? '').slice(0, 80)}@${String(message.sequenceNumber ?? '')}`
        : messageIdOf(envelope),
    applicationProperties: Object.fromEntries(properties),
    ...(message.contentType === undefined ? {} : { contentType: message.contentType }),
    ...(message.subject === undefined ? {} : { subject: message.subject }),
    ...(message.correlationId === undefined ? {} : { correlationId: message.correlationId }),
  };
}
