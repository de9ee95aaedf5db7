import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startServiceBus } from './start-service-bus.ts';

/**
 * Runs the broker as a process of its own: `node main.ts --folder F --queues JSON [--port N]`. Prints one line of JSON
 * with the connection string when it is ready, and stops on SIGTERM and Ctrl-C.
 */
const { values } = parseArgs({
  options: { folder: { type: 'string' }, queues: { type: 'string' }, port: { type: 'string', default: '0' } },
});
const queues = z
  .array(
    z.object({
      name: z.string(),
      lockDurationMs: z.number(),
      maxDeliveryCount: z.number(),
      duplicateDetectionWindowMs: z.number(),
      defaultTtlMs: z.number().exactOptional(),
      deadLetterOnExpiration: z.boolean().exactOptional(),
      maxSizeBytes: z.number().exactOptional(),
    }),
  )
  .parse(JSON.parse(values.queues ?? '[]'));
const bus = await startServiceBus({
  folder: values.folder ?? '.service-bus',
  queues,
  port: Number(values.port),
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void bus.stop());
console.log(JSON.stringify({ connectionString: bus.connectionString, tornBytes: bus.tornBytes }));
