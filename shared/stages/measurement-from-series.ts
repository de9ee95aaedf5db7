import type { Collected } from '../contracts/collected.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedText } from '../contracts/masked-text.ts';
import type { Measurement, Metric, Statistic } from '../contracts/measurement.ts';
import { maskPath } from '../masking/mask-path.ts';
import type { Masker } from '../ports/masker.ts';
import type { RawSeries } from '../ports/metric-source.ts';
import { courseOf } from './course-of.ts';
import { withinRunVariance } from '../statistics/compare/within-run-variance.ts';

const QUANTILES = [
  { name: 'p50', at: 0.5 },
  { name: 'p95', at: 0.95 },
] as const;

/** Courses are kept of so many series of a window; the others keep their statistics. */
const MOST_COURSES = 500;
type Window = NonNullable<Collected['payloads'][number]['window']>;

/** Series of one window → measurement of one run, every label masked. */
export function measurementFromSeries(
  series: readonly RawSeries[],
  about: {
    readonly service: Masked;
    readonly payload: Collected['payloads'][number];
    readonly tool: string;
    readonly masker: Masker;
  },
): Measurement {
  const { window, commit } = about.payload;
  const seconds = window === null ? null : (Date.parse(window.to) - Date.parse(window.from)) / 1_000;
  return {
    schema: 'perf-agent.measurement.v1',
    service: about.service,
    commit,
    branch: null,
    tool: about.tool,
    environment: { name: maskedText`monitoring`, facts: {} },
    startedAt: window?.from ?? null,
    durationSeconds: seconds,
    complete: true,
    metrics: series
      .filter(({ samples }) => samples.length > 0)
      .map((one, number) => metricFromSeries(one, about.masker, number < MOST_COURSES ? window : null)),
    notes: [...new Set(series.flatMap((one) => one.notes ?? []))]
      .slice(0, 100)
      .map((note) => about.masker.mask(note)),
  };
}

function metricFromSeries(series: RawSeries, masker: Masker, window: Window | null): Metric {
  const values = series.samples.map((sample) => sample.value).filter(Number.isFinite);
  const labels: Record<string, Masked> = {};
  for (const [name, value] of Object.entries(series.labels).sort(([a], [b]) => (a < b ? -1 : 1))) {
    labels[masker.mask(name)] = maskPath(value, masker);
  }
  return {
    name: masker.mask(series.metric),
    unit: series.unit,
    direction: series.direction,
    scale: series.scale,
    labels,
    statistics: values.length === 0 ? [] : statisticsOf(values),
    ...(window === null || values.length === 0 ? {} : { course: courseOf(series.samples, window) }),
  };
}

function statisticsOf(values: readonly number[]): Statistic[] {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const sorted = [...values].sort((a, b) => a - b);
  return [
    { name: 'mean', value: mean, count, ...variance(values, 'mean') },
    { name: 'max', value: sorted.at(-1) ?? mean, count },
    ...QUANTILES.map(({ name, at }) => ({
      name,
      value: sorted[Math.min(count - 1, Math.floor(at * count))] ?? mean,
      count,
      ...variance(values, at),
    })),
  ];
}

/** Left out where the window has too few samples to say (0). */
function variance(values: readonly number[], of: 'mean' | number): { withinVariance?: number } {
  const estimate = withinRunVariance(values, of);
  return estimate === 0 ? {} : { withinVariance: estimate };
}
