import { type ServiceBusReceivedMessage } from '@azure/service-bus';
import { describe, expect, it } from 'vitest';
import { SettlementTurns } from '../../apps/local/service-bus/settlement-turns.ts';
import { isEmpty, queue, receiveMany, receiveOne, runBus } from './service-bus-fixture.ts';

const LIMIT_MS = 20_000;

describe('settlement on the embedded Service Bus', { timeout: LIMIT_MS }, () => {
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

  it('delivers again, with a higher count, what was not settled before its lock ended', async () => {
    await using running = await runBus(queue('q', { lockDurationMs: 2500 }));
    const messages = 300;
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
