import type { Direction, Scale, Statistic } from '../../../shared/contracts/measurement.ts';
import type { MetricRule } from '../../../shared/contracts/plan.ts';
import type { RawMeasurement, RawMetric } from '../../../shared/results/raw-measurement.ts';
import { createTrendStatistics } from '../../../shared/results/trend-statistics.ts';
import type { Facts } from './environment-facts.ts';
import { MOST_RUNS } from './read-side.ts';

/** What the numbers of a plain list are: values of runs, one each, or the samples of one run. */
export type Reading = 'runs' | 'samples';

export interface NumbersOptions {
  readonly metric: string;
  readonly unit: string;
  readonly direction: Direction;
  /** Relative; of the baseline's median size when there are negative values. */
  readonly margin: number;
}

/**
 * One list alone on its side, of at most 200 numbers, holds the values of runs; a longer one, or each of several, the samples
 * of a run.
 */
export function readingOf(lists: readonly (readonly number[])[]): Reading {
  return lists.length === 1 && (lists[0]?.length ?? 0) <= MOST_RUNS ? 'runs' : 'samples';
}

/** Lists of one side → measurements, one a run. */
export function measurementsOf(
  lists: readonly (readonly number[])[],
  reading: Reading,
  scale: Scale,
  options: NumbersOptions,
): RawMeasurement[] {
  const runs =
    reading === 'runs'
      ? lists.flat().map((value): Statistic[] => [{ name: 'value', value }])
      : lists.map(statisticsOf);
  const { metric: name, unit, direction } = options;
  return runs.map((statistics) =>
    plainMeasurement([{ name, unit, direction, scale, labels: {}, statistics }], {
      complete: true,
      facts: {},
    }),
  );
}

/** A run of which nothing is known but its figures, perhaps what it was measured on, and whether it came to its end. */
export function plainMeasurement(
  metrics: readonly RawMetric[],
  { complete, facts }: { readonly complete: boolean; readonly facts: Facts },
): RawMeasurement {
  return {
    schema: 'perf-agent.measurement.v1',
    service: 'compared',
    commit: 'compared',
    branch: null,
    tool: 'numbers',
    environment: { name: 'default', facts },
    startedAt: null,
    durationSeconds: null,
    complete,
    metrics,
    notes: [],
  };
}

/** Ratios need values of 0 or more; with a negative one differences are compared. */
export function scaleOf(lists: readonly (readonly number[])[]): Scale {
  return lists.some((list) => list.some((value) => value < 0)) ? 'additive' : 'ratio-scale';
}

/** The rule that judges plain lists. */
export function ruleOf(
  baseline: readonly (readonly number[])[],
  scale: Scale,
  { metric, direction, margin }: NumbersOptions,
): MetricRule {
  return {
    id: 'plain-numbers',
    match: metric,
    statistics: ['value', 'p50', 'p95'],
    direction,
    scale,
    margin: scale === 'additive' ? margin * medianSize(baseline.flat()) : margin,
    onRegression: 'fail',
  };
}

function medianSize(values: readonly number[]): number {
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? 0;
}

function statisticsOf(samples: readonly number[]): Statistic[] {
  const trend = createTrendStatistics();
  for (const sample of samples) trend.add(sample);
  return trend.statistics();
}
