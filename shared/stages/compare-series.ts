import type { Answer, Finding } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Statistic } from '../contracts/measurement.ts';
import type { Plan } from '../contracts/plan.ts';
import type { Comparison, RunSample } from '../statistics/compare/comparison.ts';
import { adjustHierarchy } from '../statistics/multiplicity/adjust-hierarchy.ts';
import { compareOneSeries } from './compare-one-series.ts';
import { type ComparedSeries, figurePath } from './group-series.ts';

interface Compared {
  readonly series: ComparedSeries;
  readonly comparison: Comparison | null;
  /** Why it could not be compared. */
  readonly refused: Masked | null;
}

/**
 * Judges every series, then corrects all of them together: a regression or improvement stands only when it also holds at the
 * policy's false discovery rate, over figures and over metrics.
 * @param history earlier values by series key, one group for each commit, oldest first.
 */
export function compareSeries(
  series: readonly ComparedSeries[],
  history: ReadonlyMap<string, readonly (readonly RunSample[])[]>,
  policy: Plan['policy'],
): Finding[] {
  const compared = series.map((one): Compared => {
    if (one.baseline.length === 0 || one.candidate.length === 0)
      return { series: one, comparison: null, refused: null };
    const comparison = compareOneSeries(one, history.get(one.key) ?? [], policy);
    return 'refused' in comparison
      ? { series: one, comparison: null, refused: comparison.refused }
      : { series: one, comparison, refused: null };
  });
  const judged = compared.flatMap(({ series: { metric, statistic }, comparison }) =>
    comparison === null ? [] : [{ comparison, path: figurePath(metric.name, metric.labels, statistic) }],
  );
  const { adjusted } = adjustHierarchy(
    judged.map(({ comparison, path }) => ({ path, pValue: comparison.pValue })),
  );
  const adjustedOf = new Map(judged.map(({ comparison }, index) => [comparison, adjusted[index] ?? 1]));
  return compared.map((one, index) =>
    findingOf(
      `E${index + 1}`,
      one,
      one.comparison === null ? null : (adjustedOf.get(one.comparison) ?? 1),
      policy,
    ),
  );
}

function findingOf(
  id: string,
  { series, comparison, refused }: Compared,
  adjustedPValue: number | null,
  policy: Plan['policy'],
): Finding {
  const { metric, rule, statistic } = series;
  const stands = adjustedPValue !== null && adjustedPValue <= policy.falseDiscoveryRate;
  const answer = answerOf(series, comparison, stands);
  const base = {
    id,
    metric: metric.name,
    labels: metric.labels,
    statistic,
    unit: metric.unit,
    direction: rule.direction ?? metric.direction,
    scale: rule.scale ?? metric.scale,
    rule: rule.id,
    answer,
    margin: rule.margin,
    adjustedPValue,
    severity: 'none' as const,
    impact: null,
    before: null,
    sameCauseAs: null,
  };
  const values = (side: readonly Statistic[]): number[] => side.map((one) => one.value).slice(0, 500);
  if (comparison === null) {
    return {
      ...base,
      baseline: { mean: meanOf(series.baseline), values: values(series.baseline) },
      candidate: { mean: meanOf(series.candidate), values: values(series.candidate) },
      effect: null,
      interval: null,
      confidence: 0,
      pValue: null,
      minimumDetectableEffect: null,
      furtherRuns: null,
      noise: null,
      reason: refused ?? whyNotCompared(series),
    };
  }
  const demoted = comparison.answer !== answer;
  return {
    ...base,
    baseline: { mean: comparison.baselineMean, values: values(series.baseline) },
    candidate: { mean: comparison.candidateMean, values: values(series.candidate) },
    effect: comparison.effect,
    interval: comparison.interval,
    confidence: comparison.confidence,
    pValue: comparison.pValue,
    minimumDetectableEffect: comparison.minimumDetectableEffect,
    furtherRuns: comparison.furtherRuns ?? (demoted ? series.candidate.length : null),
    noise: comparison.noise,
    reason: demoted
      ? maskedText`Not certain once all figures are judged together (adjusted p ${round(adjustedPValue ?? 1)}): ${maskedName(comparison.reason)}`
      : maskedName(comparison.reason),
  };
}

function whyNotCompared({ baseline }: ComparedSeries): Masked {
  return baseline.length === 0
    ? maskedText`The baseline has no measurement of this figure.`
    : maskedText`This change has no measurement of this figure, which the baseline has.`;
}

function answerOf(series: ComparedSeries, comparison: Comparison | null, stands: boolean): Answer {
  if (comparison === null) return series.baseline.length === 0 ? 'no-baseline' : 'undecided';
  const claims = comparison.answer === 'regression' || comparison.answer === 'improvement';
  return claims && !stands ? 'undecided' : comparison.answer;
}

function meanOf(side: readonly Statistic[]): number | null {
  return side.length === 0 ? null : side.reduce((sum, one) => sum + one.value, 0) / side.length;
}

function round(value: number): number {
  return Number(value.toPrecision(2));
}
