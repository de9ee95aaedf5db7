import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ServiceBusClient, type ServiceBusMessage, type ServiceBusReceivedMessage } from '@azure/service-bus';

/**
 * Messages a second through the embedded Service Bus: 1 KiB bodies, every accepted message and every settlement on
 * disk, broker and client in two processes. Usage: `npx node bench/service-bus.ts [--json] [--messages 20000]`.
 */
const BODY = Buffer.alloc(1024, 'x');
const BATCH = 100;
const QUEUE = 'bench';
const READY = z.object({ connectionString: z.string() });
const TIME_LIMIT_MS = 120_000;

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, messages: { type: 'string', default: '20000' } },
});
await main(Number(values.messages), values.json);

async function main(messages: number, json: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'service-bus-bench-'));
  const { broker, connectionString } = await startBroker(folder);
  const client = new ServiceBusClient(connectionString);
  const deadline = setTimeout(() => {
    broker.kill('SIGKILL');
    throw new Error(`the benchmark did not end within ${TIME_LIMIT_MS} ms`);
  }, TIME_LIMIT_MS);
  try {
    await roundTrip(client, 1000);
    const [first, second] = [await sendOnly(client, messages), await receiveOnly(client, messages)];
    const together = await roundTrip(client, messages);
    const single = await sendSingly(client, Math.ceil(messages / 5));
    await receiveOnly(client, Math.ceil(messages / 5));
    const result = {
      messages,
      bodyBytes: BODY.length,
      sentInBatchesPerSecond: first,
      sentSinglyPerSecond: single,
      receivedAndCompletedPerSecond: second,
      sentReceivedAndCompletedPerSecond: together,
      // Other work on the machine lowers all figures.
      loadAverage: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    };
    console.log(json ? JSON.stringify(result) : format(result));
  } finally {
    clearTimeout(deadline);
    await client.close();
    broker.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

async function startBroker(folder: string): Promise<{ broker: ChildProcess; connectionString: string }> {
  const queues = [
    { name: QUEUE, lockDurationMs: 60_000, maxDeliveryCount: 10, duplicateDetectionWindowMs: 600_000 },
  ];
  const main = join(import.meta.dirname, '../apps/local/service-bus/main.ts');
  const broker = spawn(process.execPath, [main, '--folder', folder, '--queues', JSON.stringify(queues)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(broker.stdout)) {
    return { broker, ...READY.parse(JSON.parse(line)) };
  }
  throw new Error('the broker ended before it was ready');
}

function batchOf(size: number): ServiceBusMessage[] {
  return Array.from({ length: size }, () => ({ body: BODY, messageId: crypto.randomUUID() }));
}

async function sendOnly(client: ServiceBusClient, messages: number): Promise<number> {
  return rate(messages, () => sendBatches(client, messages));
}

/** Four batches on their way at a time. */
async function sendBatches(client: ServiceBusClient, messages: number): Promise<void> {
  const sender = client.createSender(QUEUE);
  let left = messages;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= BATCH;
      await sender.sendMessages(batchOf(BATCH));
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  await sender.close();
}

/** One message a transfer, 64 of them on their way at a time. */
async function sendSingly(client: ServiceBusClient, messages: number): Promise<number> {
  const sender = client.createSender(QUEUE);
  let left = messages;
  const work = async (): Promise<void> => {
    while (left-- > 0) await sender.sendMessages({ body: BODY, messageId: crypto.randomUUID() });
  };
  const perSecond = await rate(messages, () => Promise.all(Array.from({ length: 64 }, work)));
  await sender.close();
  return perSecond;
}

async function receiveOnly(client: ServiceBusClient, messages: number): Promise<number> {
  return rate(messages, () => receiveAll(client, messages));
}

async function receiveAll(client: ServiceBusClient, messages: number): Promise<void> {
  const receiver = client.createReceiver(QUEUE);
  let left = messages;
  await new Promise<void>((resolve, reject) => {
    receiver.subscribe(
      {
        processMessage: async (message: ServiceBusReceivedMessage) => {
          await receiver.completeMessage(message);
          left -= 1;
          if (left === 0) resolve();
        },
        processError: async ({ error }) => reject(error),
      },
      { autoCompleteMessages: false, maxConcurrentCalls: 200 },
    );
  });
  await receiver.close();
}

async function roundTrip(client: ServiceBusClient, messages: number): Promise<number> {
  return rate(messages, () => Promise.all([sendBatches(client, messages), receiveAll(client, messages)]));
}

async function rate(messages: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round((messages / (performance.now() - start)) * 1000);
}

function format(result: Readonly<Record<string, number>>): string {
  return Object.entries(result)
    .map(([name, value]) => `${name.padEnd(36)} ${value.toLocaleString('en')}`)
    .join('\n');
}
