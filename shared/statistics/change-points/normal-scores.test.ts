import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { denseRanks, normalScores } from './normal-scores.ts';

describe('normalScores', () => {
  it('ranks without leaving numbers out', () => {
    expect(Array.from(denseRanks(Float64Array.of(5, -1, 5, 9)))).toEqual([1, 0, 1, 2]);
  });

  it('keeps order and ties, has mean 0 and mean square 1', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 80 }), (list) => {
        const scores = normalScores(denseRanks(Float64Array.from(list)));
        const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
        const square = scores.reduce((sum, score) => sum + score * score, 0) / scores.length;
        expect(mean).toBeCloseTo(0, 9);
        expect(square).toBeCloseTo(new Set(list).size === 1 ? 0 : 1, 9);
        for (let index = 1; index < list.length; index++) {
          expect(Math.sign(scores[index]! - scores[0]!)).toBe(Math.sign(list[index]! - list[0]!));
        }
      }),
      { seed: 3 },
    );
  });
});
