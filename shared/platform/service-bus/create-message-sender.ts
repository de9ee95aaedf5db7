import {
  isServiceBusError,
  ServiceBusClient,
  type ServiceBusMessage,
  type ServiceBusSender,
} from '@azure/service-bus';
import type { TokenCredential } from '@azure/identity';
import { PermanentError, ThrottledError, TransientError } from '../../errors/pipeline-error.ts';
import type { MessageSender, OutgoingMessage } from '../../ports/message-sender.ts';

const RETRIES = { maxRetries: 1, timeoutInMs: 10_000, retryDelayInMs: 200 };
const THROTTLED_MS = 5_000;
const HOPELESS: ReadonlySet<string> = new Set([
  'MessagingEntityNotFound',
  'MessagingEntityDisabled',
  'MessageSizeExceeded',
  'UnauthorizedAccess',
]);
const BUSY: ReadonlySet<string> = new Set(['ServiceBusy', 'QuotaExceeded']);

/** Client for a connection string, or a namespace host name opened by a credential (managed identity). */
export function createServiceBusClient(
  serviceBus: string,
  credential: () => TokenCredential,
): ServiceBusClient {
  const options = { retryOptions: RETRIES };
  return serviceBus.startsWith('Endpoint=')
    ? new ServiceBusClient(serviceBus, options)
    : new ServiceBusClient(serviceBus, credential(), options);
}

/** Sends envelopes; one kept link for each queue, messages of one queue in one batch. */
export function createMessageSender(client: ServiceBusClient): MessageSender {
  const senders = new Map<string, ServiceBusSender>();

  function senderOf(queue: string): ServiceBusSender {
    const known = senders.get(queue) ?? client.createSender(queue);
    senders.set(queue, known);
    return known;
  }

  return {
    async send(messages, signal) {
      const byQueue = Map.groupBy(messages, (message) => message.queue);
      await Promise.all(
        [...byQueue].map(async ([queue, batch]) => {
          try {
            const bodies = batch.map(toServiceBusMessage);
            // A batch message is one transfer: fewer round trips, but only worth it for more than one.
            await senderOf(queue).sendMessages(bodies.length === 1 && bodies[0] ? bodies[0] : bodies, {
              abortSignal: signal,
            });
          } catch (error) {
            throw sendError(queue, error);
          }
        }),
      );
    },
  };
}

function toServiceBusMessage(message: OutgoingMessage): ServiceBusMessage {
  return {
    body: message.envelope,
    messageId: message.messageId,
    contentType: 'application/cloudevents+json',
    subject: message.envelope.type,
    correlationId: message.envelope.subject,
    applicationProperties: {
      ...message.properties,
      // Azure's own clients read Diagnostic-Id; OpenTelemetry's convention is traceparent.
      ...(message.traceparent === null
        ? {}
        : { traceparent: message.traceparent, 'Diagnostic-Id': message.traceparent }),
    },
    ...(message.notBefore === undefined ? {} : { scheduledEnqueueTimeUtc: message.notBefore }),
  };
}

function sendError(queue: string, error: unknown): Error {
  const code = isServiceBusError(error) ? error.code : 'GeneralError';
  const message = `Service Bus did not accept a message for "${queue}" (${code}).`;
  if (HOPELESS.has(code)) return new PermanentError('QUEUE_UNAVAILABLE', message, { cause: error });
  if (BUSY.has(code)) return new ThrottledError('QUEUE_UNAVAILABLE', message, THROTTLED_MS, { cause: error });
  return new TransientError('QUEUE_UNAVAILABLE', message, { cause: error });
}
