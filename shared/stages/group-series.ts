import type { Measured } from '../contracts/measured.ts';
import type { Measurement, Metric, Statistic } from '../contracts/measurement.ts';
import type { MetricRule } from '../contracts/plan.ts';
import { matchRule } from '../policy/match-rule.ts';

/** One figure over all runs of both sides: what is compared. */
export interface ComparedSeries {
  readonly key: string;
  readonly metric: Metric;
  readonly statistic: string;
  readonly rule: MetricRule;
  readonly baseline: readonly Statistic[];
  readonly candidate: readonly Statistic[];
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
  const labels = Object.entries(metric.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([metric.name, labels, statistic]);
}

/** Judged figures of all parts, those with the fewest labels first; figures that no rule matches are left out. */
export function groupSeries(
  parts: readonly Measured[],
  rules: readonly MetricRule[],
): readonly ComparedSeries[] {
  const groups = new Map<
    string,
    ComparedSeries & { readonly baseline: Statistic[]; readonly candidate: Statistic[] }
  >();
  for (const part of parts) {
    part.candidate.forEach((measurement) => add(measurement, 'candidate'));
    part.baseline.forEach((measurement) => add(measurement, 'baseline'));
  }
  return withoutCopies([...groups.values()]);

  function add(measurement: Measurement, side: 'baseline' | 'candidate'): void {
    for (const metric of measurement.metrics) {
      const rule = matchRule(metric.name, rules);
      if (rule === null) continue;
      for (const statistic of metric.statistics.filter((one) => rule.statistics.includes(one.name))) {
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
        group[side].push(statistic);
      }
    }
  }
}
