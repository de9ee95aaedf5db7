import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOfRanks } from './sort-order.ts';
import { selectSmallest } from './select-smallest.ts';

describe('selectSmallest', () => {
  it('gives what a sort puts at the rank, with nothing larger before it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 3 })), { minLength: 1 }),
        fc.nat(),
        (list, seed) => {
          const rank = seed % list.length;
          const values = Float64Array.from(list, (value) => value + 0);
          const sorted = values.slice().sort();
          expect(selectSmallest(values, rank)).toBe(sorted[rank]);
          expect(values.subarray(0, rank).every((value) => value <= sorted[rank]!)).toBe(true);
          expect(values.slice().sort()).toEqual(sorted);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('orderOfRanks', () => {
  it('orders whole numbers of any range as a stable sort does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 600 }),
        fc.nat(31),
        (list, shift) => {
          const ranks = Float64Array.from(list, (value) => value >>> shift);
          const expected = Array.from(ranks, (_, index) => index).sort(
            (a, b) => ranks[a]! - ranks[b]! || a - b,
          );
          expect(Array.from(orderOfRanks(ranks))).toEqual(expected);
        },
      ),
      { seed: 2, numRuns: 300 },
    );
  });
});
