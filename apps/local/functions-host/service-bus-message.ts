import { isUtf8 } from 'node:buffer';
import { type ServiceBusReceivedMessage } from '@azure/service-bus';
import { type RpcTypedData } from './core-types.ts';
import { type InvocationInput } from './invoker.ts';
import { type QueueTrigger } from './queue-trigger.ts';
import { traceContextFrom } from './trace-context.ts';

/** What the host passes to the worker for one message: body, metadata under Azure's names, trace context. */
export function inputFromMessage(message: ServiceBusReceivedMessage, trigger: QueueTrigger): InvocationInput {
  const properties = message.applicationProperties ?? {};
  return {
    inputData: [{ name: trigger.bindingName, data: bodyFrom(message.body, trigger.binding['dataType']) }],
    triggerMetadata: metadataFrom(message),
    // Azure's clients write both names; the .NET host reads either.
    traceContext: traceContextFrom(
      properties['traceparent'] ?? properties['Diagnostic-Id'],
      properties['tracestate'],
    ),
  };
}

function bodyFrom(body: unknown, dataType: unknown): RpcTypedData {
  if (Buffer.isBuffer(body) || body instanceof Uint8Array) {
    if (dataType === 'binary' || !isUtf8(body)) return { bytes: body };
    return { string: Buffer.from(body).toString('utf8') };
  }
  if (typeof body === 'string') return { string: body };
  return { json: JSON.stringify(body ?? null) };
}

function metadataFrom(message: ServiceBusReceivedMessage): Record<string, RpcTypedData> {
  const properties = { json: JSON.stringify(message.applicationProperties ?? {}) };
  const metadata: Record<string, RpcTypedData | null> = {
    MessageId: text(message.messageId),
    // The client counts earlier deliveries, Azure's trigger counts this one too.
    DeliveryCount: { int: (message.deliveryCount ?? 0) + 1 },
    SequenceNumber: { int: message.sequenceNumber?.toNumber() ?? 0 },
    LockToken: text(message.lockToken),
    ApplicationProperties: properties,
    UserProperties: properties,
    EnqueuedTimeUtc: date(message.enqueuedTimeUtc),
    ExpiresAtUtc: date(message.expiresAtUtc),
    LockedUntil: date(message.lockedUntilUtc),
    ContentType: text(message.contentType),
    CorrelationId: text(message.correlationId),
    Subject: text(message.subject),
    Label: text(message.subject),
    To: text(message.to),
    ReplyTo: text(message.replyTo),
    ReplyToSessionId: text(message.replyToSessionId),
    SessionId: text(message.sessionId),
    PartitionKey: text(message.partitionKey),
    DeadLetterSource: text(message.deadLetterSource),
    DeadLetterReason: text(message.deadLetterReason),
    DeadLetterErrorDescription: text(message.deadLetterErrorDescription),
  };
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([name, value]): [string, RpcTypedData][] =>
      value === null ? [] : [[name, value]],
    ),
  );
}

function text(value: string | number | Buffer | undefined): RpcTypedData | null {
  return value === undefined ? null : { string: value.toString() };
}

function date(value: Date | undefined): RpcTypedData | null {
  if (value === undefined || Number.isNaN(value.getTime())) return null;
  // .NET's latest date, which is what the host says for a message that never expires.
  const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
  return { json: JSON.stringify(new Date(Math.min(value.getTime(), latest))) };
}
