import type { Measurement, Metric, Statistic } from '../contracts/measurement.ts';
import type { MetricRule } from '../contracts/plan.ts';
import { matchRule, rulesFor } from '../policy/match-rule.ts';
import { covariatesOf, isLoad, loadOf } from './environment-settings.ts';
import { seriesKey } from './group-series.ts';

const SHOWN = ['p50', 'p95', 'rate', 'value'];
const TIMES = ['ns', 'us', 'µs', 'ms', 's'];
const VOTING = ['p50', 'mean', 'p95'];

/** Runs of both environments. */
export interface EnvironmentSides {
  readonly reference: readonly Measurement[];
  readonly other: readonly Measurement[];
}

/** One statistic of one metric over the runs of both sides. */
export interface Figure {
  readonly metric: Metric;
  readonly statistic: string;
  readonly rule: MetricRule | null;
  readonly reference: MeasuredFigure[];
  readonly other: MeasuredFigure[];
}

export interface MeasuredFigure {
  readonly run: Measurement;
  readonly figure: Statistic;
}

/** Figures that both sides have and a rule is for, or that are shown anyway; those with the fewest labels first. */
export function figuresOf(sides: EnvironmentSides, rules: readonly MetricRule[]): readonly Figure[] {
  const figures = new Map<string, Figure>();
  const asked = rulesFor(
    rules,
    sides.other.map(({ environment }) => environment.name),
  );
  for (const side of ['reference', 'other'] as const) {
    for (const { run, metric, figure } of sides[side].flatMap(measuredIn)) {
      const rule = matchRule(metric.name, figure.name, asked);
      if (rule === null && !SHOWN.includes(figure.name)) continue;
      const key = seriesKey(metric, figure.name);
      const known = figures.get(key) ?? { metric, statistic: figure.name, rule, reference: [], other: [] };
      figures.set(key, known);
      known[side].push({ run, figure });
    }
  }
  return [...figures.values()]
    .filter((one) => one.reference.length > 0 && one.other.length > 0)
    .sort((a, b) => Object.keys(a.metric.labels).length - Object.keys(b.metric.labels).length);
}

function measuredIn(run: Measurement): readonly (MeasuredFigure & { readonly metric: Metric })[] {
  return run.metrics
    .filter(({ name, labels }) => !isLoad(name, labels))
    .flatMap((metric) => metric.statistics.map((figure) => ({ run, metric, figure })));
}

/** Totals per second grow with the load, so they are taken per request where the load is known. */
export function scaledRun(
  { metric, statistic }: Figure,
  { run, figure }: MeasuredFigure,
): { readonly value: number; readonly covariates: Readonly<Record<string, number>> } {
  const load = loadOf(run);
  if (!isTotal(metric, statistic) || load === null)
    return { value: figure.value, covariates: covariatesOf(run) };
  return { value: figure.value / load, covariates: covariatesOf(run) };
}

/** Whether a figure is a sum per second. */
export function isTotal({ unit, scale }: Metric, statistic: string): boolean {
  return statistic === 'rate' && (scale === 'count' || unit.endsWith('/s'));
}

/** Whether a metric is compared by ratio; counts are, since they are rates here. */
export function isRatio({ scale }: Metric): boolean {
  return scale === 'ratio-scale' || scale === 'count';
}

/** Whether a metric is a length of time, which a slower machine or more data makes longer as a whole. */
export function isTime({ unit, scale }: Metric): boolean {
  return scale === 'ratio-scale' && isTimeUnit(unit);
}

export function isTimeUnit(unit: string): boolean {
  return TIMES.includes(unit);
}

/** Whether a side has a ratio at all. */
export function positive(side: readonly MeasuredFigure[]): boolean {
  return side.every(({ figure }) => figure.value > 0);
}

/** The statistic that votes for its metric: the first there is. */
export function votingOf({ metric }: Figure, all: readonly Figure[]): string | undefined {
  const same = all.filter(
    (one) => one.metric === metric || seriesKey(one.metric, '') === seriesKey(metric, ''),
  );
  return VOTING.find((name) => same.some(({ statistic }) => statistic === name));
}

/** Mean over the runs of a side. */
export function meanOf(side: readonly MeasuredFigure[]): number {
  return side.reduce((sum, { figure }) => sum + figure.value, 0) / side.length;
}
