import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const LIMIT_MS = 100;
const ROUNDS = 3;

/** The best of several rounds, so that a busy machine does not count. */
function fewestMilliseconds(text: string): number {
  const masker = createMasker({ runKey: 'k' });
  masker.mask(text);
  const times = Array.from({ length: ROUNDS }, () => {
    const { user, system } = process.cpuUsage();
    masker.mask(text);
    const now = process.cpuUsage();
    return (now.user - user + (now.system - system)) / 1000;
  });
  return Math.min(...times);
}

describe('numbers of telephones', () => {
  it('are looked for in little time however digits and signs repeat', () => {
    const lead = fc.constantFrom('+', '+1 ', '(', '(+1) ', '(0', '', '00', 'phone ', 'tel: +', '1-');
    const piece = fc.stringMatching(/^[0-9][0-9 ().\-/]{0,3}$/);
    const end = fc.constantFrom('', ' ', 'x', 'a', '.5', ')', ' ext');
    fc.assert(
      fc.property(lead, piece, fc.constantFrom(20, 80, 400, 2000), end, (begin, part, length, last) => {
        expect(fewestMilliseconds(begin + part.repeat(length / part.length) + last)).toBeLessThan(LIMIT_MS);
      }),
      { seed: 29, numRuns: 60 },
    );
  });

  it.each([20, 77, 80, 400, 5000])('with a plus and %d digits are none, which is told at once', (length) => {
    const text = `+${'1'.repeat(length)} `;

    expect(fewestMilliseconds(text)).toBeLessThan(LIMIT_MS);
    expect(createMasker({ runKey: 'k' }).mask(text)).toBe(text);
  });
});

describe('a plus that a diff puts before a line', () => {
  it.each(['+2026/03/04 10:11:12 [error] 31#31: lost', '+2026-03-04 10:11:12 lost'])(
    'makes no number of a date: %j',
    (line) => {
      expect(createMasker({ runKey: 'k' }).mask(line)).toBe(line);
    },
  );

  it.each([
    ['+33612345678 200 OK', ['+33612345678']],
    ['sent +12125550147 3 times', ['+12125550147']],
    ['caller +91 98765 43210 412ms', ['+91 98765 43210']],
    ['+447700900123 2026-03-04', ['+447700900123']],
    ['sent to +49 30 901820 412 ms', ['+49 30 901820']],
    ['phone +12125550147 200', ['+12125550147']],
    ['(212-555-0147)', ['212-555-0147']],
    ['Tel. (212-555-0147)', ['212-555-0147']],
    ['(+1 212-555-0147)', ['+1 212-555-0147']],
    ['(+49 (0)30 901820)', ['+49 (0)30 901820']],
    ['call +44 20 7946 0958 failed', ['+44 20 7946 0958']],
    ['+48 291 312 B', []],
    ['heap +48 291 312 bytes freed', []],
    ['from=+12125550147 b=+12125550148', ['+12125550147', '+12125550148']],
    ['caller +12125550147 s=4', ['+12125550147']],
    ['to +12175550143 S: delivered', ['+12175550143']],
    ['+12125550147 B leg answered', ['+12125550147']],
    ['call +442079460958 KB article', ['+442079460958']],
    ['on-call: +1 415 555 2671 Ops', ['+1 415 555 2671']],
    ['Tel +44 20 7946 0958 s/n 48213', ['+44 20 7946 0958']],
    ['delta: +41234123412 ns', []],
    ['+98 765 432 ops/s', []],
    ['+1 048 576 2 097 152 4 194 304 8 388 608', []],
    ['+33612345678 200 412 7 18 29 310 411 512', ['+33612345678']],
  ])('end where another number begins, or the bracket round them closes: %s', (text, numbers) => {
    const { spans } = createMasker({ runKey: 'k' }).maskWithSpans(text);

    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(numbers);
  });
});
