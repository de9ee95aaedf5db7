import type { Finding, Severity } from '../contracts/finding.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Budget } from '../contracts/plan.ts';
import { fits } from '../policy/match-rule.ts';
import { type Impact, severityOf } from '../statistics/severity/severity-of.ts';
import type { ComparedSeries } from './group-series.ts';

const LEVELS: Readonly<Record<ReturnType<typeof severityOf>['severity'], Severity>> = {
  Critical: 'critical',
  High: 'high',
  Medium: 'medium',
  Low: 'low',
};

/** Findings with the severity of each regression by what users feel: share of requests, size, errors, distance to the budget. */
export function withImpact(
  findings: readonly Finding[],
  series: readonly ComparedSeries[],
  budgets: readonly Budget[],
): Finding[] {
  return findings.map((finding, index) => {
    const one = series[index];
    if (finding.answer !== 'regression' || finding.effect === null || one === undefined) return finding;
    const impact: Impact = {
      requestShare: requestShare(one, series),
      budgetUse: budgetUse(finding, budgets),
      ...sizeOf(finding, finding.effect),
    };
    const { severity, score, reason } = severityOf(impact);
    const { requestShare: share, budgetUse: use } = impact;
    return {
      ...finding,
      severity: LEVELS[severity],
      impact: { score, requestShare: share, budgetUse: use, reason: maskedName(reason) },
    };
  });
}

/**
 * How much worse: shares of requests count as errors; the rest relative to the baseline. Differences (bytes, events) of a baseline
 * near zero are taken relative to the margin, so that a change from nothing is no infinite one.
 */
function sizeOf(finding: Finding, effect: number): Pick<Impact, 'relativeChange' | 'errorRise'> {
  const lowerIsBetter = finding.direction === 'lower-is-better';
  const worse = lowerIsBetter ? effect : -effect;
  if (finding.scale === 'proportion')
    return { relativeChange: 0, errorRise: Math.min(1, Math.max(0, worse)) };
  if (finding.scale === 'ratio-scale') {
    // Half the throughput is for each request what twice the time is.
    const relative = lowerIsBetter ? effect : 1 / Math.max(1 + effect, Number.EPSILON) - 1;
    return { relativeChange: Math.max(0, relative) };
  }
  const level = Math.max(Math.abs(finding.baseline.mean ?? 0), finding.margin, Number.MIN_VALUE);
  return { relativeChange: Math.min(Number.MAX_VALUE, Math.max(0, worse / level)) };
}

/**
 * Requests behind this figure over those behind the widest one of the same metric (the fewest labels, all of them this one's too).
 * 1 for a figure without labels; null where the runs do not say how many there were.
 */
function requestShare(one: ComparedSeries, series: readonly ComparedSeries[]): number | null {
  const labels = Object.entries(one.metric.labels);
  if (labels.length === 0) return 1;
  const own = requests(one);
  const whole = Math.max(
    ...series
      .filter((other) => other !== one && other.metric.name === one.metric.name)
      .filter((other) => other.statistic === one.statistic && isWider(other, one))
      .map(requests),
    0,
  );
  return own > 0 && whole > 0 ? Math.min(1, own / whole) : null;
}

function isWider(other: ComparedSeries, one: ComparedSeries): boolean {
  return Object.entries(other.metric.labels).every(([name, value]) => one.metric.labels[name] === value);
}

function requests({ candidate }: ComparedSeries): number {
  return candidate.reduce((sum, { count = 0 }) => sum + count, 0);
}

/** The value over its budget; of several budgets the one that is nearest to its bound. */
function budgetUse(finding: Finding, budgets: readonly Budget[]): number | null {
  const value = finding.candidate.mean;
  if (value === null || value < 0) return null;
  const uses = budgets
    .filter((budget) => fits(finding.metric, budget.metric) && budget.statistic === finding.statistic)
    .flatMap(({ max, min }) => [
      ...(max === undefined || max <= 0 ? [] : [value / max]),
      ...(min === undefined || min <= 0 ? [] : [min / Math.max(value, min * 1e-6)]),
    ]);
  return uses.length === 0 ? null : Math.max(...uses);
}
