import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyChunks, type BodyTimes } from './body-chunks.ts';
import type { DoorRequest } from './door.ts';
import { readBody } from './read-body.ts';
import { receiveResults } from './receive-results.ts';

const BYTE = new Uint8Array([123]);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a body that comes slowly', () => {
  it('is given up after the time without a byte', async () => {
    const { outcome } = started(dripping([0, 31_000]), { totalMs: 600_000, idleMs: 30_000 });

    await vi.advanceTimersByTimeAsync(29_000);
    expect(outcome()).toEqual({ chunks: 1, error: null });
    await vi.advanceTimersByTimeAsync(1_100);

    expect(outcome()).toMatchObject({ chunks: 1, error: { code: 'INPUT_TOO_SLOW' } });
  });

  it('is given up after the time in all, however often a byte comes', async () => {
    const everySecond = Array.from({ length: 100 }, () => 1_000);
    const { outcome } = started(dripping(everySecond), { totalMs: 20_000, idleMs: 5_000 });

    await vi.advanceTimersByTimeAsync(20_100);

    expect(outcome().error).toMatchObject({ code: 'INPUT_TOO_SLOW' });
    expect(outcome().chunks).toBeLessThanOrEqual(20);
  });

  it("is given up when the request's own time ends", async () => {
    const ended = new AbortController();
    const { outcome } = started(dripping([0, 60_000]), { totalMs: 600_000 }, ended.signal);

    await vi.advanceTimersByTimeAsync(1_000);
    ended.abort();
    await vi.advanceTimersByTimeAsync(1);

    expect(outcome().error).toMatchObject({ code: 'INPUT_TOO_SLOW' });
  });

  it('is read whole when it keeps to the times', async () => {
    const { outcome } = started(dripping([0, 4_000, 4_000]), { totalMs: 10_000, idleMs: 5_000 });

    await vi.advanceTimersByTimeAsync(9_000);

    expect(outcome()).toEqual({ chunks: 3, error: null });
  });

  it('leaves no timer and no listener behind', async () => {
    const signal = new AbortController().signal;
    const removed = vi.spyOn(signal, 'removeEventListener');
    const { outcome } = started(dripping([0, 0, 0]), { totalMs: 10_000 }, signal);

    await vi.advanceTimersByTimeAsync(10);

    expect(outcome().chunks).toBe(3);
    expect(vi.getTimerCount()).toBe(0);
    expect(removed).toHaveBeenCalledTimes(4);
  });
});

describe('the doors', () => {
  it('give a webhook or a small document 20 s', async () => {
    const reading = readBody(requestWith(dripping([0, 60_000])), 1_000);
    const refused = expect(reading).rejects.toMatchObject({ code: 'INPUT_TOO_SLOW' });

    await vi.advanceTimersByTimeAsync(20_100);

    await refused;
  });

  it.each(['identity', 'gzip'])('give results half a minute without a byte (%s)', async (encoding) => {
    const door = receiveResults(unreached());
    const request = { ...requestWith(dripping([0, 60_000])), headers: { 'content-encoding': encoding } };
    const refused = expect(door(request)).rejects.toMatchObject({ code: 'INPUT_TOO_SLOW' });

    await vi.advanceTimersByTimeAsync(30_100);

    await refused;
  });
});

/** A byte after each pause, in milliseconds, then the end. */
async function* dripping(pauses: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const pauseMs of pauses) {
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    yield BYTE;
  }
}

function started(
  body: AsyncIterable<Uint8Array>,
  times: BodyTimes,
  signal: AbortSignal = new AbortController().signal,
): { readonly outcome: () => { readonly chunks: number; readonly error: unknown } } {
  let chunks = 0;
  let error: unknown = null;
  async function read(): Promise<void> {
    for await (const chunk of bodyChunks({ body, signal }, times)) chunks += chunk.length;
  }
  read().catch((thrown: unknown) => {
    error = thrown;
  });
  return { outcome: () => ({ chunks, error }) };
}

function requestWith(body: AsyncIterable<Uint8Array>): DoorRequest {
  const url = new URL(`http://localhost/api/v1/results?service=shop&commit=${'a'.repeat(40)}`);
  const { signal } = new AbortController();
  return { method: 'POST', url, headers: {}, params: {}, body, signal, traceparent: null };
}

/** Ports that this test must not reach: the body never becomes whole. */
function unreached(): never {
  const port = new Proxy(
    {},
    {
      get(_target, name) {
        if (name === 'tenant') return 'default';
        throw new Error(`${String(name)} was used before the body was whole.`);
      },
    },
  );
  return port as never;
}
