import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PermanentError, TransientError } from '../../errors/pipeline-error.ts';
import { hedgedTries, type HedgeRules } from './hedged-tries.ts';

const HEDGE_MS = 100;

interface Try {
  readonly answer: (value: string) => void;
  readonly fail: (error: Error) => void;
  readonly signal: AbortSignal;
}

function begin(more: Partial<HedgeRules> = {}) {
  const tries: Try[] = [];
  const work = hedgedTries<string>(
    (signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      tries.push({ answer: resolve, fail: reject, signal });
      return promise;
    },
    {
      hedgeAfterMs: () => HEDGE_MS,
      mayHedge: () => true,
      isKnown: () => false,
      isWorthAgain: (error) => error instanceof TransientError,
      backoffMs: 10,
      signal: new AbortController().signal,
      ...more,
    },
  );
  work.catch(() => undefined);
  return { tries, work };
}

const gone = (): TransientError => new TransientError('REMOTE_UNAVAILABLE', 'gone');

describe('hedgedTries', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tries once when the answer comes in the usual time', async () => {
    const { tries, work } = begin();
    await vi.advanceTimersByTimeAsync(HEDGE_MS - 1);

    tries[0]?.answer('first');

    expect(await work).toBe('first');
    await vi.advanceTimersByTimeAsync(10 * HEDGE_MS);
    expect(tries).toHaveLength(1);
  });

  it('begins others beside a try that is slow, three in all, and takes the first answer', async () => {
    const { tries, work } = begin();
    await vi.advanceTimersByTimeAsync(10 * HEDGE_MS);

    tries[1]?.answer('second');

    expect(await work).toBe('second');
    expect(tries).toHaveLength(3);
    expect(tries.every(({ signal }) => signal.aborted)).toBe(true);
  });

  it('begins up to six at a host that is known to answer', async () => {
    const { tries } = begin({ isKnown: () => true });

    await vi.advanceTimersByTimeAsync(10 * HEDGE_MS);

    expect(tries).toHaveLength(6);
  });

  it('begins none beside the first while there is no room', async () => {
    const { tries } = begin({ mayHedge: () => false });

    await vi.advanceTimersByTimeAsync(10 * HEDGE_MS);

    expect(tries).toHaveLength(1);
  });

  it('waits for the try beside one that failed', async () => {
    const { tries, work } = begin();
    await vi.advanceTimersByTimeAsync(HEDGE_MS);

    tries[0]?.fail(gone());
    await vi.advanceTimersByTimeAsync(1);
    tries[1]?.answer('second');

    expect(await work).toBe('second');
  });

  it('tries once more after a failure, and no third time', async () => {
    const { tries, work } = begin();
    tries[0]?.fail(gone());
    await vi.advanceTimersByTimeAsync(10);
    tries[1]?.fail(gone());

    await expect(work).rejects.toThrow('gone');

    await vi.advanceTimersByTimeAsync(10 * HEDGE_MS);
    expect(tries).toHaveLength(2);
  });

  it('tries up to four times, one after the other, at a host that is known to answer, as long as that is paid for', async () => {
    let saved = 1;
    const poor = begin({ isKnown: () => true, mayHedge: () => (saved -= 1) >= 0 });
    const rich = begin({ isKnown: () => true });
    for (let number = 0; number < 5; number += 1) {
      for (const { tries } of [poor, rich]) tries[number]?.fail(gone());
      await vi.advanceTimersByTimeAsync(10);
    }

    await expect(poor.work).rejects.toThrow('gone');
    await expect(rich.work).rejects.toThrow('gone');
    expect([poor.tries.length, rich.tries.length]).toEqual([3, 4]);
  });

  it('takes a refusal for an answer, whatever is still out', async () => {
    const { tries, work } = begin();
    await vi.advanceTimersByTimeAsync(HEDGE_MS);

    tries[1]?.fail(new PermanentError('REMOTE_NOT_FOUND', 'not there'));

    await expect(work).rejects.toThrow('not there');
    expect(tries[0]?.signal.aborted).toBe(true);
  });

  it('does not try again once the caller gave up', async () => {
    const controller = new AbortController();
    const { tries, work } = begin({ signal: controller.signal });
    tries[0]?.fail(gone());
    await vi.advanceTimersByTimeAsync(1);

    controller.abort();
    await vi.advanceTimersByTimeAsync(10);

    await expect(work).rejects.toThrow('gone');
    expect(tries).toHaveLength(1);
  });
});
