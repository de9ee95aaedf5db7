import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { type ServiceBus, startServiceBus } from '../../apps/local/service-bus/start-service-bus.ts';

/** A broker in this process with these queues and a real client on it; `await using` ends both. */
export async function startMessageBus(
  queues: readonly string[],
): Promise<{ readonly bus: ServiceBus; readonly client: ServiceBusClient } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'message-bus-'));
  const settings = { lockDurationMs: 3_000, maxDeliveryCount: 2, duplicateDetectionWindowMs: 60_000 };
  const bus = await startServiceBus({ folder, queues: queues.map((name) => ({ name, ...settings })) });
  const retryOptions = { maxRetries: 0, timeoutInMs: 15_000 };
  const client = new ServiceBusClient(bus.connectionString, { retryOptions });
  return {
    bus,
    client,
    async [Symbol.asyncDispose]() {
      await client.close();
      await bus.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
