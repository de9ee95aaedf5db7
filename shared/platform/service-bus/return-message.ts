import { randomUUID } from 'node:crypto';
import type { ServiceBusMessage, ServiceBusReceivedMessage } from '@azure/service-bus';

/** A rejected message on its way back to its queue: fresh counts, and an id that duplicate detection has not seen. */
export function returnMessage(message: ServiceBusReceivedMessage): ServiceBusMessage {
  const properties = Object.entries(message.applicationProperties ?? {}).filter(
    ([name]) => name !== 'code' && name !== 'reason',
  );
  const body: unknown = message.body;
  return {
    body: isObject(body) ? { ...body, attempt: 0, failures: 0 } : body,
    messageId: `${String(message.messageId ?? '').slice(0, 80)}@${randomUUID()}`,
    applicationProperties: Object.fromEntries(properties),
    ...(message.contentType === undefined ? {} : { contentType: message.contentType }),
    ...(message.subject === undefined ? {} : { subject: message.subject }),
    ...(message.correlationId === undefined ? {} : { correlationId: message.correlationId }),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
