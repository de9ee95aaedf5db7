import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServiceBusClient } from '@azure/service-bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readQueues } from '../../apps/local/cloud/read-queues.ts';
import { startServiceBus } from '../../apps/local/service-bus/start-service-bus.ts';
import type { DeadLetters } from '../../shared/ports/dead-letters.ts';
import { createDeadLetters } from '../../shared/platform/service-bus/create-dead-letters.ts';
import { createServiceBusClient } from '../../shared/platform/service-bus/create-message-sender.ts';

const SIGNAL = AbortSignal.timeout(100_000);
const QUEUES = new URL('../../shared/contracts/queues.json', import.meta.url);

describe('dead letters', () => {
  let folder: string;
  let bus: Awaited<ReturnType<typeof startServiceBus>>;
  let client: ServiceBusClient;
  let letters: DeadLetters;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-letters-'));
    bus = await startServiceBus({ folder, queues: readQueues(QUEUES) });
    client = createServiceBusClient(bus.connectionString, () => {
      throw new TypeError('A connection string needs no identity.');
    });
    letters = createDeadLetters(client);
  });

  afterEach(async () => {
    await client.close();
    await bus.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are listed the same twice by one client', async () => {
    await rejectMessages(3);

    expect(await ids()).toEqual(['m0', 'm1', 'm2']);
    expect(await ids()).toEqual(['m0', 'm1', 'm2']);
  });

  it('stay where they are when others are replayed again and again', async () => {
    await rejectMessages(14);

    for (let number = 13; number >= 2; number -= 1) {
      const replayed = await letters.replay({ messageId: `m${number}` }, () => Promise.resolve(), SIGNAL);
      expect(replayed.map(({ messageId }) => messageId)).toEqual([`m${number}`]);
    }

    expect(await ids()).toEqual(['m0', 'm1']);
    expect(bus.stats()['decide-rejected']).toMatchObject({ active: 2, deadLetter: 0 });
    expect(bus.stats()['decide']).toMatchObject({ active: 12 });
  });

  it('are replayed by the code that they were rejected with', async () => {
    await rejectMessages(2);
    await rejectMessages(1, 'REMOTE_UNAVAILABLE', 'other');

    const replayed = await letters.replay({ code: 'REMOTE_UNAVAILABLE' }, () => Promise.resolve(), SIGNAL);

    expect(replayed.map(({ messageId }) => messageId)).toEqual(['other0']);
    expect(await ids()).toEqual(['m0', 'm1']);
  });

  it('are discarded only after that was told, and the others stay', async () => {
    await rejectMessages(3);
    const refused = letters.discard(
      { messageId: 'm1' },
      () => Promise.reject(new TypeError('no audit')),
      SIGNAL,
    );
    await expect(refused).rejects.toThrow('no audit');
    const told: string[] = [];

    const gone = await letters.discard(
      { messageId: 'm1' },
      async (letter) => void told.push(letter.messageId),
      SIGNAL,
    );

    expect(gone.map(({ messageId }) => messageId)).toEqual(['m1']);
    expect(told).toEqual(['m1']);
    expect(await ids()).toEqual(['m0', 'm2']);
    expect(bus.stats()['decide']).toMatchObject({ active: 0 });
  });

  it('are not touched at all when none of them is chosen', async () => {
    await rejectMessages(2);

    expect(await letters.replay({ messageId: 'another' }, () => Promise.resolve(), SIGNAL)).toEqual([]);

    const [message] = await received('decide-rejected', 1);
    expect(message?.deliveryCount).toBe(0);
  });

  it('are found and replayed where Service Bus put them after they were looked at too often', async () => {
    await rejectMessages(1);
    const receiver = client.createReceiver('decide-rejected');
    const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5_000 });
    if (message !== undefined) await receiver.deadLetterMessage(message);
    await receiver.close();

    expect(await ids()).toEqual(['m0']);
    expect(
      (await letters.replay({ messageId: 'm0' }, () => Promise.resolve(), SIGNAL)).map(
        ({ messageId }) => messageId,
      ),
    ).toEqual(['m0']);
    expect(await ids()).toEqual([]);
  });

  async function ids(): Promise<string[]> {
    return (await letters.list(100, SIGNAL)).map(({ messageId }) => messageId);
  }

  async function rejectMessages(count: number, code = 'REMOTE_FORBIDDEN', name = 'm'): Promise<void> {
    const sender = client.createSender('decide-rejected');
    const applicationProperties = { code, reason: 'The token may not.' };
    for (let number = 0; number < count; number += 1) {
      await sender.sendMessages({ body: { number }, messageId: `${name}${number}`, applicationProperties });
    }
    await sender.close();
  }

  async function received(queue: string, count: number) {
    const receiver = client.createReceiver(queue);
    const messages = await receiver.receiveMessages(count, { maxWaitTimeInMs: 5_000 });
    await receiver.close();
    return messages;
  }
});
