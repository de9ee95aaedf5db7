import { sha256 } from '../audit/sha256.ts';
import { Envelope, RunId } from '../contracts/envelope.ts';
import { cutMasked } from '../contracts/masked-text.ts';
import { type QueueName, rejectedQueue } from '../contracts/queue-name.ts';
import type { PipelineError } from '../errors/pipeline-error.ts';
import type { RunnerServices } from './services.ts';

const MOST_CHARACTERS = 20_000;

/** A message that is no envelope belongs to no run; its masked text is kept beside the reason for the operator. */
export async function rejectUnreadable(
  queue: QueueName,
  body: unknown,
  error: PipelineError,
  services: RunnerServices,
  signal: AbortSignal,
): Promise<void> {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  const hash = sha256(text);
  const runId = RunId.parse(`run-${hash.slice(0, 24)}`);
  const masked = cutMasked(services.maskerOf(runId).mask(text), MOST_CHARACTERS);
  const envelope: Envelope = Envelope.parse({
    specversion: '1.0',
    id: `unreadable:${hash.slice(0, 40)}`,
    type: `perf.${queue}.v1`,
    source: 'perf-agent/unreadable',
    subject: runId,
    tenant: 'default',
    time: services.clock.now().toISOString(),
    data: masked,
  });
  const reason = services.maskerOf(runId).mask(error.message);
  services.log.error('message rejected: not an envelope', { queue, code: error.code, reason });
  await services.sender.send(
    [
      {
        queue: rejectedQueue(queue),
        envelope,
        messageId: envelope.id,
        traceparent: null,
        properties: { code: error.code, reason: cutMasked(reason, 1_000) },
      },
    ],
    signal,
  );
}
