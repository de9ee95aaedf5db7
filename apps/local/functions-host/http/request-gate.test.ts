import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRequestGate } from './request-gate.ts';

const UNLIMITED = {
  maxConcurrent: Number.POSITIVE_INFINITY,
  maxOutstanding: Number.POSITIVE_INFINITY,
  maxFresh: Number.POSITIVE_INFINITY,
  lagMs: () => 0,
};

describe('createRequestGate', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets so many run, lets others wait in order, and refuses those beyond', async () => {
    const gate = createRequestGate({ ...UNLIMITED, maxConcurrent: 1, maxOutstanding: 3 });
    const order: string[] = [];
    const first = await gate.enter('webhooks');
    const second = gate.enter('webhooks').then((release) => {
      order.push('second');
      return release;
    });
    const third = gate.enter('webhooks').then(() => order.push('third'));

    expect(await gate.enter('webhooks')).toBeNull();
    first?.();
    (await second)?.();
    await third;

    expect(order).toEqual(['second', 'third']);
  });

  it('refuses a burst beyond its limit at once, and lets in again what comes after an answer', async () => {
    const gate = createRequestGate({ ...UNLIMITED, maxFresh: 3 });
    const burst = await Promise.all([1, 2, 3, 4, 5].map(() => gate.enter('webhooks')));
    burst[0]?.();

    const after = [await gate.enter('webhooks'), await gate.enter('webhooks')];

    expect(burst.map((place) => place !== null)).toEqual([true, true, true, false, false]);
    expect(after.map((place) => place !== null)).toEqual([true, false]);
  });

  it('lets in fewer the later the event loop is, but always a few', async () => {
    const admitted = async (lag: number): Promise<number> => {
      const gate = createRequestGate({ ...UNLIMITED, maxFresh: 50, lagMs: () => lag });
      const burst = await Promise.all(Array.from({ length: 100 }, () => gate.enter('webhooks')));
      return burst.filter((place) => place !== null).length;
    };

    expect([await admitted(20), await admitted(30), await admitted(5_000)]).toEqual([50, 23, 12]);
  });

  it('leaves other functions as many places as one function that is flooded has, and no more', async () => {
    const gate = createRequestGate({ ...UNLIMITED, maxFresh: 2 });
    const flood = await Promise.all([1, 2, 3].map(() => gate.enter('webhooks')));

    const others = await Promise.all(['click', 'page', 'status'].map((name) => gate.enter(name)));

    expect(flood.map((place) => place !== null)).toEqual([true, true, false]);
    expect(others.map((place) => place !== null)).toEqual([true, true, false]);
  });

  it('leaves other functions their places beside a flood that was let in before the event loop became late', async () => {
    let lag = 0;
    const gate = createRequestGate({ ...UNLIMITED, maxFresh: 50, lagMs: () => lag });
    await Promise.all(Array.from({ length: 50 }, () => gate.enter('webhooks')));
    lag = 5_000;

    const clicks = await Promise.all(Array.from({ length: 20 }, () => gate.enter('click')));

    expect(clicks.filter((place) => place !== null)).toHaveLength(12);
    expect(await gate.enter('webhooks')).toBeNull();
  });

  it('keeps nobody out for requests that take long, and counts none of them twice', async () => {
    const gate = createRequestGate({ ...UNLIMITED, maxFresh: 2 });
    const slow = [await gate.enter('webhooks'), await gate.enter('webhooks')];
    await vi.advanceTimersByTimeAsync(1_000);
    const besides = [await gate.enter('webhooks'), await gate.enter('webhooks')];

    for (const release of slow) release?.();

    expect(besides.every((place) => place !== null)).toBe(true);
    expect(await gate.enter('webhooks')).toBeNull();
  });
});
