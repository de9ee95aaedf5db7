import { describe, expect, it } from 'vitest';
import { maskedName } from '../contracts/masked-text.ts';
import type { Metric, Scale, Statistic } from '../contracts/measurement.ts';
import type { Plan } from '../contracts/plan.ts';
import { compareOneSeries } from './compare-one-series.ts';
import type { ComparedSeries, RunStatistic } from './group-series.ts';
import { judgeableSeries } from './judgeable-series.ts';

const POLICY: Plan['policy'] = {
  id: 'test',
  version: '1',
  rules: [],
  alpha: 0.0042,
  falseDiscoveryRate: 0.01,
};

describe('compareOneSeries', () => {
  it('takes samples of a monitored counter for its level, not for trials', () => {
    const windows = (count: number): Statistic[] => repeat(5, { name: 'mean', value: 100, count });

    const compared = compareOneSeries(seriesOf('count', windows(12), windows(10)), [], POLICY);

    expect(compared).toMatchObject({ baselineMean: 100, candidateMean: 100, effect: 0 });
  });

  it('compares a ratio above 1, as monitoring gives it, and a rate of unknown trials', () => {
    const before = repeat(5, { name: 'rate', value: 0.98 });
    const after = repeat(5, { name: 'rate', value: 1.02 });

    const compared = compareOneSeries(seriesOf('proportion', before, after), [], POLICY);

    expect(compared).toMatchObject({ effect: expect.closeTo(0.04, 10) as unknown });
  });

  it('compares counted events as events of trials', () => {
    const runs = (events: number): Statistic[] =>
      repeat(5, { name: 'rate', value: events / 10_000, count: 10_000, events });

    const compared = compareOneSeries(seriesOf('proportion', runs(0), runs(2_000)), [], POLICY);

    expect(compared).toMatchObject({ answer: 'regression' });
  });

  it('says what is wrong with a figure that cannot be, and does not throw', () => {
    const compared = compareOneSeries(
      seriesOf('ratio-scale', repeat(3, { name: 'p95', value: 10 }), repeat(3, { name: 'p95', value: -1 })),
      [],
      POLICY,
    );

    expect(compared).toEqual({ refused: expect.stringContaining('-1') as unknown });
  });

  it('leaves earlier values out that cannot be', () => {
    const runs = repeat(5, { name: 'p95', value: 10, withinVariance: 0.01 });

    const compared = compareOneSeries(seriesOf('ratio-scale', runs, runs), [[{ value: -5 }]], POLICY);

    expect(compared).toMatchObject({ answer: 'no-change' });
  });
});

describe('judgeableSeries', () => {
  it('leaves routes out that are new in every run, and says how many', () => {
    const whole = seriesOf(
      'ratio-scale',
      repeat(4, { name: 'p95', value: 1 }),
      repeat(4, { name: 'p95', value: 1 }),
    );
    const slug = seriesOf('ratio-scale', [], repeat(1, { name: 'p95', value: 1 }));
    const gone = seriesOf('ratio-scale', repeat(4, { name: 'p95', value: 1 }), []);

    const { series, notes } = judgeableSeries([whole, slug, slug, gone]);

    expect(series).toEqual([whole, gone]);
    expect(notes).toEqual(['2 figures were measured in fewer than half the runs and are not judged.']);
  });

  it('judges no more than an analysis can hold', () => {
    const one = seriesOf('ratio-scale', repeat(1, { name: 'p95', value: 1 }), []);

    const { series, notes } = judgeableSeries(repeat(2_001, one));

    expect(series).toHaveLength(2_000);
    expect(notes).toEqual(['Of 2001 figures the 2000 with the fewest labels are judged.']);
  });
});

function repeat<T>(times: number, one: T): T[] {
  return Array.from({ length: times }, () => one);
}

function seriesOf(
  scale: Scale,
  baseline: readonly Statistic[],
  candidate: readonly Statistic[],
): ComparedSeries {
  const metric: Metric = {
    name: maskedName('m'),
    unit: '',
    direction: 'lower-is-better',
    scale,
    labels: {},
    statistics: [],
  };
  const run = (one: Statistic): RunStatistic => ({
    ...one,
    run: maskedName('a run'),
    at: null,
    environment: maskedName('ci'),
  });
  return {
    key: 'm',
    metric,
    statistic: 'p95',
    rule: {
      id: maskedName('r'),
      match: maskedName('*'),
      statistics: ['p95'],
      margin: 0.1,
      onRegression: 'fail',
    },
    baseline: baseline.map(run),
    candidate: candidate.map(run),
  };
}
