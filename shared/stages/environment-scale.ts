import type { Analysis } from '../contracts/finding.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Masked } from '../contracts/masked.ts';
import { compareEnvironments } from '../statistics/environment/compare-environments.ts';
import type { ComparedSeries, RunStatistic } from './group-series.ts';

/** Fewer figures than this do not tell scale from change. */
const FEWEST_FIGURES = 4;

/**
 * Sides measured in different environments: how much larger figures are in this change's on the whole, and which of them that does
 * not explain. One statistic of each metric is taken, since percentiles of one metric would outvote the others. Null where there are
 * fewer than four such figures.
 */
export function environmentScale(series: readonly ComparedSeries[]): Analysis['environments']['scale'] {
  const usable = series.filter(
    ({ metric, rule, baseline, candidate }) =>
      (rule.scale ?? metric.scale) === 'ratio-scale' && isPositive(baseline) && isPositive(candidate),
  );
  const figures = [...Map.groupBy(usable, nameOf).values()].flatMap((same) => same.slice(0, 1));
  if (figures.length < FEWEST_FIGURES) return null;
  const compared = compareEnvironments(
    figures.map((one) => ({
      metric: nameOf(one),
      reference: one.baseline.map(({ value }) => value),
      other: one.candidate.map(({ value }) => value),
    })),
  );
  const strays = compared.metrics.flatMap(({ metric, normalised, standsOut }): Masked[] =>
    standsOut ? [maskedText`${maskedName(metric)} by a further factor of ${short(normalised)}`] : [],
  );
  const factor = short(compared.commonFactor);
  return {
    factor: compared.commonFactor,
    strays: strays.slice(0, 50),
    reason:
      strays.length === 0
        ? maskedText`Over ${figures.length} figures the environment of this change measures ${factor} times the baseline's; no figure strays from that.`
        : maskedText`Over ${figures.length} figures the environment of this change measures ${factor} times the baseline's; ${strays.length} stray from that.`,
  };
}

function nameOf({ metric }: ComparedSeries): string {
  const labels = Object.entries(metric.labels).map(([name, value]) => `${name}=${value}`);
  return labels.length === 0 ? metric.name : `${metric.name} (${labels.join(', ')})`;
}

function isPositive(side: readonly RunStatistic[]): boolean {
  return side.length > 0 && side.every(({ value }) => value > 0);
}

function short(value: number): number {
  return Number(value.toPrecision(3));
}
