import { type K6Metric, scaleOf, unitOf, directionOf } from './k6-metric.ts';
import { labelKey, type Labels, sortedLabels, splittingTags } from './k6-labels.ts';
import {
  createLabelSets,
  createSplit,
  type LabelledSeries,
  MOST_LABEL_SETS,
  type Split,
} from './labelled-series.ts';
import type { RawMeasurement, RawMetric, RunFacts } from './raw-measurement.ts';
import { createSeriesStatistics, type SeriesStatistics } from './series-statistics.ts';

const MOST_METRICS = 300;
const MOST_SERIES = 5_000;
const MOST_NAMES_LEFT_OUT = 10_000;
const NO_LABELS: Labels = {};

interface Collected {
  readonly metric: K6Metric;
  readonly whole: SeriesStatistics;
  /** Series that the script declared by thresholds, and k6's own `expected_response:true`. */
  readonly submetrics: readonly LabelledSeries[];
  readonly split: Split;
}

interface PointCollector {
  knows(name: string): boolean;
  declare(name: string, metric: K6Metric, submetrics: readonly Labels[]): void;
  /** @param at milliseconds since 1970 */
  add(name: string, at: number, value: number, tags: Labels): void;
  measurement(
    facts: RunFacts,
    about: { readonly complete: boolean; readonly notes: readonly string[] },
  ): RawMeasurement;
}

/** Gathers points of a stream into series: each metric as a whole, and split by a bounded number of label sets. */
export function createPointCollector(): PointCollector {
  const metrics = new Map<string, Collected>();
  const labelSets = createLabelSets();
  let first = Infinity;
  let last = -Infinity;
  let pointsWithoutSeries = 0;
  const leftOut = new Set<string>();

  return {
    knows: (name) => metrics.has(name) || leftOut.has(name),
    declare(name, metric, submetrics) {
      if (metrics.has(name)) return;
      if (metrics.size >= MOST_METRICS) {
        if (leftOut.size < MOST_NAMES_LEFT_OUT) leftOut.add(name);
        return;
      }
      metrics.set(name, {
        metric,
        whole: createSeriesStatistics(metric.type),
        submetrics: submetrics.map((labels) => ({
          labels: sortedLabels(labels),
          series: createSeriesStatistics(metric.type),
        })),
        split: createSplit(splittingTags(name), metric.type),
      });
    },
    add(name, at, value, tags) {
      first = Math.min(first, at);
      last = Math.max(last, at);
      const collected = metrics.get(name);
      if (collected === undefined) return;
      collected.whole.add(value);
      for (const { labels, series } of collected.submetrics) if (hasAll(tags, labels)) series.add(value);
      if (collected.split.tags.length === 0) return;
      const series = labelSets.seriesOf(collected.split, tags);
      if (series === 'left out') pointsWithoutSeries += 1;
      else if (series !== 'whole only') series.add(value);
    },
    measurement(facts, { complete, notes }) {
      const seconds = last > first ? (last - first) / 1_000 : null;
      const built = [...metrics]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([name, one]) => metricsFrom(name, one, seconds));
      return {
        schema: 'perf-agent.measurement.v1',
        ...facts,
        tool: 'k6',
        startedAt: Number.isFinite(first) ? new Date(first).toISOString() : null,
        durationSeconds: seconds,
        complete,
        metrics: built.slice(0, MOST_SERIES),
        notes: [...notes, ...ownNotes(built, seconds)],
      };
    },
  };

  function ownNotes(built: readonly RawMetric[], seconds: number | null): string[] {
    const assumed = [...new Set(built.map(({ name }) => name).filter((name) => directionOf(name).assumed))];
    return [
      ...(assumed.length > 0 ? [`Taken as lower is better: ${assumed.slice(0, 20).join(', ')}.`] : []),
      ...(seconds === null ? ['All points have one time, so there are no rates per second.'] : []),
      ...(pointsWithoutSeries > 0
        ? [
            `${MOST_LABEL_SETS} routes, groups and checks are told apart; ${pointsWithoutSeries} points of further ones are in the totals only. Set k6's "name" tag to group addresses.`,
          ]
        : []),
      ...(leftOut.size > 0 ? [`${leftOut.size} metrics beyond ${MOST_METRICS} were left out.`] : []),
    ];
  }
}

function metricsFrom(name: string, collected: Collected, seconds: number | null): RawMetric[] {
  const { metric } = collected;
  // Splits that tell nothing beyond the whole are left out; one that the script declared itself is told once.
  const split = new Map([
    ...[...collected.split.byKey].filter(([, { series }]) => series.points < collected.whole.points),
    ...collected.submetrics.map((one) => [labelKey(one.labels), one] as const),
  ]);
  const all = [
    { labels: NO_LABELS, series: collected.whole },
    ...[...split].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one),
  ];
  return all.flatMap(({ labels, series }) => {
    const statistics = series.statistics(seconds);
    if (statistics.length === 0) return [];
    return [
      {
        name,
        unit: unitOf(metric),
        direction: directionOf(name).direction,
        scale: scaleOf(metric, collected.whole.min),
        labels,
        statistics,
      },
    ];
  });
}

function hasAll(tags: Labels, wanted: Labels): boolean {
  for (const name in wanted) if (tags[name] !== wanted[name]) return false;
  return true;
}
