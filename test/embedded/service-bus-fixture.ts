import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
  ServiceBusClient,
} from '@azure/service-bus';
import { type QueueSettings } from '../../apps/local/service-bus/queue-settings.ts';
import { type ServiceBus, startServiceBus } from '../../apps/local/service-bus/start-service-bus.ts';

/** How long a message or an answer may take: nothing on an idle machine, many seconds on one that is overloaded. */
const WAIT_MS = 30_000;

/** A broker in this process and a real client on it; `await using` ends both and removes the folder. */
interface RunningBus extends AsyncDisposable {
  readonly folder: string;
  readonly bus: ServiceBus;
  readonly client: ServiceBusClient;
}

export function queue(name: string, settings: Partial<QueueSettings> = {}): QueueSettings {
  return { name, lockDurationMs: 30_000, maxDeliveryCount: 10, duplicateDetectionWindowMs: 0, ...settings };
}

/** No retries: what the broker answers is what the test sees. */
export function clientFor(connectionString: string, timeoutInMs = WAIT_MS): ServiceBusClient {
  return new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 0, timeoutInMs } });
}

export async function runBus(...queues: readonly QueueSettings[]): Promise<RunningBus> {
  const folder = await mkdtemp(join(tmpdir(), 'service-bus-test-'));
  const bus = await startServiceBus({ folder, queues });
  const client = clientFor(bus.connectionString);
  const end = async (): Promise<void> => {
    await client.close();
    await bus.stop();
    await rm(folder, { recursive: true });
  };
  return { folder, bus, client, [Symbol.asyncDispose]: end };
}

/** The next message, or an error after some seconds without one. */
export async function receiveOne(receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage> {
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: WAIT_MS });
  if (message === undefined) throw new Error(`no message came from ${receiver.entityPath}`);
  return message;
}

/** Exactly `count` messages, in order of arrival. */
export async function receiveMany(
  receiver: ServiceBusReceiver,
  count: number,
): Promise<ServiceBusReceivedMessage[]> {
  const messages: ServiceBusReceivedMessage[] = [];
  while (messages.length < count) {
    const more = await receiver.receiveMessages(count - messages.length, { maxWaitTimeInMs: WAIT_MS });
    if (more.length === 0) throw new Error(`only ${messages.length} of ${count} messages came`);
    messages.push(...more);
  }
  return messages;
}

/** True when nothing is there to be received. */
export async function isEmpty(receiver: ServiceBusReceiver): Promise<boolean> {
  const messages = await receiver.receiveMessages(1, { maxWaitTimeInMs: 150 });
  return messages.length === 0;
}
