import { app, type InvocationContext } from '@azure/functions';
import { type QueueName, queueSettings } from '../../shared/contracts/queue-name.ts';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import type { MessageWork } from '../../shared/pipeline/handle-message.ts';
import type { Services } from '../../shared/wiring.ts';
import { services } from './services.ts';
import { untilWired } from './until-wired.ts';

type Works = Readonly<Record<QueueName, MessageWork>>;

const works = new WeakMap<Services, Promise<Works>>();
/** A step that hangs ends so long before its lock that it can still be settled. */
const SHARE_OF_LOCK = 0.8;

/**
 * Registers the function of one queue. Returning completes the message; a throw makes Service Bus redeliver it. Services that cannot be made
 * (the key vault is away) are waited for within the same time.
 */
export function handleQueue(queue: QueueName): void {
  const { lockDurationSeconds } = queueSettings(queue);
  app.serviceBusQueue(queue, {
    connection: 'SERVICE_BUS',
    queueName: queue,
    handler: async (body: unknown, context: InvocationContext) => {
      const signal = AbortSignal.timeout(lockDurationSeconds * 1_000 * SHARE_OF_LOCK);
      const wired = await untilWired(
        () => services((line) => context.log(line)),
        (error) => context.warn(JSON.stringify(notReady(queue, error))),
        signal,
      );
      // Loaded with the first message: registration alone is the cold start.
      const { handleMessage } = await import('../../shared/pipeline/handle-message.ts');
      const properties = context.triggerMetadata?.['applicationProperties'] ?? {};
      const traceparent = textOf(properties, 'traceparent') ?? context.traceContext?.traceParent ?? null;
      await handleMessage(
        queue,
        {
          body,
          traceparent,
          deliveryCount: Number(context.triggerMetadata?.['deliveryCount'] ?? 1),
          signal,
        },
        (await workOf(wired))[queue],
        wired,
      );
    },
  });
}

function workOf(wired: Services): Promise<Works> {
  const known = works.get(wired) ?? loadPipeline(wired);
  works.set(wired, known);
  return known;
}

async function loadPipeline(wired: Services): Promise<Works> {
  const { pipelineOf } = await import('../../shared/pipeline/pipeline.ts');
  return pipelineOf(wired);
}

/** Only the words of errors of our own: another's may hold a setting. */
function notReady(queue: QueueName, error: unknown): Readonly<Record<string, string>> {
  const known = PipelineError.is(error)
    ? { code: error.code, reason: error.message }
    : { code: 'UNEXPECTED', reason: error instanceof Error ? error.name : 'no Error' };
  return { level: 'warn', message: 'services not ready', queue, ...known };
}

function textOf(properties: unknown, name: string): string | null {
  if (typeof properties !== 'object' || properties === null) return null;
  const value: unknown = Reflect.get(properties, name);
  return typeof value === 'string' ? value : null;
}
