import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { compareEnvironments, type EnvironmentMetric } from './compare-environments.ts';
import { environmentDifferences, environmentKey, environmentWarning } from './environment.ts';

describe('environmentDifferences', () => {
  it('names what differs, and what only one side tells', () => {
    const differences = environmentDifferences(
      { runtime: 'node 22', cores: 2, region: 'westeurope' },
      { runtime: 'node 24', cores: 2, dataSize: 1000 },
    );

    expect(environmentWarning(differences)).toBe(
      'Different environment: dataSize unknown against 1000, region westeurope against unknown, runtime node 22 against node 24. ' +
        'The comparison says what differs between the two runs, not what the change did.',
    );
  });

  it('finds none in case, blanks, order and the last percent of a number', () => {
    const differences = environmentDifferences(
      { machine: 'CI ', memoryMb: 8000 },
      { memoryMb: 7990, machine: 'ci' },
    );

    expect(differences).toEqual([]);
    expect(environmentWarning(differences)).toBeNull();
    expect(environmentKey({ b: 1, a: 'X' })).toBe(environmentKey({ a: ' x', b: 1 }));
  });
});

describe('compareEnvironments', () => {
  const random = createRandom(11);
  const metric = (name: string, scale: number, level = 100): EnvironmentMetric => ({
    metric: name,
    reference: Array.from({ length: 5 }, () => level * Math.exp(0.03 * random.normal())),
    other: Array.from({ length: 5 }, () => scale * level * Math.exp(0.03 * random.normal())),
  });
  const alike = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

  it('takes a common factor for scale and finds the one metric that strays from it', () => {
    const compared = compareEnvironments([
      ...alike.map((name, index) => metric(name, 2.5, 10 ** index)),
      metric('odd', 6),
    ]);

    expect(compared.commonFactor).toBeGreaterThan(2.3);
    expect(compared.commonFactor).toBeLessThan(2.7);
    expect(compared.metrics.filter((each) => each.standsOut).map((each) => each.metric)).toEqual(['odd']);
    expect(compared.metrics.find((each) => each.metric === 'odd')?.normalised).toBeCloseTo(6 / 2.5, 0);
  });

  it('finds nothing in an environment that only is slower', () => {
    expect(
      compareEnvironments(alike.map((name) => metric(name, 4))).metrics.some((each) => each.standsOut),
    ).toBe(false);
  });

  it('refuses too few metrics and values a ratio cannot be taken of', () => {
    expect(() => compareEnvironments([metric('a', 1)])).toThrow(/at least 4/);
    expect(() =>
      compareEnvironments([
        ...alike.map((name) => metric(name, 1)),
        { metric: 'z', reference: [0], other: [1] },
      ]),
    ).toThrow(/"z" has 0/);
  });
});
