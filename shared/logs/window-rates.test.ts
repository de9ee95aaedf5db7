import { describe, expect, it } from 'vitest';
import { compareCounts, scaleOfWindows } from './window-rates.ts';

const even = { factor: 1, variations: [{ burst: 1, spread: 0 }] };

describe('compareCounts', () => {
  it('agrees with the exact binomial test of R: binom.test(5, 20)', () => {
    const { pValue, interval, rateRatio } = compareCounts({ baseline: 15, candidate: 5 }, even);

    expect(pValue).toBeCloseTo(0.04139, 5);
    // binom.test(5, 20)$conf.int is 0.08657147 to 0.49104587; as odds:
    expect(interval[0]).toBeCloseTo(0.08657147 / (1 - 0.08657147), 5);
    expect(interval[1]).toBeCloseTo(0.49104587 / (1 - 0.49104587), 5);
    expect(rateRatio).toBeCloseTo(1 / 3);
  });

  it('gives open intervals for new and vanished patterns', () => {
    expect(compareCounts({ baseline: 0, candidate: 10 }, even)).toMatchObject({
      rateRatio: Infinity,
      interval: [expect.any(Number), Infinity],
    });
    expect(compareCounts({ baseline: 10, candidate: 0 }, even)).toMatchObject({
      rateRatio: 0,
      interval: [0, expect.any(Number)],
    });
    expect(compareCounts({ baseline: 0, candidate: 0 }, even).pValue).toBe(1);
  });

  it('is less sure when rates vary by themselves', () => {
    const calm = compareCounts({ baseline: 1000, candidate: 1300 }, even);
    const restless = compareCounts(
      { baseline: 1000, candidate: 1300 },
      {
        factor: 1,
        variations: [{ burst: 1, spread: 0.1 }],
      },
    );

    expect(calm.pValue).toBeLessThan(0.001);
    expect(restless.pValue).toBeGreaterThan(0.1);
  });

  it('takes the length of the windows out', () => {
    const { rateRatio, pValue } = compareCounts({ baseline: 100, candidate: 300 }, { ...even, factor: 3 });

    expect(rateRatio).toBeCloseTo(1);
    expect(pValue).toBeGreaterThan(0.9);
  });
});

describe('scaleOfWindows', () => {
  it('takes the typical ratio, whatever a few patterns do', () => {
    const pairs = [
      ...Array.from({ length: 20 }, (_, n) => ({ baseline: 100 + n, candidate: 200 + 2 * n })),
      { baseline: 10, candidate: 100_000 },
    ];

    expect(scaleOfWindows(pairs, null).factor).toBeCloseTo(2);
  });

  it('assumes a little of both when there are no patterns to tell', () => {
    const { factor, variations } = scaleOfWindows([], null);

    expect(factor).toBe(1);
    expect(Math.max(...variations.map(({ spread }) => spread))).toBeLessThan(0.2);
    expect(Math.max(...variations.map(({ burst }) => burst))).toBeLessThan(2);
  });

  it('tells events that come in bursts from rates that vary', () => {
    // Deviations of six times what counting explains, the same share of it at every count.
    const bursty = pairsWith((count) => 6 / count);
    const restless = pairsWith(() => 0.1);

    expect(Math.max(...scaleOfWindows(bursty, 1).variations.map(({ burst }) => burst))).toBeGreaterThan(3);
    expect(Math.max(...scaleOfWindows(restless, 1).variations.map(({ spread }) => spread))).toBeGreaterThan(
      0.06,
    );
  });
});

/** Counts from 20 to 20,000 whose log ratios go up and down by what gives them a variance of `2 · variance(count)`. */
function pairsWith(variance: (count: number) => number): { baseline: number; candidate: number }[] {
  return Array.from({ length: 40 }, (_, at) => {
    const count = 20 * 1000 ** (at / 39);
    const half = (((at % 4) - 1.5) / 1.118) * Math.sqrt(variance(count) / 2);
    return { baseline: Math.round(count * Math.exp(-half)), candidate: Math.round(count * Math.exp(half)) };
  });
}
