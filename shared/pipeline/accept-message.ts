import { Envelope } from '../contracts/envelope.ts';
import type { QueueName } from '../contracts/queue-name.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { describeIssues } from '../errors/describe-issues.ts';

/**
 * Checks a message before anything else is done with it.
 * @throws PermanentError(`INPUT_INVALID`) naming the fields, or the queue that the message belongs to.
 */
export function acceptMessage(queue: QueueName, body: unknown): Envelope {
  const parsed = Envelope.safeParse(body);
  if (!parsed.success) {
    throw new PermanentError(
      'INPUT_INVALID',
      `A message on "${queue}" is no envelope: ${describeIssues(parsed.error)}`,
    );
  }
  if (parsed.data.type !== `perf.${queue}.v1`) {
    throw new PermanentError(
      'INPUT_INVALID',
      `A message of type "${parsed.data.type}" came to the queue "${queue}", which takes "perf.${queue}.v1".`,
    );
  }
  return parsed.data;
}
