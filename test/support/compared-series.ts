import { Masked } from '../../shared/contracts/masked.ts';
import type { Metric } from '../../shared/contracts/measurement.ts';
import type { HistoryPoint } from '../../shared/ports/run-index.ts';
import { type ComparedSeries, type RunStatistic, seriesKey } from '../../shared/stages/group-series.ts';
import type { CommitRuns } from '../../shared/stages/read-history.ts';

/** When the change of these tests was measured; history lies before it, a minute a commit. */
export const MEASURED_AT = Date.parse('2026-05-04T09:00:00.000Z');
const MINUTE_MS = 60_000;

/** A figure with these values of both sides; p95 of a latency unless told otherwise. */
export function seriesOf(
  baseline: readonly (number | Partial<RunStatistic>)[],
  candidate: readonly (number | Partial<RunStatistic>)[],
  more: Partial<Omit<Metric, 'labels'>> & {
    readonly labels?: Readonly<Record<string, string>>;
    readonly statistic?: string;
    readonly margin?: number;
  } = {},
): ComparedSeries {
  const { labels = {}, statistic = 'p95', margin = 0.1, ...about } = more;
  const metric: Metric = {
    name: Masked.parse('http_req_duration'),
    unit: 'ms',
    direction: 'lower-is-better',
    scale: 'ratio-scale',
    statistics: [],
    labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, Masked.parse(value)])),
    ...about,
  };
  const side = (values: typeof baseline, of: string, from: number): RunStatistic[] =>
    values.map((value, number) => ({
      name: statistic,
      value: 0,
      run: Masked.parse(`run ${number + 1} of ${of}`),
      at: from + number * MINUTE_MS,
      environment: Masked.parse('ci'),
      ...(typeof value === 'number' ? { value } : value),
    }));
  return {
    key: seriesKey(metric, statistic),
    metric,
    statistic,
    rule: {
      id: Masked.parse('latency'),
      match: Masked.parse('*'),
      statistics: [statistic],
      margin,
      onRegression: 'fail',
    },
    baseline: side(baseline, 'the baseline', MEASURED_AT - 60 * MINUTE_MS),
    candidate: side(candidate, 'this change', MEASURED_AT),
  };
}

/** Commits `c0`, `c1` … with three runs each around the given values, the last a minute before the change was measured. */
export function commitsOf(values: readonly number[], more: Partial<CommitRuns> = {}): CommitRuns[] {
  return values.map((value, number) => {
    const commit = commitName(number);
    const at = MEASURED_AT - (values.length - number) * MINUTE_MS;
    const points = [-0.01, 0, 0.01].map((noise, run): HistoryPoint => ({
      tenant: 'default',
      service: 'orders',
      environment: 'ci',
      series: 'p95',
      commit,
      resultRef: `results/${commit}/${run}`,
      at: new Date(at + run),
      value: value * (1 + noise),
      withinVariance: null,
      count: null,
      events: null,
    }));
    return { commit, at, points, onBranch: true, ...more };
  });
}

export function commitName(number: number): string {
  return `c${String(number)}`.padEnd(40, '0');
}
