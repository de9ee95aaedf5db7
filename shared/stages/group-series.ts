import type { Measured } from '../contracts/measured.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedText } from '../contracts/masked-text.ts';
import type { Measurement, Metric, Statistic } from '../contracts/measurement.ts';
import type { MetricRule } from '../contracts/plan.ts';
import { matchRule, rulesFor } from '../policy/match-rule.ts';

/** A figure of one run, and which run that was. */
export interface RunStatistic extends Statistic {
  /** `run 3 of the baseline`, for people. */
  readonly run: Masked;
  /** When the run began, epoch milliseconds; null where the tool did not say. */
  readonly at: number | null;
  readonly environment: Masked;
}

/** One figure over all runs of both sides: what is compared. */
export interface ComparedSeries {
  readonly key: string;
  readonly metric: Metric;
  readonly statistic: string;
  readonly rule: MetricRule;
  readonly baseline: readonly RunStatistic[];
  readonly candidate: readonly RunStatistic[];
}

/**
 * Tools report the same samples under several tag sets (k6's `expected_response:true` equals the whole when nothing failed). Judging
 * a copy again would count one cause twice, in the comment and in the correction for many figures.
 */
function withoutCopies(series: readonly ComparedSeries[]): ComparedSeries[] {
  const seen = new Set<string>();
  const fewestLabelsFirst = [...series].sort(
    (a, b) => Object.keys(a.metric.labels).length - Object.keys(b.metric.labels).length,
  );
  return fewestLabelsFirst.filter(({ metric, statistic, baseline, candidate }) => {
    const content = JSON.stringify([metric.name, statistic, baseline, candidate]);
    const isCopy = seen.has(content);
    seen.add(content);
    return !isCopy;
  });
}

/** Metric, labels and statistic in one canonical text: the identity of a series in history and comparison. */
export function seriesKey(metric: Metric, statistic: string): string {
  return JSON.stringify([metric.name, sortedLabels(metric.labels), statistic]);
}

/** Where a figure stands among the families that are corrected together: its metric with these labels, and its statistic. */
export function figurePath(
  name: Metric['name'],
  labels: Metric['labels'],
  statistic: string,
): readonly [string, string] {
  return [JSON.stringify([name, sortedLabels(labels)]), statistic];
}

function sortedLabels(labels: Metric['labels']): readonly (readonly [string, string])[] {
  return Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Judged figures of all parts, those with the fewest labels first; figures that no rule matches are left out. */
export function groupSeries(
  parts: readonly Measured[],
  rules: readonly MetricRule[],
): readonly ComparedSeries[] {
  const groups = new Map<
    string,
    ComparedSeries & { readonly baseline: RunStatistic[]; readonly candidate: RunStatistic[] }
  >();
  const places = parts.flatMap(({ candidate }) => candidate.map(({ environment }) => environment.name));
  const asked = rulesFor(rules, places);
  for (const part of parts) {
    part.candidate.forEach((measurement, number) => add(measurement, 'candidate', number));
    part.baseline.forEach((measurement, number) => add(measurement, 'baseline', number));
  }
  return withoutCopies([...groups.values()]);

  function add(measurement: Measurement, side: 'baseline' | 'candidate', number: number): void {
    const of = side === 'baseline' ? maskedText`the baseline` : maskedText`this change`;
    const about = {
      run: maskedText`run ${number + 1} of ${of}`,
      at: measurement.startedAt === null ? null : Date.parse(measurement.startedAt),
      environment: measurement.environment.name,
    };
    for (const metric of measurement.metrics) {
      for (const statistic of metric.statistics) {
        const rule = matchRule(metric.name, statistic.name, asked);
        if (rule === null) continue;
        const key = seriesKey(metric, statistic.name);
        const group = groups.get(key) ?? {
          key,
          metric,
          statistic: statistic.name,
          rule,
          baseline: [],
          candidate: [],
        };
        groups.set(key, group);
        group[side].push({ ...statistic, ...about });
      }
    }
  }
}
