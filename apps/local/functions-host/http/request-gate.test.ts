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
    const first = await gate.enter();
    const second = gate.enter().then((release) => {
      order.push('second');
      return release;
    });
    const third = gate.enter().then(() => order.push('third'));

    expect(await gate.enter()).toBeNull();
    first?.();
    (await second)?.();
    await third;

    expect(order).toEqual(['second', 'third']);
  });

  it('refuses a burst beyond its limit at once, and lets in again what comes after an answer', async () => {
    const gate = createRequestGate({ ...UNLIMITED, maxFresh: 3 });
    const burst = await Promise.all([1, 2, 3, 4, 5].map(() => gate.enter()));
    burst[0]?.();

    const after = [await gate.enter(), await gate.enter()];

    expect(burst.map((place) => place !== null)).toEqual([true, true, true, false, false]);
    expect(after.map((place) => place !== null)).toEqual([true, false]);
  });

  it('lets in fewer the later the event loop is, but always a few', async () => {
    const admitted = async (lag: number): Promise<number> => {
      const gate = createRequestGate({ ...UNLIMITED, maxFresh: 64, lagMs: () => lag });
      const burst = await Promise.all(Array.from({ length: 100 }, () => gate.enter()));
      return burst.filter((place) => place !== null).length;
    };

    expect([await admitted(20), await admitted(80), await admitted(5_000)]).toEqual([64, 32, 6]);
  });

  it('keeps nobody out for requests that take long, and counts none of them twice', async () => {
    const gate = createRequestGate({ ...UNLIMITED, maxFresh: 2 });
    const slow = [await gate.enter(), await gate.enter()];
    await vi.advanceTimersByTimeAsync(1_000);
    const besides = [await gate.enter(), await gate.enter()];

    for (const release of slow) release?.();

    expect(besides.every((place) => place !== null)).toBe(true);
    expect(await gate.enter()).toBeNull();
  });
});
