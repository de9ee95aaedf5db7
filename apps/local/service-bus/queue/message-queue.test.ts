import { describe, expect, it } from 'vitest';
import { MessageQueue } from './message-queue.ts';
import { type StoredMessage } from './stored-message.ts';

const LOCK_MS = 100;

function message(queue: MessageQueue, settings: Partial<StoredMessage> = {}): StoredMessage {
  const sequence = queue.takeSequence();
  return {
    sequence,
    firstSequence: sequence,
    enqueuedAt: 0,
    scheduledAt: 0,
    expiresAt: Infinity,
    bytes: Buffer.alloc(10),
    state: 'active',
    deliveryCount: 0,
    lock: null,
    ...settings,
  };
}

function queueWith(...settings: readonly Partial<StoredMessage>[]): MessageQueue {
  const queue = new MessageQueue(LOCK_MS, 1);
  for (const each of settings) queue.add(message(queue, each));
  return queue;
}

describe('MessageQueue', () => {
  it('offers the oldest free message, and a released one at its old place', () => {
    const queue = queueWith({}, {});
    const first = queue.nextReady(0)!;
    queue.lock(first, 0);
    expect(queue.nextReady(0)?.sequence).toBe(2);

    queue.release(first);

    expect(queue.nextReady(0)?.sequence).toBe(1);
  });

  it('lets a token hold its message until the lock ends, and a renewed one longer', () => {
    const queue = queueWith({}, {});
    const [first, second] = [...queue.messages()];
    queue.lock(first!, 0);
    queue.lock(second!, 0);
    const token = first!.lock!.token;
    queue.renew(first!, 60);

    expect(queue.locked(second!.lock!.token, 99)).toBe(second);
    expect(queue.locked(second!.lock!.token, 100)).toBeNull();
    expect(queue.locked(token, 159)).toBe(first);
    expect(queue.nextDueAt()).toBe(100);
    expect(queue.due(100, 10).lockExpired).toEqual([second]);
  });

  it('reports what is due and says when to ask again', () => {
    const queue = queueWith({ state: 'scheduled', scheduledAt: 30 }, { expiresAt: 20 }, {});
    expect(queue.nextDueAt()).toBe(20);

    const due = queue.due(30, 10);

    expect(due.scheduled.map((each) => each.sequence)).toEqual([1]);
    expect(due.expired.map((each) => each.sequence)).toEqual([2]);
    expect(queue.nextDueAt()).toBe(Infinity);
  });

  it('reports at most as many as were asked for and keeps the rest due', () => {
    const queue = queueWith({ expiresAt: 1 }, { expiresAt: 2 }, { expiresAt: 3 });

    expect(queue.due(10, 2).expired).toHaveLength(2);
    expect(queue.nextDueAt()).toBe(3);
  });

  it('does not let a locked message expire before its lock is given back', () => {
    const queue = queueWith({ expiresAt: 50 });
    const [only] = [...queue.messages()];
    queue.lock(only!, 0);
    expect(queue.due(60, 10).expired).toEqual([]);

    queue.release(only!);

    expect(queue.nextReady(60)).toBeNull();
    expect(queue.due(60, 10).expired).toEqual([only]);
  });

  it('counts states and bytes, and nothing is left when all is removed', () => {
    const queue = queueWith({}, { state: 'scheduled', scheduledAt: 9 }, { state: 'deferred' });
    expect(queue.counts).toEqual({ active: 1, scheduled: 1, deferred: 1 });
    expect(queue.bytes).toBeGreaterThan(30);

    for (const each of [...queue.messages()]) queue.remove(each);

    expect(queue.counts).toEqual({ active: 0, scheduled: 0, deferred: 0 });
    expect(queue.bytes).toBe(0);
  });
});
