import { acceptMessage } from './accept-message.ts';
import { QUEUE_NAMES } from '../contracts/queue-name.ts';
import { PermanentError, PipelineError } from '../errors/pipeline-error.ts';
import type { DeadLetters } from '../ports/dead-letters.ts';
import { rejectUnreadable } from './reject-unreadable.ts';
import type { RunnerServices } from './services.ts';
import { settle } from './settle.ts';

/**
 * Messages that Service Bus gave up on, because the process died with every delivery, get what a rejected message gets: a place
 * in the rejected queue with a reason, and a run that says on its change that it failed.
 * @returns how many were moved.
 */
export function sweepDeadLetters(
  deadLetters: DeadLetters,
  services: RunnerServices,
  signal: AbortSignal,
): Promise<number> {
  return deadLetters.sweep(async (letter, body) => {
    const queue = QUEUE_NAMES.find((name) => name === letter.queue);
    if (queue === undefined) return;
    const error = new PermanentError(
      'DELIVERIES_EXHAUSTED',
      `Service Bus gave up on a message of "${letter.queue}": ${letter.code} ${letter.reason}`,
    );
    try {
      const envelope = acceptMessage(queue, body);
      await settle({ do: 'reject', error }, queue, envelope, services, null, signal);
    } catch (fault) {
      if (!PipelineError.is(fault) || fault.code !== 'INPUT_INVALID') throw fault;
      await rejectUnreadable(queue, body, fault, services, signal);
    }
  }, signal);
}
