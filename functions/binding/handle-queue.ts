import { app, type InvocationContext } from '@azure/functions';
import { type QueueName, queueSettings } from '../../shared/contracts/queue-name.ts';
import { handleMessage, type MessageWork } from '../../shared/pipeline/handle-message.ts';
import { pipelineOf } from '../../shared/pipeline/pipeline.ts';
import type { Services } from '../../shared/wiring.ts';
import { services } from './services.ts';

const works = new WeakMap<Services, Readonly<Record<QueueName, MessageWork>>>();
/** Ends before the lock does, so that a step that hangs is settled by us and not by lock loss. */
const SHARE_OF_LOCK = 0.9;

/** Registers the function of one queue. Returning completes the message; a throw makes Service Bus redeliver it. */
export function handleQueue(queue: QueueName): void {
  const { lockDurationSeconds, maxDeliveryCount } = queueSettings(queue);
  app.serviceBusQueue(queue, {
    connection: 'SERVICE_BUS',
    queueName: queue,
    handler: async (body: unknown, context: InvocationContext) => {
      const wired = await services((line) => context.log(line));
      const properties = context.triggerMetadata?.['applicationProperties'] ?? {};
      const traceparent = textOf(properties, 'traceparent') ?? context.traceContext?.traceParent ?? null;
      await handleMessage(
        queue,
        {
          body,
          traceparent,
          deliveryCount: Number(context.triggerMetadata?.['deliveryCount'] ?? 1),
          maxDeliveryCount,
          signal: AbortSignal.timeout(lockDurationSeconds * 1_000 * SHARE_OF_LOCK),
        },
        workOf(wired)[queue],
        wired,
      );
    },
  });
}

function workOf(wired: Services): Readonly<Record<QueueName, MessageWork>> {
  const known = works.get(wired) ?? pipelineOf(wired);
  works.set(wired, known);
  return known;
}

function textOf(properties: unknown, name: string): string | null {
  if (typeof properties !== 'object' || properties === null) return null;
  const value: unknown = Reflect.get(properties, name);
  return typeof value === 'string' ? value : null;
}
