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

/** Sends envelopes; one kept link for each queue, messages of one queue in as few batches as hold them. */
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
            await sendAll(senderOf(queue), batch.map(toServiceBusMessage), signal);
          } catch (error) {
            throw sendError(queue, error);
          }
        }),
      );
    },
  };
}

/**
 * A batch is one transfer, and as large as the namespace lets it be: 256 KiB on Azure's standard tier. What does not fit goes into the next
 * one; when that fails, the step comes back and sends all of them again under the same ids.
 */
async function sendAll(
  sender: ServiceBusSender,
  messages: readonly ServiceBusMessage[],
  abortSignal: AbortSignal,
): Promise<void> {
  const [only] = messages;
  if (messages.length === 1 && only !== undefined) return sender.sendMessages(only, { abortSignal });
  let batch = await sender.createMessageBatch({ abortSignal });
  for (const message of messages) {
    if (batch.tryAddMessage(message)) continue;
    if (batch.count > 0) await sender.sendMessages(batch, { abortSignal });
    batch = await sender.createMessageBatch({ abortSignal });
    // Too large for any: the broker says so.
    if (!batch.tryAddMessage(message)) await sender.sendMessages(message, { abortSignal });
  }
  if (batch.count > 0) await sender.sendMessages(batch, { abortSignal });
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
