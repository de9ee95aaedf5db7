import { describe, expect, it } from 'vitest';
import { retainedHeapBytes } from '../../test/support/retained-heap.ts';
import { quantileOfSorted, withinRunVariance } from '../statistics/compare/within-run-variance.ts';
import { createRandom } from '../statistics/distributions/create-random.ts';
import { createTrendStatistics } from './trend-statistics.ts';

function statisticsOf(values: readonly number[]) {
  const trend = createTrendStatistics();
  for (const value of values) trend.add(value);
  return new Map(trend.statistics().map((one) => [one.name, one]));
}

/** Latencies whose logarithm is an AR(1) process with the given dependence. */
function latencies(count: number, dependence: number, seed: number): number[] {
  const random = createRandom(seed);
  let state = 0;
  return Array.from({ length: count }, () => {
    state = dependence * state + Math.sqrt(1 - dependence ** 2) * random.normal();
    return 20 * Math.exp(0.4 * state);
  });
}

const QUANTILES = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

describe('createTrendStatistics', () => {
  it.each([1, 7, 8, 2_047])('is exact for %i samples', (count) => {
    const values = latencies(count, 0.3, 1);
    const sorted = Float64Array.from(values).sort();

    const statistics = statisticsOf(values);

    for (const [name, at] of QUANTILES) {
      const variance = withinRunVariance(values, at);
      expect(statistics.get(name)?.value).toBe(quantileOfSorted(sorted, at));
      expect(statistics.get(name)?.withinVariance ?? 0).toBe(variance);
    }
    expect(statistics.get('max')?.value).toBe(sorted.at(-1));
    expect(statistics.get('mean')?.count).toBe(count);
  });

  it.each([
    [0, 30_000],
    [0.7, 30_000],
    [0.95, 60_000],
  ])('stays near the exact figures for long streams (dependence %d, %i samples)', (dependence, count) => {
    const values = latencies(count, dependence, 7);
    const sorted = Float64Array.from(values).sort();

    const statistics = statisticsOf(values);

    for (const [name, at] of QUANTILES) {
      const exact = quantileOfSorted(sorted, at);
      expect(Math.abs((statistics.get(name)?.value ?? 0) / exact - 1)).toBeLessThan(0.004);
    }
    expect(statistics.get('mean')?.withinVariance).toBeCloseTo(withinRunVariance(values, 'mean'), 9);
  });

  it('estimates the noise of percentiles as the batch method does, on average over runs', () => {
    const dependence = 0.8;
    const runs = Array.from({ length: 20 }, (_, seed) => latencies(20_000, dependence, seed + 100));

    for (const [name, at] of QUANTILES) {
      const ratios = runs.map((values) => {
        const streamed = statisticsOf(values).get(name)?.withinVariance ?? 0;
        return streamed / withinRunVariance(values, at);
      });
      const average = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;

      expect(average).toBeGreaterThan(0.8);
      expect(average).toBeLessThan(1.35);
    }
  });

  it('tells the true scatter of p95 between runs that differ by chance alone', () => {
    const runs = Array.from({ length: 40 }, (_, seed) =>
      statisticsOf(latencies(10_000, 0.8, seed + 500)).get('p95'),
    );
    const values = runs.map((one) => one?.value ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const scatter = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    const told = runs.reduce((sum, one) => sum + (one?.withinVariance ?? 0), 0) / runs.length;

    // 39 degrees of freedom: the ratio lies in 0.6 … 1.5 with 95 %.
    expect(scatter / told).toBeGreaterThan(0.5);
    expect(scatter / told).toBeLessThan(1.7);
  });

  it('leaves the variance out where it is not known: few samples, equal samples', () => {
    for (const values of [[1, 2, 3], Array.from({ length: 5_000 }, () => 2)]) {
      const mean = statisticsOf(values).get('mean');

      expect(mean?.withinVariance).toBeUndefined();
    }
  });

  it('copes with zeros, negative and extreme values', () => {
    const values = Array.from({ length: 4_000 }, (_, index) => [0, -5, 1e-12, 1e12, 3][index % 5] ?? 0);

    const statistics = statisticsOf(values);

    expect(statistics.get('min')?.value).toBe(-5);
    expect(statistics.get('max')?.value).toBe(1e12);
    expect(statistics.get('p50')?.value).toBeCloseTo(0, 6);
    for (const { value, withinVariance = 0 } of statistics.values()) {
      expect(Number.isFinite(value) && Number.isFinite(withinVariance)).toBe(true);
    }
  });

  it('holds its memory however long the stream is', () => {
    const trend = createTrendStatistics();
    for (let index = 0; index < 100_000; index += 1) trend.add(1 + ((index * 7919) % 10_007) / 10);
    const before = retainedHeapBytes();

    for (let index = 0; index < 2_000_000; index += 1) trend.add(1 + ((index * 7919) % 10_007) / 10);

    // Kept as numbers, the samples would take 16 MB.
    expect(retainedHeapBytes() - before).toBeLessThan(1024 * 1024);
    expect(trend.points).toBe(2_100_000);
  });

  it('has no statistics without samples', () => {
    expect(createTrendStatistics().statistics()).toEqual([]);
  });
});
