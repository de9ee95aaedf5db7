import { type ServiceBusReceivedMessage } from '@azure/service-bus';
import { describe, expect, it } from 'vitest';
import { SettlementTurns } from '../../apps/local/service-bus/settlement-turns.ts';
import { isEmpty, queue, receiveMany, receiveOne, runBus } from './service-bus-fixture.ts';

const LIMIT_MS = 15_000;

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

  it('does not deliver a completed message again', async () => {
    await using running = await runBus(queue('q'));
    await running.client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = running.client.createReceiver('q');
    const [first, second] = await receiveMany(receiver, 2);

    await receiver.completeMessage(first!);
    await receiver.completeMessage(second!);

    expect(running.bus.stats()['q']?.active).toBe(0);
    expect(await isEmpty(receiver)).toBe(true);
  });

  it('removes messages as it delivers them to a receive-and-delete receiver', async () => {
    await using running = await runBus(queue('q'));
    await running.client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);

    const messages = await receiveMany(
      running.client.createReceiver('q', { receiveMode: 'receiveAndDelete' }),
      2,
    );

    expect(messages.map((message) => message.body as number)).toEqual([1, 2]);
    expect(running.bus.stats()['q']?.active).toBe(1);
  });

  it('delivers an abandoned message again, before later ones, with changed properties and a higher count', async () => {
    await using running = await runBus(queue('q'));
    const sender = running.client.createSender('q');
    await sender.sendMessages([
      { body: 1, applicationProperties: { keep: 'k', change: 'old' } },
      { body: 2 },
    ]);
    const receiver = running.client.createReceiver('q');
    await receiver.abandonMessage(await receiveOne(receiver), { change: 'new', add: 1 });

    const again = await receiveOne(receiver);

    expect(again.body).toBe(1);
    expect(again.deliveryCount).toBe(1);
    expect(again.applicationProperties).toEqual({ keep: 'k', change: 'new', add: 1 });
  });

  it('dead-letters with reason and description, and the dead letter can be completed', async () => {
    await using running = await runBus(queue('q'));
    await running.client.createSender('q').sendMessages({ body: 1, applicationProperties: { a: 'b' } });
    const receiver = running.client.createReceiver('q');
    const options = { deadLetterReason: 'Broken', deadLetterErrorDescription: 'it is', extra: 'e' };
    await receiver.deadLetterMessage(await receiveOne(receiver), options);
    const deadLetters = running.client.createReceiver('q', { subQueueType: 'deadLetter' });

    const dead = await receiveOne(deadLetters);

    expect(dead).toMatchObject({
      deadLetterReason: 'Broken',
      deadLetterErrorDescription: 'it is',
      deadLetterSource: 'q',
    });
    expect(dead.applicationProperties).toMatchObject({ a: 'b', extra: 'e' });
    expect(running.bus.stats()['q']).toEqual({ active: 0, scheduled: 0, deferred: 0, deadLetter: 1 });
    await deadLetters.completeMessage(dead);
    expect(running.bus.stats()['q']?.deadLetter).toBe(0);
  });

  it('dead-letters after the allowed number of deliveries', async () => {
    await using running = await runBus(queue('q', { maxDeliveryCount: 3 }));
    await running.client.createSender('q').sendMessages({ body: 1 });
    const receiver = running.client.createReceiver('q');
    const counts: (number | undefined)[] = [];
    for (let delivery = 0; delivery < 3; delivery += 1) {
      const message = await receiveOne(receiver);
      counts.push(message.deliveryCount);
      await receiver.abandonMessage(message);
    }

    const dead = await receiveOne(running.client.createReceiver('q', { subQueueType: 'deadLetter' }));

    expect(counts).toEqual([0, 1, 2]);
    expect(dead.deliveryCount).toBe(3);
    expect(dead.deadLetterReason).toBe('MaxDeliveryCountExceeded');
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
    await new Promise((resolve) => setTimeout(resolve, 200));

    await running.client.createSender('q').sendMessages(Array.from({ length: 40 }, () => ({ body: 'x' })));
    await expect.poll(() => taken[0]! + taken[1]!).toBe(40);

    expect(Math.min(...taken)).toBeGreaterThan(5);
  });

  it('delivers again, with a higher count, what was not settled before its lock ended', async () => {
    await using running = await runBus(queue('q', { lockDurationMs: 1500 }));
    const messages = 900;
    await running.client
      .createSender('q')
      .sendMessages(Array.from({ length: messages }, (_, body) => ({ body })));
    const receiver = running.client.createReceiver('q', { maxAutoLockRenewalDurationInMs: 0 });
    const [first] = await receiveMany(receiver, messages);

    const again = await receiveMany(receiver, messages);

    expect(again.every((message) => message.deliveryCount === 1)).toBe(true);
    await expect(receiver.completeMessage(first!)).rejects.toMatchObject({ code: 'MessageLockLost' });
    await receiver.completeMessage(again[0]!);
    expect(running.bus.stats()['q']?.active).toBe(messages - 1);
  });

  it('settles far more messages on one session than it has slots', async () => {
    await using running = await runBus(queue('q'));
    const total = 5000;
    const sender = running.client.createSender('q');
    for (let sent = 0; sent < total; sent += 1000) {
      await sender.sendMessages(Array.from({ length: 1000 }, () => ({ body: 'x' })));
    }
    const receiver = running.client.createReceiver('q');

    for (let done = 0; done < total; done += 500) {
      const messages = await receiveMany(receiver, 500);
      await Promise.all(messages.map((message) => receiver.completeMessage(message)));
    }

    expect(running.bus.stats()['q']?.active).toBe(0);
  });

  it('keeps outcomes apart that are decided in one moment, when they take turns', async () => {
    await using running = await runBus(queue('q'));
    await running.client.createSender('q').sendMessages(Array.from({ length: 40 }, (_, body) => ({ body })));
    const receiver = running.client.createReceiver('q');
    const messages = await receiveMany(receiver, 40);
    const turns = new SettlementTurns();
    const complete = (message: ServiceBusReceivedMessage) =>
      turns.run(true, () => receiver.completeMessage(message));
    const bury = (message: ServiceBusReceivedMessage) => {
      const options = { deadLetterReason: String(message.body), deadLetterErrorDescription: '' };
      return turns.run(false, () => receiver.deadLetterMessage(message, options));
    };

    await Promise.all(
      messages.map((message, index) => (index % 2 === 0 ? complete(message) : bury(message))),
    );

    const dead = await receiveMany(running.client.createReceiver('q', { subQueueType: 'deadLetter' }), 20);
    expect(dead.every((message) => (message.body as number) % 2 === 1)).toBe(true);
    expect(dead.every((message) => message.deadLetterReason === String(message.body))).toBe(true);
    expect(running.bus.stats()['q']).toMatchObject({ active: 0, deadLetter: 20 });
  });
});
