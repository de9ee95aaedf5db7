import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { quantileOfSorted, withinRunVariance } from './within-run-variance.ts';

/** AR(1) of unit variance. */
function autoregressive(n: number, rho: number, seed: number): number[] {
  const random = createRandom(seed);
  const series = [random.normal()];
  while (series.length < n) series.push(rho * series.at(-1)! + Math.sqrt(1 - rho * rho) * random.normal());
  return series;
}

const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('withinRunVariance', () => {
  it.each([
    [0, 1],
    [0.5, 3],
    [0.8, 9],
  ])('knows the variance of the mean of an AR(%s) series: (1 + rho) / (1 - rho) / n', (rho, inflation) => {
    const estimates = Array.from({ length: 60 }, (_, seed) =>
      withinRunVariance(autoregressive(2000, rho, seed), 'mean'),
    );

    expect(average(estimates) * 2000).toBeGreaterThan(0.8 * inflation);
    expect(average(estimates) * 2000).toBeLessThan(1.25 * inflation);
  });

  it('knows the variance of the p95 of independent normal samples: p (1 - p) / (n f²)', () => {
    // Density of the standard normal at its .95 quantile 1.6449: .10314 (tables).
    const asymptotic = (0.95 * 0.05) / (1000 * 0.10314 ** 2);

    const estimates = Array.from({ length: 200 }, (_, seed) =>
      withinRunVariance(autoregressive(1000, 0, seed), 0.95),
    );

    expect(average(estimates)).toBeGreaterThan(0.85 * asymptotic);
    expect(average(estimates)).toBeLessThan(1.25 * asymptotic);
  });

  it('covers what repeated autocorrelated runs really show for their p95', () => {
    const p95 = Array.from({ length: 400 }, (_, seed) =>
      quantileOfSorted(Float64Array.from(autoregressive(1000, 0.7, seed)).sort(), 0.95),
    );
    const centre = average(p95);
    const truth = average(p95.map((value) => (value - centre) ** 2));

    const estimates = Array.from({ length: 100 }, (_, seed) =>
      withinRunVariance(autoregressive(1000, 0.7, seed), 0.95),
    );

    expect(average(estimates)).toBeGreaterThan(0.75 * truth);
    expect(average(estimates)).toBeLessThan(1.5 * truth);
  });

  it('grows with the square of the unit and ignores the origin', () => {
    const sample = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 8, maxLength: 60 });
    fc.assert(
      fc.property(sample, fc.constantFrom(0.5, 0.95, 'mean' as const), (values, quantile) => {
        const here = withinRunVariance(values, quantile);
        expect(
          withinRunVariance(
            values.map((value) => 4 * value),
            quantile,
          ),
        ).toBeCloseTo(16 * here, 6);
        expect(
          withinRunVariance(
            values.map((value) => value + 512),
            quantile,
          ),
        ).toBeCloseTo(here, 6);
      }),
    );
  });

  it('is zero for a constant run and for a run too short to tell', () => {
    expect(withinRunVariance(new Array<number>(100).fill(7), 0.95)).toBe(0);
    expect(withinRunVariance([1, 2, 3], 'mean')).toBe(0);
  });

  it.each([
    [[], 0.5, /without samples/],
    [[1, Number.NaN], 0.5, /Sample 1 is NaN/],
    [[1, 2], 95, /quantile is 95/],
  ])('refuses %j at %s', (samples, quantile, message) => {
    expect(() => withinRunVariance(samples, quantile)).toThrow(message);
  });
});
