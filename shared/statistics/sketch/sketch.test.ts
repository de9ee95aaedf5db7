import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { compareSketches } from './compare-sketches.ts';
import {
  mergeSketches,
  MOST_BUCKETS,
  type QuantileSketch,
  RELATIVE_ERROR,
  sketchOf,
  sketchQuantile,
} from './quantile-sketch.ts';

// Below the smallest normal double the doubles themselves are coarser than the bound.
const value = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((one) => (Math.abs(one) < 2 ** -1022 ? 0 : one));
const values = fc.array(value, { minLength: 1, maxLength: 200 });
const quantile = fc.double({ min: 0, max: 1, noNaN: true });

function exactQuantile(sample: readonly number[], at: number): number {
  return Float64Array.from(sample).sort()[Math.floor(at * (sample.length - 1))]!;
}

function withinBound(estimate: number | null, exact: number): boolean {
  return estimate !== null && Math.abs(estimate - exact) <= RELATIVE_ERROR * Math.abs(exact) * (1 + 1e-9);
}

describe('sketchOf', () => {
  it('gives every quantile within its relative error, over the whole range of normal doubles', () => {
    fc.assert(
      fc.property(values, quantile, (sample, at) => {
        expect(withinBound(sketchQuantile(sketchOf(sample), at), exactQuantile(sample, at))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('equals the sketch of everything when parts are merged, in any order, negatives included', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), (parts) => {
        const merged = mergeSketches(parts.map((part) => sketchOf(part)));
        expect(merged).toEqual(sketchOf(parts.flat()));
        expect(mergeSketches(parts.toReversed().map((part) => sketchOf(part)))).toEqual(merged);
      }),
    );
  });

  it('survives JSON', () => {
    const sketch = sketchOf([0, -3, 5, 1e300, 1e-300]);

    expect(JSON.parse(JSON.stringify(sketch))).toEqual(sketch);
  });

  it('keeps the bound of every quantile of values that span 600 orders of magnitude, merged from many parts', () => {
    const wide = Array.from({ length: 20_000 }, (_, index) => 10 ** (-300 + (600 * index) / 20_000));
    const parts = Array.from({ length: 100 }, (_, part) =>
      wide.filter((_one, index) => index % 100 === part),
    );

    const sketch = mergeSketches(parts.map((part) => sketchOf(part)));

    for (const at of [0, 0.001, 0.1, 0.5, 0.9, 0.999, 1])
      expect(withinBound(sketchQuantile(sketch, at), exactQuantile(wide, at))).toBe(true);
  });

  it('keeps its size and the bound of large values when values span more than its buckets', () => {
    const wide = Array.from({ length: 100_000 }, (_, index) => 10 ** (-300 + (600 * index) / 100_000));

    const sketch = sketchOf(wide, RELATIVE_ERROR / 10);

    expect(sketch.positive).toHaveLength(MOST_BUCKETS);
    expect(withinBound(sketchQuantile(sketch, 0.99), exactQuantile(wide, 0.99))).toBe(true);
  });

  it('has no quantile when empty', () => {
    expect(sketchQuantile(sketchOf([]), 0.5)).toBeNull();
    expect(mergeSketches([sketchOf([]), sketchOf([2])])).toEqual(sketchOf([2]));
  });

  it('refuses what it cannot count or merge', () => {
    expect(() => sketchOf([1, Number.NaN])).toThrow(/Value 1 is NaN/);
    expect(() => sketchOf([1], 2)).toThrow(/relative error is 2/);
    expect(() => mergeSketches([])).toThrow(/no sketch/);
    expect(() => mergeSketches([sketchOf([1]), sketchOf([1], 0.02)])).toThrow(/do not merge/);
    expect(() => sketchQuantile(sketchOf([1]), 95)).toThrow(/quantile is 95/);
  });
});

describe('compareSketches', () => {
  const random = createRandom(3);
  const run = (level: number): QuantileSketch =>
    sketchOf(Array.from({ length: 2000 }, () => level * Math.exp(0.5 * random.normal())));
  const options = { quantile: 0.95, direction: 'lower-is-better', margin: 0.05 } as const;

  it('finds a p95 that is a fifth slower', () => {
    const compared = compareSketches({
      ...options,
      baseline: [1, 2, 3, 4].map(() => run(100)),
      candidate: [1, 2, 3, 4].map(() => run(120)),
    });

    expect(compared.answer).toBe('regression');
    expect(compared.effect).toBeGreaterThan(0.14);
    expect(compared.effect).toBeLessThan(0.26);
    expect(compared.noise.within).toBeGreaterThan(0.01);
  });

  it('refuses an empty sketch', () => {
    expect(() => compareSketches({ ...options, baseline: [sketchOf([])], candidate: [run(1)] })).toThrow(
      /empty sketch/,
    );
  });
});
