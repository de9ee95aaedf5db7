import type { Envelope } from '../contracts/envelope.ts';
import { type QueueName, rejectedQueue } from '../contracts/queue-name.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import { acceptMessage } from './accept-message.ts';
import { rejectUnreadable } from './reject-unreadable.ts';
import type { Delivery, RunnerServices } from './services.ts';
import { settle } from './settle.ts';
import { type Settlement, settlementOf } from './settlement.ts';

/** What a queue does with an accepted message: run a stage, or append to the audit log. */
export type MessageWork = (
  envelope: Envelope,
  traceparent: string | null,
  signal: AbortSignal,
) => Promise<void>;

/** Fits between the end of a step's time and the end of its lock. */
const SETTLE_WITHIN_MS = 10_000;

/**
 * One delivery from arrival to settlement. Returns when the message may be completed; throws only when even the settlement
 * could not be sent, so that Service Bus itself redelivers.
 */
export async function handleMessage(
  queue: QueueName,
  delivery: Delivery,
  work: MessageWork,
  services: RunnerServices,
): Promise<Settlement> {
  const { signal } = delivery;
  const accepted = acceptOrError(queue, delivery.body);
  if (PipelineError.is(accepted)) {
    await rejectUnreadable(queue, delivery.body, accepted, services, AbortSignal.timeout(SETTLE_WITHIN_MS));
    return { do: 'reject', error: accepted };
  }
  const part = accepted.part === undefined ? {} : { 'perf_agent.part': accepted.part };
  return services.telemetry.span(
    `process ${queue}`,
    {
      kind: 'consumer',
      parent: delivery.traceparent,
      attributes: {
        'messaging.system': 'servicebus',
        'messaging.operation.type': 'process',
        'messaging.destination.name': queue,
        'messaging.message.id': accepted.id,
        'messaging.servicebus.message.delivery_count': delivery.deliveryCount,
        'perf_agent.run_id': accepted.subject,
        ...part,
      },
    },
    async (span) => {
      const traceparent = span.traceparent ?? delivery.traceparent;
      const settlement = await attempt(accepted, traceparent);
      span.set({ 'perf_agent.settlement': settlement.do });
      // Not the step's own signal: a step that its time-out ended must be settled too.
      await settle(settlement, queue, accepted, services, traceparent, AbortSignal.timeout(SETTLE_WITHIN_MS));
      return settlement;
    },
  );

  async function attempt(envelope: Envelope, traceparent: string | null): Promise<Settlement> {
    try {
      await work(envelope, traceparent, signal);
      return { do: 'complete' };
    } catch (error) {
      const settlement = settlementOf(error, {
        queue,
        attempt: envelope.attempt ?? 0,
        failures: envelope.failures ?? 0,
      });
      logFailure(envelope, settlement, error);
      return settlement;
    }
  }

  function logFailure(envelope: Envelope, settlement: Settlement, error: unknown): void {
    const masker = services.maskerOf(envelope.subject);
    const fields = {
      runId: envelope.subject,
      queue,
      part: envelope.part ?? null,
      settlement: settlement.do,
      code: PipelineError.is(error) ? error.code : 'UNEXPECTED',
      reason: masker.mask(error instanceof Error ? error.message : 'thrown value is no Error'),
      ...(settlement.do === 'reject' ? { rejectedTo: rejectedQueue(queue) } : {}),
    };
    if (settlement.do === 'retry-later') {
      services.log.info('step waits', fields);
      return;
    }
    const stack = !PipelineError.is(error) && error instanceof Error ? masker.mask(error.stack ?? '') : null;
    services.log[settlement.do === 'reject' ? 'error' : 'warn']('step failed', { ...fields, stack });
  }
}

function acceptOrError(queue: QueueName, body: unknown): Envelope | PipelineError {
  try {
    return acceptMessage(queue, body);
  } catch (error) {
    if (PipelineError.is(error)) return error;
    throw error;
  }
}
