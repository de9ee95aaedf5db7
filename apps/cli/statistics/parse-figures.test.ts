import { describe, expect, it } from 'vitest';
import { sketchOf } from '../../../shared/statistics/sketch/quantile-sketch.ts';
import { mayBeFigures, parseFigures } from './parse-figures.ts';

describe('parseFigures', () => {
  it('reads summaries of runs, one or many, wrapped or not, in the spellings of tools', () => {
    const run = { 'p(50)': 10, P95: 20, avg: 12, count: 100, errors: 0 };

    const forms = [run, [run], { runs: [run] }].map(parseFigures);

    expect(forms[1]).toEqual(forms[0]);
    expect(forms[2]).toEqual(forms[0]);
    expect(forms[0]).toEqual([
      {
        kind: 'summary',
        statistics: [
          { name: 'p50', value: 10, count: 100 },
          { name: 'p95', value: 20, count: 100 },
          { name: 'mean', value: 12, count: 100 },
        ],
        errors: { events: 0, count: 100 },
        complete: true,
        facts: {},
        aside: [],
      },
    ]);
  });

  it('leaves out what a run could not tell, and names what is not judged', () => {
    const [run] = parseFigures({ p50: 1, p99: null, max: 9, startedAt: 'noon', complete: false });

    expect(run).toMatchObject({ statistics: [{ name: 'p50', value: 1 }], complete: false, aside: ['max'] });
  });

  it('takes a run without a request for one without figures', () => {
    const runs = [{ p50: null, count: 0, errors: 0 }, sketchOf([])].flatMap(parseFigures);

    expect(runs.map(({ statistics, errors }) => ({ statistics, errors }))).toEqual([
      { statistics: [], errors: null },
      { statistics: [], errors: null },
    ]);
  });

  it('reads names in any case, as tables write them', () => {
    const [run] = parseFigures([
      { Run: 1, P50: 1, Count: 100, Errors: 3, Complete: false, Environment: 'ci' },
    ]);

    expect(run).toMatchObject({
      errors: { events: 3, count: 100 },
      complete: false,
      facts: { environment: 'ci' },
      aside: ['Run'],
    });
  });

  it('reads what a run was measured on, by name or by parts', () => {
    const runs = [
      { p50: 1, environment: 'staging' },
      { p50: 1, environment: { machine: 'c5.large', cpus: 4, turbo: false } },
    ].flatMap(parseFigures);

    expect(runs.map(({ facts }) => facts)).toEqual([
      { environment: 'staging' },
      { machine: 'c5.large', cpus: '4', turbo: 'false' },
    ]);
  });

  it('reads percentiles off a sketch with the noise that its ranks give them', () => {
    const [run] = parseFigures(sketchOf(Array.from({ length: 1_000 }, (_, index) => index + 1)));

    expect(run?.statistics.map(({ name }) => name)).toEqual(['p50', 'p95', 'p99']);
    for (const [at, exact] of [500, 950, 990].entries()) {
      expect(Math.abs((run?.statistics[at]?.value ?? 0) / exact - 1)).toBeLessThanOrEqual(0.011);
    }
    // Woodruff: one standard error of the median's rank is 16 of 1,000 values.
    expect(Math.sqrt(run?.statistics[0]?.withinVariance ?? 0)).toBeCloseTo(16, -1);
  });

  it.each([
    [[{ p50: 'fast' }], /runs?.*"p50" is no finite number/],
    [[{ p50: 1 }, 5], /runs\[1\] is no object/],
    [{ mood: 'good' }, /the run has no figure; expected a run such as/],
    [{ p50: 1, median: 2 }, /tells p50 twice/],
    [{ p50: 1, count: 1, Count: 2 }, /tells count twice/],
    [
      [{ 'p99.9': 5, p95: 6, p50: 2 }],
      /the run: p99\.9 is 5, below p95, which is 6; percentiles cannot fall/,
    ],
    [{ p50: 1, errors: 2 }, /"errors" needs "count"/],
    [{ count: 5, errors: 6 }, /is at most that/],
    [{ p50: 1, count: 1.5 }, /"count" must be a whole number/],
    [{ p50: 1, environment: ['c5'] }, /"environment" must be a name or an object such as/],
    [{ p50: 1, environment: { 'two words': 1 } }, /"environment" must be/],
    [{ p50: 1, environment: { cpus: { of: 4 } } }, /"environment" must be/],
  ])('refuses %j with a reason', (value, reason) => {
    expect(() => parseFigures(value)).toThrow(reason);
  });
});

describe('mayBeFigures', () => {
  it('is not a list of numbers, nor what k6 writes', () => {
    expect([[1, 2], { metrics: {} }, { results: {} }, 'text', null].map(mayBeFigures)).toEqual(
      new Array(5).fill(false),
    );
    expect([[{ p50: 1 }], { runs: [] }].map(mayBeFigures)).toEqual([true, true]);
  });
});
