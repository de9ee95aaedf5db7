import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { compareRuns } from './compare-runs.ts';
import { type RunSample } from './comparison.ts';
import { runSample, type RunStatistic } from './run-sample.ts';

const random = createRandom(21);
const latencies = (level: number, spread: number, n = 400): number[] =>
  Array.from({ length: n }, () => level * Math.exp(spread * random.normal()));

function verdict(statistic: RunStatistic, before: number, after: number): string {
  const side = (spread: number): RunSample[] =>
    [1, 2, 3, 4, 5].map(() => runSample(latencies(100, spread), statistic));
  return compareRuns({
    baseline: side(before),
    candidate: side(after),
    direction: 'lower-is-better',
    scale: 'ratio-scale',
    margin: 0.05,
  }).answer;
}

describe('runSample', () => {
  it('finds a change of variance and of the tail that leaves the median alone', () => {
    expect(verdict('standard-deviation', 0.3, 0.6)).toBe('regression');
    expect(verdict('tail', 0.3, 0.6)).toBe('regression');
    expect(verdict(0.5, 0.3, 0.6)).not.toBe('regression');
  });

  it('knows the variance of a standard deviation: sigma² / (2 n) for normal samples', () => {
    const estimates = Array.from({ length: 300 }, () =>
      runSample(
        Array.from({ length: 500 }, () => 3 * random.normal()),
        'standard-deviation',
      ),
    );

    const mean =
      estimates.reduce((sum, { withinVariance = 0 }) => sum + withinVariance, 0) / estimates.length;

    expect(mean).toBeGreaterThan(0.8 * (9 / 1000));
    expect(mean).toBeLessThan(1.3 * (9 / 1000));
  });

  it('gives mean and quantile with their values', () => {
    expect(runSample([1, 2, 3, 4, 5], 'mean').value).toBe(3);
    expect(runSample([1, 2, 3, 4, 5], 0.5).value).toBe(3);
    expect(runSample([7], 'standard-deviation').value).toBe(0);
    expect(runSample([2, 2, 2, 2], 'tail')).toEqual({ value: 1, withinVariance: 0 });
  });

  it('refuses what has no such figure', () => {
    expect(() => runSample([], 'mean')).toThrow(/without samples/);
    expect(() => runSample([0, 0, 1], 'tail')).toThrow(/median is 0/);
    expect(() => runSample([1e200, -1e200], 'standard-deviation')).toThrow(/too large/);
  });
});
