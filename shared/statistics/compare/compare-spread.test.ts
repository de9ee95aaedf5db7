import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { compareSpread } from './compare-spread.ts';

describe('compareSpread', () => {
  it('gives the t test of Brown and Forsythe on distances from the median', () => {
    // Even groups, so no distance is left out: distances 1 1 2 2 3 3 × √(6/5) and 2 2 4 4 6 6 × √(6/5) on the plain scale (negatives).
    const narrow = [-3, -2, -1, 1, 2, 3];
    const wide = [-6, -4, -2, 2, 4, 6];

    const spread = compareSpread(wide, [narrow]);

    // Welch by hand: means 2.1909 and 4.3818, variances .96 and 3.84, t = 2.1909 / √.8 = 2.4495 with 7.353 df; one-sided p .0211.
    expect(spread?.ratio).toBeCloseTo(2, 12);
    expect(spread?.pValue).toBeCloseTo(0.0211, 3);
  });

  it('does not depend on level, unit or order of positive values', () => {
    const values = fc.array(fc.double({ min: 1, max: 10, noNaN: true }), { minLength: 5, maxLength: 12 });
    fc.assert(
      fc.property(values, values, fc.double({ min: 0.1, max: 100, noNaN: true }), (a, b, factor) => {
        const plain = compareSpread(a, [b]);
        const other = compareSpread(
          a.toReversed().map((value) => value * factor),
          [b],
        );
        if (plain === null || other === null) expect(other).toBe(plain);
        else expect(other.ratio).toBeCloseTo(plain.ratio, 6);
      }),
    );
  });

  it('alarms at no more than its level when nothing differs, with history and heavy tails', () => {
    const random = createRandom(7);
    const heavy = (): number =>
      Math.exp(
        (0.05 * random.normal()) /
          Math.sqrt((random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2) / 3),
      );
    const group = (length: number): number[] => Array.from({ length }, heavy);
    let alarms = 0;
    for (let trial = 0; trial < 4_000; trial += 1) {
      const spread = compareSpread(group(5), [group(5), ...Array.from({ length: 10 }, () => group(3))]);
      if (spread !== null && spread.pValue < 0.05) alarms += 1;
    }
    expect(alarms / 4_000).toBeLessThan(0.05);
  });

  it.each([
    ['too few runs', [1, 2, 3, 4], [[1, 2, 3, 4, 5]]],
    ['nothing to compare with', [1, 2, 3, 4, 5], []],
    ['one run a commit', [1, 2, 3, 4, 5], [[1], [2], [3], [4], [5], [6]]],
    ['constant runs', [5, 5, 5, 5, 5], [[5, 5, 5, 5, 5]]],
    ['zeros before', [0, 1, 0, 2, 5], [[0, 0, 0, 0, 0, 0]]],
  ])('has no answer for %s', (_what, candidate, others) => {
    expect(compareSpread(candidate, others)).toBeNull();
  });
});
