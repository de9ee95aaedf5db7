import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PermanentError, ThrottledError, TransientError } from '../errors/pipeline-error.ts';
import { MOST_FAILURES, MOST_WAITS, settlementOf } from './settlement.ts';

const first = { queue: 'collect', attempt: 0, failures: 0 } as const;
const transient = new TransientError('REMOTE_UNAVAILABLE', 'GET /runs answered 503.');
const throttled = new ThrottledError('REMOTE_THROTTLED', 'Come back later.', 7_000);
const permanent = new PermanentError('INPUT_INVALID', 'No such field.');
function refusedFor(openMs: number): TransientError {
  const details = { reason: 'circuit-open', openMs };
  return new TransientError('REMOTE_UNAVAILABLE', 'GET /runs was not sent.', { details });
}

describe('settlementOf', () => {
  it.each([
    ['a transient error', transient, { do: 'retry', afterMs: 500 }],
    ['a bug', new TypeError('x is not a function'), { do: 'retry', afterMs: 500 }],
    ['a thrown value that is no error', 'boom', { do: 'retry', afterMs: 500 }],
    ['a throttled error', throttled, { do: 'retry-later', afterMs: 7_000 }],
    ['a call that an open circuit refused', refusedFor(8_000), { do: 'retry-later', afterMs: 8_000 }],
    ['a call refused while another probes', refusedFor(0), { do: 'retry-later', afterMs: 1_000 }],
    ['a permanent error', permanent, { do: 'reject' }],
  ])('settles %s by its kind', (_name, error, expected) => {
    expect(settlementOf(error, first)).toMatchObject(expected);
  });

  it('rejects a permanent error as it is, whatever the counts', () => {
    expect(settlementOf(permanent, { ...first, failures: 5 })).toEqual({
      do: 'reject',
      error: permanent,
    });
  });

  it('doubles the delay from half a second, never waits longer than 30 s, and gives up after eight minutes', () => {
    const delays = Array.from({ length: MOST_FAILURES - 1 }, (_, failures) => {
      const settlement = settlementOf(transient, { ...first, failures });
      return settlement.do === 'retry' ? settlement.afterMs : Infinity;
    });

    expect(delays.slice(0, 8)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(Math.max(...delays)).toBe(30_000);
    expect(delays.reduce((sum, delay) => sum + delay) / 60_000).toBeCloseTo(8, 1);
  });

  it('rejects the last failure and names its reason', () => {
    const settlement = settlementOf(transient, { ...first, failures: MOST_FAILURES - 1 });

    expect(settlement).toMatchObject({
      do: 'reject',
      error: {
        code: 'DELIVERIES_EXHAUSTED',
        message:
          'The step "collect" failed 22 times; the last time with REMOTE_UNAVAILABLE: GET /runs answered 503.',
        cause: transient,
      },
    });
  });

  it('keeps the words of a bug out of the reason, since they may quote data', () => {
    const settlement = settlementOf(new Error('hunter2'), { ...first, failures: MOST_FAILURES - 1 });

    expect(settlement.do === 'reject' && settlement.error.message).toBe(
      'The step "collect" failed 22 times; the last time with an unexpected error (see the log)',
    );
  });

  it('does not count waiting as failing, up to its own bound', () => {
    expect(settlementOf(throttled, { ...first, attempt: MOST_WAITS - 1 }).do).toBe('retry-later');
    expect(settlementOf(throttled, { ...first, attempt: MOST_WAITS }).do).toBe('reject');
    expect(settlementOf(transient, { ...first, attempt: MOST_WAITS }).do).toBe('reject');
  });

  it('ends for every kind of error: no count lets a message come back for ever', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<unknown>(transient, throttled, refusedFor(500), new Error('bug')),
        (error) => {
          let message = { ...first, attempt: 0, failures: 0 };
          for (let round = 0; round <= MOST_WAITS + MOST_FAILURES; round += 1) {
            const settlement = settlementOf(error, message);
            if (settlement.do === 'reject') return true;
            const failures = message.failures + (settlement.do === 'retry' ? 1 : 0);
            message = { ...message, attempt: message.attempt + 1, failures };
          }
          return false;
        },
      ),
      { numRuns: 10 },
    );
  });
});
