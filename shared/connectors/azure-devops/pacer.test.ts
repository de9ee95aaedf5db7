import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createPacer } from './pacer.ts';

const now = new Date('2026-11-21T08:00:00Z');
const signal = () => AbortSignal.timeout(15_000);

function pacerAfter(retryAfter: string | undefined) {
  const pacer = createPacer({ now: () => now });
  pacer.heed(retryAfter === undefined ? {} : { 'retry-after': retryAfter });
  return pacer;
}

describe('createPacer', () => {
  it.each([undefined, '', '0', 'soon', '-5', 'Sat, 21 Nov 2026 07:59:00 GMT'])(
    'waits for nothing after Retry-After %j',
    async (retryAfter) => {
      const turn = pacerAfter(retryAfter)
        .waitForTurn(signal())
        .then(() => 'at once');

      // Before any timer.
      expect(await Promise.race([turn, setImmediate('later')])).toBe('at once');
    },
  );

  it('waits a short pause out', async () => {
    const startedAt = performance.now();

    await pacerAfter('1').waitForTurn(signal());

    expect(performance.now() - startedAt).toBeGreaterThan(950);
  });

  it('gives a long pause back, and never one of more than ten minutes', async () => {
    await expect(pacerAfter('6').waitForTurn(signal())).rejects.toMatchObject({ retryAfterMs: 6_000 });
    await expect(pacerAfter('999999').waitForTurn(signal())).rejects.toMatchObject({ retryAfterMs: 600_000 });
  });

  it('keeps the longer of two pauses', async () => {
    const pacer = pacerAfter('60');
    pacer.heed({ 'retry-after': '6' });

    await expect(pacer.waitForTurn(signal())).rejects.toMatchObject({ retryAfterMs: 60_000 });
  });

  it('ends with the caller', async () => {
    await expect(pacerAfter('4').waitForTurn(AbortSignal.abort())).rejects.toMatchObject({
      code: 'REMOTE_UNAVAILABLE',
      disposition: 'retry',
    });
  });
});
