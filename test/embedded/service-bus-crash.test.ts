import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  type ServiceBusClient,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from '@azure/service-bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type QueueSettings } from '../../apps/local/service-bus/queue-settings.ts';
import { SettlementTurns } from '../../apps/local/service-bus/settlement-turns.ts';
import { clientFor, isEmpty, queue, receiveMany, receiveOne } from './service-bus-fixture.ts';
import { type BusProcess, spawnBus } from './service-bus-process.ts';

const LIMIT_MS = 60_000;
/** How long a client waits for a broker that was killed. */
const TIMEOUT_MS = 1500;
const QUEUES: readonly QueueSettings[] = [
  queue('q', { duplicateDetectionWindowMs: 600_000, maxDeliveryCount: 100 }),
  queue('fragile', { maxDeliveryCount: 2 }),
];

let folder = '';
let bus: BusProcess;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-bus-crash-'));
  bus = await spawnBus(folder, QUEUES);
});

afterEach(async () => {
  await bus.kill();
  await rm(folder, { recursive: true });
});

/** Kills the broker and starts it on the same folder. */
async function crash(): Promise<void> {
  await bus.kill();
  bus = await spawnBus(folder, QUEUES);
}

async function withClient<T>(work: (client: ServiceBusClient) => Promise<T>): Promise<T> {
  const client = clientFor(bus.connectionString, TIMEOUT_MS);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

describe('the embedded Service Bus after kill -9', { timeout: LIMIT_MS }, () => {
  it('has every accepted message, and no settled one, whenever it was killed', async () => {
    const ledger = new Ledger();
    const loads: Promise<void>[] = [];
    for (let round = 0; round < 4; round += 1) {
      await withClient(async (client) => {
        loads.push(putUnderLoad(client, ledger, round));
        await setTimeout(randomInt(300, 900));
        await bus.kill();
      });
      bus = await spawnBus(folder, QUEUES);
    }
    await Promise.all(loads);

    const { left, dead } = await withClient(async (client) => ({
      left: idsOf(await drain(client, false)),
      dead: idsOf(await drain(client, true)),
    }));

    expect(ledger.accepted.size).toBeGreaterThan(500);
    expect(ledger.completed.size).toBeGreaterThan(50);
    expect(ledger.deadLettered.size).toBeGreaterThan(5);
    const all = [...left, ...dead];
    const found = new Set(all);
    expect(found.size).toBe(all.length);
    const missing = [...ledger.accepted].filter((id) => !found.has(id) && !ledger.mayBeCompleted.has(id));
    expect(missing).toEqual([]);
    expect(all.filter((id) => ledger.completed.has(id))).toEqual([]);
    expect(left.filter((id) => ledger.deadLettered.has(id))).toEqual([]);
    expect([...ledger.deadLettered].filter((id) => !found.has(id))).toEqual([]);
  });

  it('remembers message ids, so that what was accepted before is not accepted twice', async () => {
    const ids = Array.from({ length: 50 }, (_, number) => `id-${number}`);
    const messages = ids.map((messageId) => ({ body: messageId, messageId }));
    await withClient((client) => client.createSender('q').sendMessages(messages));
    await withClient(async (client) => {
      const receiver = client.createReceiver('q');
      for (const message of await receiveMany(receiver, 25)) await receiver.completeMessage(message);
    });
    await crash();

    await withClient((client) => client.createSender('q').sendMessages(messages));

    const left = await withClient((client) => drain(client, false));
    expect(idsOf(left).sort()).toEqual(ids.slice(25).sort());
  });

  it('keeps scheduled and deferred messages, changed properties and sequence numbers', async () => {
    const deferred = await withClient(async (client) => {
      const sender = client.createSender('q');
      await sender.sendMessages({ body: 'deferred', messageId: 'd' });
      const receiver = client.createReceiver('q');
      const message = await receiveOne(receiver);
      await receiver.deferMessage(message, { note: 'kept' });
      await sender.scheduleMessages({ body: 'scheduled', messageId: 's' }, new Date(Date.now() + 1500));
      return message.sequenceNumber!;
    });
    await crash();

    await withClient(async (client) => {
      const receiver = client.createReceiver('q');
      const [again] = await receiver.receiveDeferredMessages(deferred);
      expect(again).toMatchObject({ body: 'deferred', applicationProperties: { note: 'kept' } });
      const later = await receiveOne(receiver);
      expect(later.body).toBe('scheduled');
      expect(later.sequenceNumber!.greaterThan(deferred)).toBe(true);
    });
  });

  it('counts a delivery that the crash cut off, and dead-letters what was delivered too often', async () => {
    await withClient((client) => client.createSender('fragile').sendMessages({ body: 'x' }));
    const counts: (number | undefined)[] = [];
    for (let death = 0; death < 2; death += 1) {
      await withClient(async (client) => {
        counts.push((await receiveOne(client.createReceiver('fragile'))).deliveryCount);
        await setTimeout(100);
      });
      await crash();
    }

    await withClient(async (client) => {
      const dead = await receiveOne(client.createReceiver('fragile', { subQueueType: 'deadLetter' }));
      expect(dead.deadLetterReason).toBe('MaxDeliveryCountExceeded');
      expect(await isEmpty(client.createReceiver('fragile'))).toBe(true);
    });
    expect(counts).toEqual([0, 1]);
  });

  it('refuses everything once its disk is full, and has what it accepted before', async () => {
    await bus.kill();
    const full = await spawnBus(folder, QUEUES, { largestFileKiB: 300 });
    bus = full;
    const accepted: string[] = [];
    await withClient(async (client) => {
      const sender = client.createSender('q');
      const sending = async (): Promise<void> => {
        for (let number = 0; number < 1000; number += 1) {
          await sender.sendMessages({ body: Buffer.alloc(10_000), messageId: `m-${number}` });
          accepted.push(`m-${number}`);
        }
      };
      await expect(sending()).rejects.toThrow('cannot be written');
      await expect(sender.sendMessages({ body: 'small' })).rejects.toThrow('cannot be written');
    });
    await crash();

    const left = idsOf(await withClient((client) => drain(client, false)));

    expect(accepted.length).toBeGreaterThan(10);
    expect(left).toEqual(expect.arrayContaining(accepted));
  });
});

/** What the clients were told, which is what the broker has to keep. */
class Ledger {
  readonly accepted = new Set<string>();
  readonly completed = new Set<string>();
  /** Told to complete; the answer may have been lost. */
  readonly mayBeCompleted = new Set<string>();
  readonly deadLettered = new Set<string>();
}

/** Sends, completes and dead-letters until the broker is gone. */
async function putUnderLoad(client: ServiceBusClient, ledger: Ledger, round: number): Promise<void> {
  const work = [
    sendBatches(client, ledger, round),
    sendSingly(client, ledger, round),
    settle(client, ledger),
  ];
  await Promise.allSettled(work);
}

async function sendBatches(client: ServiceBusClient, ledger: Ledger, round: number): Promise<void> {
  const sender = client.createSender('q');
  for (let batch = 0; ; batch += 1) {
    const ids = Array.from({ length: 20 }, (_, number) => `batch-${round}-${batch}-${number}`);
    await sender.sendMessages(ids.map((messageId) => ({ body: Buffer.alloc(1024), messageId })));
    for (const id of ids) ledger.accepted.add(id);
  }
}

async function sendSingly(client: ServiceBusClient, ledger: Ledger, round: number): Promise<void> {
  const sender = client.createSender('q');
  for (let number = 0; ; number += 1) {
    const messageId = `single-${round}-${number}`;
    await sender.sendMessages({ body: 'x', messageId });
    ledger.accepted.add(messageId);
  }
}

/** Completes one of three messages, dead-letters one of nine and leaves the others locked. */
async function settle(client: ServiceBusClient, ledger: Ledger): Promise<void> {
  const receiver = client.createReceiver('q', { maxAutoLockRenewalDurationInMs: 0 });
  const turns = new SettlementTurns();
  for (;;) {
    const messages = await receiver.receiveMessages(18, { maxWaitTimeInMs: 200 });
    await Promise.all(messages.map((message, index) => settleOne(receiver, turns, message, index, ledger)));
  }
}

async function settleOne(
  receiver: ServiceBusReceiver,
  turns: SettlementTurns,
  message: ServiceBusReceivedMessage,
  index: number,
  ledger: Ledger,
): Promise<void> {
  const id = String(message.messageId);
  if (index % 3 === 0) {
    ledger.mayBeCompleted.add(id);
    await turns.run(true, () => receiver.completeMessage(message));
    ledger.completed.add(id);
  } else if (index % 9 === 1) {
    await turns.run(false, () => receiver.deadLetterMessage(message));
    ledger.deadLettered.add(id);
  }
}

async function drain(client: ServiceBusClient, deadLetters: boolean): Promise<ServiceBusReceivedMessage[]> {
  const receiver = client.createReceiver('q', {
    receiveMode: 'receiveAndDelete',
    ...(deadLetters ? { subQueueType: 'deadLetter' } : {}),
  });
  const all: ServiceBusReceivedMessage[] = [];
  for (;;) {
    const messages = await receiver.receiveMessages(500, { maxWaitTimeInMs: 500 });
    if (messages.length === 0) return all;
    all.push(...messages);
  }
}

function idsOf(messages: readonly ServiceBusReceivedMessage[]): string[] {
  return messages.map((message) => String(message.messageId));
}
