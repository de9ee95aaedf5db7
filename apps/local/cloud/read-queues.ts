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

/** As infra/core/service-bus.bicep has it: looking for one message among the rejected counts as a delivery of those before it. */
const TWIN = { lockDurationMs: 60_000, maxDeliveryCount: 1_000 };

/**
 * The queues of a `queues.json`, each with its twin `<name>-rejected`.
 *
 * @throws Error that says what is wrong where
 */
export function readQueues(file: string | URL): QueueSettings[] {
  const parsed = QueuesFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${String(file)}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.queues.flatMap((queue) => {
    const duplicateDetectionWindowMs = queue.duplicateDetectionMinutes * 60_000;
    const lockDurationMs = queue.lockDurationSeconds * 1000;
    const { name, maxDeliveryCount } = queue;
    return [
      { name, lockDurationMs, maxDeliveryCount, duplicateDetectionWindowMs },
      { name: `${name}-rejected`, ...TWIN, duplicateDetectionWindowMs },
    ];
  });
}
