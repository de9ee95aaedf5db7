import { describe, expect, it } from 'vitest';
import { startServiceBus } from '../../apps/local/service-bus/start-service-bus.ts';
import { clientFor, queue, receiveMany, receiveOne, runBus } from './service-bus-fixture.ts';

const LIMIT_MS = 20_000;

describe('the embedded Service Bus, spoken to by the real client', { timeout: LIMIT_MS }, () => {
  it('delivers what was sent, with properties, numbers and times', async () => {
    await using running = await runBus(queue('q'));
    const before = Date.now();
    await running.client.createSender('q').sendMessages({
      body: { answer: 42, list: ['ä', null] },
      messageId: 'm-1',
      correlationId: 'c-1',
      contentType: 'application/json',
      subject: 'greeting',
      replyTo: 'elsewhere',
      to: 'you',
      partitionKey: 'p',
      timeToLive: 60_000,
      applicationProperties: { text: 'Ω', count: 7, big: 2 ** 40, share: 0.5, yes: true, at: new Date(5) },
    });

    const message = await receiveOne(running.client.createReceiver('q'));

    expect(message).toMatchObject({
      body: { answer: 42, list: ['ä', null] },
      messageId: 'm-1',
      correlationId: 'c-1',
      contentType: 'application/json',
      subject: 'greeting',
      replyTo: 'elsewhere',
      to: 'you',
      partitionKey: 'p',
      timeToLive: 60_000,
      deliveryCount: 0,
      state: 'active',
      applicationProperties: { text: 'Ω', count: 7, big: 2 ** 40, share: 0.5, yes: true, at: 5 },
    });
    expect(message.sequenceNumber?.toNumber()).toBe(1);
    expect(message.enqueuedTimeUtc?.getTime()).toBeGreaterThanOrEqual(before);
    expect(message.lockedUntilUtc?.getTime()).toBeGreaterThanOrEqual(before + 30_000);
    expect(message.expiresAtUtc?.getTime()).toBe((message.enqueuedTimeUtc?.getTime() ?? 0) + 60_000);
  });

  it('gives a message without an id one, as Azure does', async () => {
    await using running = await runBus(queue('q'));
    await running.client.createSender('q').sendMessages({ body: 'x' });

    const message = await receiveOne(running.client.createReceiver('q'));

    expect(message.messageId).toMatch(/^[0-9a-f]{32}$/);
    expect(message.body).toBe('x');
  });

  it('keeps the order of a batch and counts what it holds', async () => {
    await using running = await runBus(queue('q'));
    const sender = running.client.createSender('q');
    const batch = await sender.createMessageBatch();
    for (let number = 0; number < 200; number += 1)
      batch.tryAddMessage({ body: number, messageId: `${number}` });
    await sender.sendMessages(batch);

    const messages = await receiveMany(running.client.createReceiver('q'), 200);

    expect(messages.map((message) => message.body as number)).toEqual(
      Array.from({ length: 200 }, (_, index) => index),
    );
    expect(batch.maxSizeInBytes).toBe(256 * 1024);
    expect(running.bus.stats()['q']).toEqual({ active: 200, scheduled: 0, deferred: 0, deadLetter: 0 });
  });

  it('carries a body of nearly the allowed size through many frames unchanged', async () => {
    await using running = await runBus(queue('q'));
    const body = Buffer.from(Array.from({ length: 250_000 }, (_, index) => (index * 31) % 251));
    await running.client.createSender('q').sendMessages({ body });

    const message = await receiveOne(running.client.createReceiver('q'));

    expect(body.equals(message.body as Buffer)).toBe(true);
  });

  it('lets a subscription work on as many messages at once as it asked for, and no more', async () => {
    await using running = await runBus(queue('q'));
    await running.client.createSender('q').sendMessages(Array.from({ length: 30 }, (_, body) => ({ body })));
    const receiver = running.client.createReceiver('q');
    let inWork = 0;
    let most = 0;
    const seen: number[] = [];

    await new Promise<void>((resolve, reject) => {
      receiver.subscribe(
        {
          processMessage: async (message) => {
            inWork += 1;
            most = Math.max(most, inWork);
            await new Promise((wake) => setTimeout(wake, 10));
            inWork -= 1;
            seen.push(message.body as number);
            if (seen.length === 30) resolve();
          },
          processError: async ({ error }) => reject(error),
        },
        { maxConcurrentCalls: 5 },
      );
    });
    await receiver.close();

    expect(most).toBe(5);
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });

  it('shares messages out between receivers', async () => {
    await using running = await runBus(queue('q'));
    const taken = [0, 0];
    for (const index of [0, 1]) {
      running.client.createReceiver('q').subscribe({
        processMessage: async () => {
          taken[index]! += 1;
        },
        processError: async ({ error }) => {
          throw error;
        },
      });
    }
    const sender = running.client.createSender('q');
    while (Math.min(...taken) === 0) {
      await sender.sendMessages([{ body: 'x' }, { body: 'y' }]);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await expect.poll(() => running.bus.stats()['q']?.active).toBe(0);
    const before = [...taken];

    await sender.sendMessages(Array.from({ length: 40 }, () => ({ body: 'x' })));
    await expect.poll(() => running.bus.stats()['q']?.active, { timeout: 30_000 }).toBe(0);

    expect(Math.min(taken[0]! - before[0]!, taken[1]! - before[1]!)).toBeGreaterThan(5);
  });

  it('goes on with the same key and messages after a stop, and keeps queues that the settings forgot', async () => {
    await using running = await runBus(queue('q'), queue('forgotten'));
    await running.client.createSender('forgotten').sendMessages({ body: 'still here' });
    await running.client.close();
    await running.bus.stop();
    const without = await startServiceBus({ folder: running.folder, queues: [queue('q')] });
    await without.stop();
    const again = await startServiceBus({ folder: running.folder, queues: [queue('q'), queue('forgotten')] });
    const client = clientFor(again.connectionString);

    const message = await receiveOne(client.createReceiver('forgotten'));
    await client.close();
    await again.stop();

    expect(message.body).toBe('still here');
    expect(withoutPort(again.connectionString)).toBe(withoutPort(running.bus.connectionString));
  });
});

function withoutPort(connectionString: string): string {
  return connectionString.replace(/:\d+;/, ';');
}
