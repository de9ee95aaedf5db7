import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type QueueSettings } from '../service-bus/queue-settings.ts';

const QueuesFile = z.object({
  queues: z.array(
    z.object({
      name: z.string().min(1),
      lockDurationSeconds: z.number().positive(),
      maxDeliveryCount: z.int().min(1),
      duplicateDetectionMinutes: z.number().min(0),
    }),
  ),
});

/**
 * The queues of a `queues.json`, each with its twin `<name>-rejected`.
 *
 * @throws Error that says what is wrong where
 */
export function readQueues(file: string | URL): QueueSettings[] {
  const parsed = QueuesFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${String(file)}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.queues.flatMap((queue) =>
    [queue.name, `${queue.name}-rejected`].map((name) => ({
      name,
      lockDurationMs: queue.lockDurationSeconds * 1000,
      maxDeliveryCount: queue.maxDeliveryCount,
      duplicateDetectionWindowMs: queue.duplicateDetectionMinutes * 60_000,
    })),
  );
}
