import type { Envelope } from '../contracts/envelope.ts';
import { cutMasked } from '../contracts/masked-text.ts';
import { messageIdOf } from '../contracts/message-id.ts';
import { type QueueName, rejectedQueue } from '../contracts/queue-name.ts';
import { type PipelineError } from '../errors/pipeline-error.ts';
import { messageWithData, scheduledCopy } from './messages.ts';
import type { RunnerServices } from './services.ts';
import type { Settlement } from './settlement.ts';

/** Queues whose failure is not the run's failure: there is nobody left to tell, or nothing the author can do. */
const SILENT: ReadonlySet<QueueName> = new Set<QueueName>(['audit', 'event', 'failed']);

const LONGEST_REASON = 10_000;

/** Carries out a settlement with sends alone, so that the binding only has to complete the message. */
export async function settle(
  settlement: Settlement,
  queue: QueueName,
  envelope: Envelope,
  services: RunnerServices,
  traceparent: string | null,
  signal: AbortSignal,
): Promise<void> {
  const now = services.clock.now();
  switch (settlement.do) {
    case 'complete':
      return;
    case 'retry':
    case 'retry-later': {
      const attempt = (envelope.attempt ?? 0) + 1;
      const failures = (envelope.failures ?? 0) + (settlement.do === 'retry' ? 1 : 0);
      const at = new Date(now.getTime() + settlement.afterMs);
      await services.sender.send(
        [scheduledCopy(queue, envelope, { attempt, failures }, at, traceparent)],
        signal,
      );
      return;
    }
    case 'reject':
      await reject(settlement.error);
  }

  async function reject(error: PipelineError): Promise<void> {
    // Other systems' words may be as long as they like.
    const reason = cutMasked(services.maskerOf(envelope.subject).mask(error.message), LONGEST_REASON);
    // A command has no run whose change could be told; it names the comment that waits for an answer.
    const asked = queue === 'command' ? { asked: envelope.data } : {};
    const news = { step: queue, part: envelope.part ?? null, code: error.code, message: reason, ...asked };
    const rejected = {
      queue: rejectedQueue(queue),
      envelope,
      messageId: messageIdOf({ ...envelope, attempt: 0 }),
      traceparent,
      properties: { code: error.code, reason: cutMasked(reason, 1_000) },
    };
    // One for each step that failed: a second step that fails is news, a second source of one step is not.
    const failed = messageWithData(
      'failed',
      messageIdOf({ id: `${envelope.subject}:failed:${queue}`, replay: envelope.replay }),
      envelopeRun(envelope),
      news,
      now,
      traceparent,
      queue,
    );
    await services.sender.send(SILENT.has(queue) ? [rejected] : [rejected, failed], signal);
  }
}

function envelopeRun(envelope: Envelope): { runId: Envelope['subject']; tenant: Envelope['tenant'] } {
  return { runId: envelope.subject, tenant: envelope.tenant };
}
