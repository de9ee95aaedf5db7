import { Masked } from '../../shared/contracts/masked.ts';
import type { Measurement, Metric, Statistic } from '../../shared/contracts/measurement.ts';
import type { MetricSource, RawSeries } from '../../shared/ports/metric-source.ts';
import { TEST_HEAD } from './memory-change-host.ts';

const PAUSE_MS = 60_000;

/** A metric with one value for each named statistic. */
export function metricOf(
  name: string,
  statistics: Readonly<Record<string, number | Omit<Statistic, 'name'>>>,
  more: Partial<Omit<Metric, 'name' | 'statistics'>> = {},
): Metric {
  return {
    name: Masked.parse(name),
    unit: 'ms',
    direction: 'lower-is-better',
    scale: 'ratio-scale',
    labels: {},
    statistics: Object.entries(statistics).map(([statistic, value]) =>
      typeof value === 'number' ? { name: statistic, value } : { name: statistic, ...value },
    ),
    ...more,
  };
}

/** A share of failed requests, as k6 tells it. */
export function failureRateOf(events: number, count: number): Metric {
  const rate = { value: events / count, count, events };
  return metricOf('http_req_failed', { rate }, { unit: '', scale: 'proportion' });
}

/** One load run of the service `orders`: p95 of 100 ms, complete. */
export function measurementOf(more: Partial<Measurement> = {}): Measurement {
  return {
    schema: 'perf-agent.measurement.v1',
    service: Masked.parse('orders'),
    commit: TEST_HEAD,
    branch: Masked.parse('feature'),
    tool: 'k6',
    environment: { name: Masked.parse('ci'), facts: {} },
    startedAt: '2026-05-04T09:00:00.000Z',
    durationSeconds: 30,
    complete: true,
    metrics: [metricOf('http_req_duration', { p50: 40, p95: 100 })],
    notes: [],
    ...more,
  };
}

/** One run for each p95, a minute apart; p50 is two fifths of it. */
export function runsOf(p95s: readonly number[], more: Partial<Measurement> = {}): Measurement[] {
  return p95s.map((p95, number) =>
    measurementOf({
      startedAt: new Date(Date.parse('2026-05-04T09:00:00.000Z') + number * PAUSE_MS).toISOString(),
      metrics: [metricOf('http_req_duration', { p50: p95 * 0.4, p95 })],
      ...more,
    }),
  );
}

/** A monitoring system that answers with the series it is given, as JSON; `fail` makes every fetch throw. */
export function createMemoryMetrics(series: readonly RawSeries[] | null): MetricSource & {
  readonly asked: { readonly from: Date; readonly to: Date }[];
  fail: Error | null;
} {
  const asked: { from: Date; to: Date }[] = [];
  return {
    asked,
    fail: null,
    checkQuery: () => undefined,
    async fetch(_query, window) {
      asked.push(window);
      if (this.fail !== null) throw this.fail;
      if (series === null) return null;
      return { bytes: new TextEncoder().encode(JSON.stringify(series)), contentType: 'application/json' };
    },
    parse: (_query, { bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as readonly RawSeries[],
  };
}
