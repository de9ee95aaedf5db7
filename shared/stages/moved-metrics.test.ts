import { describe, expect, it } from 'vitest';
import { findingOf } from '../../test/support/analysis-of.ts';
import { measurementOf } from '../../test/support/memory-measurements.ts';
import { Masked } from '../contracts/masked.ts';
import type { Measured } from '../contracts/measured.ts';
import type { Measurement, Metric } from '../contracts/measurement.ts';
import { createRandom } from '../statistics/distributions/create-random.ts';
import { courseOf } from './course-of.ts';
import { movedMetrics } from './moved-metrics.ts';

const SECONDS = 60;
const RUNS = 4;

/** A metric of a pod that leaves its level by `shift` deviations `from` seconds into the load of the change. */
interface Told {
  readonly metric: string;
  readonly pod: string;
  readonly shift?: number;
  readonly from?: number;
}

function monitoring(told: readonly Told[], kind: Measured['source']['kind'] = 'metrics'): Measured {
  const random = createRandom(11);
  const run = (changed: boolean): Measurement =>
    measurementOf({ durationSeconds: SECONDS, metrics: told.map((one) => metricOf(one, changed)) });
  const metricOf = ({ metric, pod, shift = 0, from = 0 }: Told, changed: boolean): Metric => ({
    name: Masked.parse(metric),
    unit: '',
    direction: 'lower-is-better',
    scale: 'ratio-scale',
    labels: { pod: Masked.parse(pod) },
    statistics: [],
    course: {
      everySeconds: 1,
      values: Array.from({ length: SECONDS }, (_, second) => {
        return 100 + 4 * random.normal() + (changed && second >= from ? 4 * shift : 0);
      }),
    },
  });
  const source = {
    part: 'metrics',
    kind,
    connection: 'prometheus',
    role: 'both',
    query: {},
    required: false,
  } as const;
  const side = (changed: boolean): Measurement[] => Array.from({ length: RUNS }, () => run(changed));
  return { source, baseline: side(false), candidate: side(true), notes: [] };
}

const worse = [findingOf({ metric: Masked.parse('latency') })];
const quiet = Array.from({ length: 20 }, (_, index) => ({ metric: `quiet_${index}`, pod: 'orders-1' }));

describe('movedMetrics', () => {
  it('names the one that left its normal level first, when, and what it leads', () => {
    const incident = monitoring([
      ...quiet,
      { metric: 'latency', pod: 'web-1', shift: 12, from: 30 },
      { metric: 'db_connections', pod: 'db-1', shift: 12, from: 20 },
    ]);

    const [first, second, ...others] = movedMetrics([incident], worse);

    expect(first).toMatchObject({ id: 'M1', metric: 'db_connections', node: 'db-1' });
    expect(first?.reason).toMatch(
      /robust standard deviations\. It left its normal level (19|20|21) s into the load\.$/,
    );
    expect(first?.leads?.symptom).toBe('latency');
    expect(first?.leads?.seconds).toBeGreaterThan(0);
    expect(second).toMatchObject({ id: 'M2', metric: 'latency', node: 'web-1', leads: null });
    expect(others).toEqual([]);
  });

  it('names nobody when nothing moved', () => {
    expect(movedMetrics([monitoring(quiet)], worse)).toEqual([]);
  });

  it('says nothing without a regression of this change, and nothing of load results', () => {
    const told = [{ metric: 'cpu', pod: 'a', shift: 20 }];

    expect(movedMetrics([monitoring(told)], [findingOf({ answer: 'no-change' })])).toEqual([]);
    expect(movedMetrics([monitoring(told, 'results')], worse)).toEqual([]);
    expect(movedMetrics([monitoring(told)], worse)).toHaveLength(1);
  });

  it('needs both sides', () => {
    const one = monitoring([{ metric: 'cpu', pod: 'a', shift: 20 }]);

    expect(movedMetrics([{ ...one, baseline: [] }], worse)).toEqual([]);
  });
});

describe('courseOf', () => {
  const window = { from: '2026-05-04T09:00:00.000Z', to: '2026-05-04T09:00:10.000Z' };
  const from = Date.parse(window.from);

  it('lays samples on an even grid, with holes where there was none', () => {
    const samples = [0, 2_000, 9_999].map((ms, index) => ({ at: from + ms, value: index }));

    expect(courseOf(samples, window)).toEqual({ everySeconds: 10 / 3, values: [0.5, null, 2] });
  });

  it('takes means when there are more samples than steps, and leaves out what is no number', () => {
    const samples = Array.from({ length: 1_200 }, (_, index) => ({
      at: from + index * (10_000 / 1_200),
      value: 7,
    }));

    const course = courseOf([...samples, { at: from, value: Number.NaN }], window);

    expect(course.values).toHaveLength(120);
    expect(new Set(course.values)).toEqual(new Set([7]));
  });
});
