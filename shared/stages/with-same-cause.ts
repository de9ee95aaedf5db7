import type { Finding } from '../contracts/finding.ts';
import { type DiscoveredChange, groupDuplicates } from '../statistics/multiplicity/group-duplicates.ts';
import type { ComparedSeries } from './group-series.ts';

/** Runs from which on it tells something that two figures go up and down together from run to run. */
const FEWEST_RUNS = 8;
/** Far from 0, the time at which everything else began. */
const BEFORE = -1_000;

/**
 * Regressions (and, apart from them, improvements) with the clearest finding of the same cause: percentiles of one metric with the
 * same labels, and figures that rise and fall together from run to run, side by side. All began with the change, so only what they do
 * beside the step itself can tell causes apart.
 */
export function withSameCause(findings: readonly Finding[], series: readonly ComparedSeries[]): Finding[] {
  const sameAs = new Map<string, string>();
  for (const answer of ['regression', 'improvement'] as const) {
    const changes = findings.flatMap((finding, index) => {
      const one = series[index];
      return finding.answer === answer && one !== undefined ? [changeOf(finding, one)] : [];
    });
    for (const { representative, members } of groupDuplicates(changes)) {
      members.filter((id) => id !== representative).forEach((id) => sameAs.set(id, representative));
    }
  }
  return findings.map((finding) => ({ ...finding, sameCauseAs: sameAs.get(finding.id) ?? null }));
}

function changeOf(finding: Finding, { metric, baseline, candidate }: ComparedSeries): DiscoveredChange {
  const labels = Object.entries(metric.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const values = [
    residuals(baseline.map(({ value }) => value)),
    residuals(candidate.map(({ value }) => value)),
  ];
  const runs = values.flat();
  const figure = JSON.stringify([metric.name, labels]);
  return {
    id: finding.id,
    // Changes of one service are held to be one where courses cannot tell; here each figure stands for itself then.
    service: figure,
    metric: figure,
    // What began before the change has another cause than what began with it.
    at: finding.before === null ? 0 : BEFORE,
    pValue: finding.pValue ?? 1,
    ...(runs.length >= FEWEST_RUNS ? { series: runs } : {}),
  };
}

/** What is left of a side's runs beside its mean. */
function residuals(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return values.map((value) => value - mean);
}
