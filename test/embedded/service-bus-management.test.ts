import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isEmpty, queue, receiveMany, receiveOne, runBus } from './service-bus-fixture.ts';

function inMs(delay: number): Date {
  return new Date(Date.now() + delay);
}

/** The broker and its client go by this clock, which stands still however slow the machine is, until a test moves it on. */
function stopTheClock(): void {
  vi.useFakeTimers({ toFake: ['Date'] });
}

describe('time and management requests of the embedded Service Bus', () => {
  afterEach(() => void vi.useRealTimers());

  it('holds a scheduled message back until its time and then gives it a new sequence number', async () => {
    await using running = await runBus(queue('q'));
    const sender = running.client.createSender('q');
    stopTheClock();
    const at = inMs(500);
    const [sequence] = await sender.scheduleMessages([{ body: 'later', messageId: 'm' }], at);
    await sender.sendMessages({ body: 'now' });
    const receiver = running.client.createReceiver('q');
    expect(running.bus.stats()['q']).toMatchObject({ active: 1, scheduled: 1 });
    expect((await receiveOne(receiver)).body).toBe('now');
    vi.advanceTimersByTime(499);
    expect(await isEmpty(receiver)).toBe(true);
    vi.advanceTimersByTime(1);

    const message = await receiveOne(receiver);

    expect(message.body).toBe('later');
    expect(message.scheduledEnqueueTimeUtc?.getTime()).toBe(at.getTime());
    expect(message.enqueuedTimeUtc?.getTime()).toBeGreaterThanOrEqual(at.getTime());
    expect(message.sequenceNumber?.toNumber()).toBeGreaterThan(sequence?.toNumber() ?? 0);
  });

  it('schedules a message that is sent with a time, too', async () => {
    await using running = await runBus(queue('q'));

    await running.client.createSender('q').sendMessages({ body: 'x', scheduledEnqueueTimeUtc: inMs(60_000) });

    expect(running.bus.stats()['q']).toMatchObject({ active: 0, scheduled: 1 });
  });

  it('cancels scheduled messages, and says so when there is nothing to cancel', async () => {
    await using running = await runBus(queue('q'));
    const sender = running.client.createSender('q');
    const sequences = await sender.scheduleMessages([{ body: 1 }, { body: 2 }], inMs(60_000));

    await sender.cancelScheduledMessages(sequences);

    expect(running.bus.stats()['q']?.scheduled).toBe(0);
    await expect(sender.cancelScheduledMessages(sequences)).rejects.toMatchObject({
      code: 'MessageNotFound',
    });
    expect(await running.client.createReceiver('q').peekMessages(10)).toEqual([]);
  });

  it('shows messages in every state to a peek, without touching them', async () => {
    await using running = await runBus(queue('q'));
    const sender = running.client.createSender('q');
    await sender.sendMessages([{ body: 'locked' }, { body: 'deferred' }, { body: 'active' }]);
    await sender.scheduleMessages({ body: 'scheduled' }, inMs(60_000));
    const receiver = running.client.createReceiver('q');
    const [, second] = await receiveMany(receiver, 2);
    await receiver.deferMessage(second!);

    const peeked = await receiver.peekMessages(10);
    const rest = await receiver.peekMessages(10);

    expect(peeked.map((message) => [message.body as string, message.state])).toEqual([
      ['locked', 'active'],
      ['deferred', 'deferred'],
      ['active', 'active'],
      ['scheduled', 'scheduled'],
    ]);
    expect(rest).toEqual([]);
    expect(running.bus.stats()['q']).toEqual({ active: 2, scheduled: 1, deferred: 1, deadLetter: 0 });
  });

  it('keeps a deferred message for whoever asks for its number', async () => {
    await using running = await runBus(queue('q'));
    await running.client.createSender('q').sendMessages({ body: 'x', applicationProperties: { a: 1 } });
    const receiver = running.client.createReceiver('q');
    const message = await receiveOne(receiver);
    await receiver.deferMessage(message, { b: 2 });
    expect(await isEmpty(receiver)).toBe(true);

    const [deferred] = await receiver.receiveDeferredMessages(message.sequenceNumber!);

    expect(deferred).toMatchObject({ body: 'x', state: 'deferred', applicationProperties: { a: 1, b: 2 } });
    await receiver.abandonMessage(deferred!);
    const [again] = await receiver.receiveDeferredMessages(message.sequenceNumber!);
    expect(again?.deliveryCount).toBe(1);
    await receiver.completeMessage(again!);
    expect(running.bus.stats()['q']).toEqual({ active: 0, scheduled: 0, deferred: 0, deadLetter: 0 });
    await expect(receiver.receiveDeferredMessages(message.sequenceNumber!)).rejects.toMatchObject({
      code: 'MessageNotFound',
    });
  });

  it('dead-letters a deferred message with its reason', async () => {
    await using running = await runBus(queue('q'));
    await running.client.createSender('q').sendMessages({ body: 'x' });
    const receiver = running.client.createReceiver('q');
    const message = await receiveOne(receiver);
    await receiver.deferMessage(message);
    const [deferred] = await receiver.receiveDeferredMessages(message.sequenceNumber!);

    await receiver.deadLetterMessage(deferred!, { deadLetterReason: 'r', deadLetterErrorDescription: 'd' });

    const dead = await receiveOne(running.client.createReceiver('q', { subQueueType: 'deadLetter' }));
    expect(dead).toMatchObject({ deadLetterReason: 'r', deadLetterErrorDescription: 'd' });
  });

  it('keeps a message locked while its lock is renewed, and not longer', async () => {
    await using running = await runBus(queue('q', { lockDurationMs: 1200 }));
    await running.client.createSender('q').sendMessages({ body: 'x' });
    const receiver = running.client.createReceiver('q', { maxAutoLockRenewalDurationInMs: 0 });
    stopTheClock();
    const message = await receiveOne(receiver);
    for (let renewal = 0; renewal < 3; renewal += 1) {
      vi.advanceTimersByTime(600);
      expect(await receiver.renewMessageLock(message)).toEqual(inMs(1200));
    }
    expect(await isEmpty(receiver)).toBe(true);
    vi.advanceTimersByTime(1200);

    await expect(receiver.renewMessageLock(message)).rejects.toMatchObject({ code: 'MessageLockLost' });
    expect((await receiveOne(receiver)).deliveryCount).toBe(1);
  });

  it('moves a message whose locks always end to the dead letters', async () => {
    await using running = await runBus(queue('q', { lockDurationMs: 100, maxDeliveryCount: 2 }));
    await running.client.createSender('q').sendMessages({ body: 'x' });
    const receiver = running.client.createReceiver('q', { maxAutoLockRenewalDurationInMs: 0 });
    await receiveOne(receiver);
    await receiveOne(receiver);

    await expect.poll(() => running.bus.stats()['q']?.deadLetter, { timeout: 30_000 }).toBe(1);

    expect(running.bus.stats()['q']?.active).toBe(0);
  });

  it('accepts a message id once within the window, scheduled or not, and again after it', async () => {
    await using running = await runBus(queue('q', { duplicateDetectionWindowMs: 500 }));
    const sender = running.client.createSender('q');
    stopTheClock();
    await sender.sendMessages({ body: 1, messageId: 'a' });
    await sender.sendMessages({ body: 2, messageId: 'a' });
    await sender.sendMessages([
      { body: 3, messageId: 'b' },
      { body: 4, messageId: 'b' },
    ]);
    await sender.scheduleMessages({ body: 5, messageId: 'b' }, inMs(10));
    await sender.scheduleMessages({ body: 6, messageId: 'c' }, inMs(10));
    await sender.sendMessages({ body: 7, messageId: 'c' });
    vi.advanceTimersByTime(10);
    const receiver = running.client.createReceiver('q');
    const first = await receiveMany(receiver, 3);
    for (const message of first) await receiver.completeMessage(message);
    await sender.sendMessages({ body: 8, messageId: 'a' });
    vi.advanceTimersByTime(501);
    await sender.sendMessages({ body: 9, messageId: 'a' });

    const last = await receiveOne(receiver);

    expect(first.map((message) => message.body as number).sort()).toEqual([1, 3, 6]);
    expect(last.body).toBe(9);
  });

  it('drops expired messages, or dead-letters them where the queue says so', async () => {
    await using running = await runBus(
      queue('drops', { defaultTtlMs: 200 }),
      queue('keeps', { deadLetterOnExpiration: true }),
    );
    await running.client.createSender('drops').sendMessages({ body: 1, timeToLive: 60_000 });
    await running.client.createSender('keeps').sendMessages({ body: 2, timeToLive: 200 });

    const dead = await receiveOne(running.client.createReceiver('keeps', { subQueueType: 'deadLetter' }));

    expect(dead.deadLetterReason).toBe('TTLExpiredException');
    const none = { active: 0, scheduled: 0, deferred: 0, deadLetter: 0 };
    await expect.poll(() => running.bus.stats()['drops'], { timeout: 30_000 }).toEqual(none);
    expect(await isEmpty(running.client.createReceiver('drops'))).toBe(true);
  });

  it('lets a receiver finish a message that expires under its lock', async () => {
    await using running = await runBus(queue('q', { defaultTtlMs: 300 }));
    stopTheClock();
    await running.client.createSender('q').sendMessages({ body: 1 });
    const receiver = running.client.createReceiver('q');
    const message = await receiveOne(receiver);
    vi.advanceTimersByTime(400);
    // The broker looks for what has expired when its timer rings.
    await setTimeout(400);

    await receiver.completeMessage(message);

    expect(running.bus.stats()['q']?.active).toBe(0);
  });
});
