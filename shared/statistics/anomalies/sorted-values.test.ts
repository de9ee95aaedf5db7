import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { createSortedValues } from './sorted-values.ts';

describe('createSortedValues', () => {
  it('gives the quantiles of all values so far, over several chunks and with ties', () => {
    const random = createRandom(4);
    const values = Array.from({ length: 40_000 }, () => Math.round(1000 * random.normal()));
    const sorted = createSortedValues();

    for (const value of values) sorted.add(value);

    const expected = values.toSorted((a, b) => a - b);
    expect(sorted.size()).toBe(40_000);
    for (const share of [0, 0.005, 0.2, 0.5, 0.77, 0.995, 1]) {
      expect(sorted.quantile(share)).toBe(expected[Math.min(39_999, Math.floor(share * 40_000))]);
    }
  });

  it('has no quantile while it is empty', () => {
    expect(createSortedValues().quantile(0.5)).toBeNaN();
  });
});
