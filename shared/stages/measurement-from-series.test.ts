import { describe, expect, it } from 'vitest';
import { testMasker } from '../../test/support/memory-stage.ts';
import { Measurement } from '../contracts/measurement.ts';
import type { RawSeries } from '../ports/metric-source.ts';
import { Masked } from '../contracts/masked.ts';
import { measurementFromSeries } from './measurement-from-series.ts';

const WINDOW = { from: '2026-05-04T09:00:00.000Z', to: '2026-05-04T09:00:30.000Z' };

describe('measurementFromSeries', () => {
  it('makes one measurement of the window with mean, maximum and percentiles of each series', () => {
    const measurement = fromSeries([seriesOf([4, 1, 3, 2])]);

    expect(measurement).toMatchObject({
      commit: 'abc1234',
      environment: { name: 'monitoring' },
      startedAt: WINDOW.from,
      durationSeconds: 30,
      complete: true,
    });
    expect(measurement.metrics[0]?.statistics.map(({ name, value, count }) => [name, value, count])).toEqual([
      ['mean', 2.5, 4],
      ['max', 4, 4],
      ['p50', 3, 4],
      ['p95', 4, 4],
    ]);
  });

  it('keeps to the contract of a measurement', () => {
    expect(() => Measurement.parse(fromSeries([seriesOf([1, 2, 3]), seriesOf([])]))).not.toThrow();
  });

  it('masks labels, their names and notes', () => {
    const secret = 'glpat-4kTz9QwXy7Rb2mNvLp3s';
    const series = {
      ...seriesOf([1]),
      labels: { token: secret, pod: 'orders-1' },
      notes: [`warned of ${secret}`],
    };

    const measurement = fromSeries([series, series]);

    expect(JSON.stringify(measurement)).not.toContain(secret);
    expect(measurement.metrics[0]?.labels).toMatchObject({ pod: 'orders-1' });
    expect(measurement.notes).toHaveLength(1);
  });

  it('leaves out series without samples, and samples that are no numbers', () => {
    const measurement = fromSeries([
      seriesOf([]),
      seriesOf([Number.NaN, 5, Number.POSITIVE_INFINITY]),
      seriesOf([Number.NaN]),
    ]);

    expect(measurement.metrics.map(({ statistics }) => statistics.map(({ value }) => value))).toEqual([
      [5, 5, 5, 5],
      [],
    ]);
  });

  it('says how sure a mean of many samples is, and not of two', () => {
    const many = Array.from({ length: 200 }, (_, at) => 10 + Math.sin(at));

    const of = (values: readonly number[]) => fromSeries([seriesOf(values)]).metrics[0]?.statistics[0];

    expect(of(many)?.withinVariance).toBeGreaterThan(0);
    expect(of([10, 11])).not.toHaveProperty('withinVariance');
  });

  it('makes a measurement without a time of a payload without a window', () => {
    expect(fromSeries([seriesOf([1])], null)).toMatchObject({ startedAt: null, durationSeconds: null });
  });
});

function fromSeries(series: readonly RawSeries[], window: typeof WINDOW | null = WINDOW) {
  const payload = {
    kind: 'raw' as const,
    ref: 'x',
    role: 'candidate' as const,
    contentType: 'application/json',
    commit: 'abc1234',
    window,
  };
  return measurementFromSeries(series, {
    service: Masked.parse('orders'),
    payload,
    tool: 'prometheus',
    masker: testMasker(),
  });
}

function seriesOf(values: readonly number[]): RawSeries {
  return {
    metric: 'process_cpu',
    unit: 's',
    direction: 'lower-is-better',
    scale: 'ratio-scale',
    labels: {},
    samples: values.map((value, at) => ({ at, value })),
  };
}
