import type { Masked } from '../contracts/masked.ts';
import type { Metric } from '../contracts/measurement.ts';
import type { MetricRule } from '../contracts/plan.ts';
import { compareRuns } from '../statistics/compare/compare-runs.ts';
import type { Interval } from '../statistics/compare/comparison.ts';
import {
  type CommonFactor,
  normaliseForScale,
  type ScaledDifference,
} from '../statistics/environment/normalise-for-scale.ts';
import { adjustHierarchy } from '../statistics/multiplicity/adjust-hierarchy.ts';
import { type Accounted, accountedFor, environmentNotes } from './environment-notes.ts';
import { loadOf, type Setting, settingsOf } from './environment-settings.ts';
import { figurePath, seriesKey } from './group-series.ts';
import { sampleOf } from './sample-of.ts';
import {
  type EnvironmentSides,
  type Figure,
  figuresOf,
  isRatio,
  isTime,
  isTotal,
  meanOf,
  positive,
  scaledRun,
  votingOf,
} from './scaled-figures.ts';

/** `worse`, `better`: beyond the margin and beyond what difference of scale explains. `alike`: surely within the margin. */
export type ScaledAnswer = 'worse' | 'better' | 'alike' | 'undecided';

/** One figure of the other environment against the reference. */
export interface ScaledFinding {
  readonly metric: Masked;
  readonly labels: Metric['labels'];
  readonly statistic: string;
  readonly unit: string;
  readonly scale: Metric['scale'];
  readonly reference: number;
  readonly other: number;
  /** other / reference as measured; null for figures compared by difference. */
  readonly ratio: number | null;
  /** What scale does not explain: relative on the ratio scale, a difference otherwise. */
  readonly effect: number;
  readonly interval: Interval | null;
  readonly margin: number;
  /** Corrected over all figures; null when one run a side tells no noise. */
  readonly adjustedPValue: number | null;
  readonly answer: ScaledAnswer;
  /** Whether the policy fails for it: such figures decide the exit code. */
  readonly isGate: boolean;
  /** What was taken out of it: covariates, `requests` (totals), `common factor`. */
  readonly takenOut: readonly string[];
}

export interface EnvironmentReport {
  readonly answer: 'worse' | 'not worse' | 'undecided';
  readonly runs: { readonly reference: number; readonly other: number };
  readonly settings: readonly (Setting & { readonly accounted: Accounted })[];
  readonly factors: readonly CommonFactor[];
  readonly figures: readonly ScaledFinding[];
  readonly notes: readonly Masked[];
}

export interface ScaleOptions {
  readonly rules: readonly MetricRule[];
  /** Of figures that no rule is for: relative on the ratio scale; shares have `SHARE_MARGIN`. */
  readonly margin: number;
  /** The caller says that both are of one size: nothing is taken out but what runs themselves show. */
  readonly sameScale: boolean;
}

const SHARE_MARGIN = 0.005;
const LEVEL = 0.05;
const MOST_FIGURES = 2_000;

/**
 * Compares two environments figure by figure with their difference of scale accounted for: totals by request, load and numeric facts as
 * far as runs under different ones show their effect, and of times the factor that all have in common. What is left is judged; what could
 * not be accounted for is named. Without a common factor (fewer than four times) a time is undecided unless nothing told differs.
 */
export function compareScaled(sides: EnvironmentSides, options: ScaleOptions): EnvironmentReport {
  const { reference, other } = sides;
  const all = figuresOf(sides, options.rules);
  const figures = all.slice(0, MOST_FIGURES);
  const byRatio = figures.filter(
    ({ metric, reference: a, other: b }) => isRatio(metric) && positive(a) && positive(b),
  );
  const { differences, factors } = normaliseForScale(
    byRatio.map((figure) => ({
      figure: seriesKey(figure.metric, figure.statistic),
      group: isTime(figure.metric) && !options.sameScale ? 'times' : null,
      votes: figure.statistic === votingOf(figure, byRatio),
      reference: figure.reference.map((one) => scaledRun(figure, one)),
      other: figure.other.map((one) => scaledRun(figure, one)),
    })),
  );
  const settings = settingsOf(reference, other);
  const isOneScale =
    options.sameScale ||
    (settings.some((one) => one.reference !== null) && settings.every((one) => !one.differs));
  const found = new Map(byRatio.map((figure, index) => [figure, differences[index]]));
  const raw = figures.flatMap((figure) => {
    const difference = found.get(figure);
    if (difference !== undefined) return [ratioFinding(figure, difference, options, isOneScale)];
    return isRatio(figure.metric) ? [] : [differenceFinding(figure, options)];
  });
  const judged = settled(raw);
  return {
    answer: overall(judged),
    runs: { reference: reference.length, other: other.length },
    settings: settings.map((one) => ({ ...one, accounted: accountedFor(one, judged, factors) })),
    factors,
    figures: judged,
    notes: environmentNotes(
      sides,
      { all: all.length, most: MOST_FIGURES, left: figures.length - raw.length },
      judged,
    ),
  };
}

function ratioFinding(
  figure: Figure,
  difference: ScaledDifference,
  { margin }: ScaleOptions,
  isOneScale: boolean,
): Unsettled {
  const { ratio, normalised, interval, pValue, takenOut, withoutFactor } = difference;
  const perRequest =
    isTotal(figure.metric, figure.statistic) && figure.reference.every(({ run }) => loadOf(run) !== null);
  return {
    ...about(figure, margin),
    ratio,
    effect: normalised - 1,
    interval: interval === null ? null : { low: interval.low - 1, high: interval.high - 1 },
    pValue,
    isOpen: isTime(figure.metric) && !withoutFactor && !isOneScale,
    takenOut: [...takenOut, ...(perRequest ? ['requests'] : []), ...(withoutFactor ? ['common factor'] : [])],
  };
}

/** Shares of errors and figures that may be negative have no scale to be taken out; they are compared as they are. */
function differenceFinding(figure: Figure, options: ScaleOptions): Unsettled {
  const { metric, reference, other } = figure;
  const counted = [...reference, ...other].every(
    (one) => one.figure.count !== undefined && one.figure.events !== undefined,
  );
  const own = metric.scale === 'proportion' ? SHARE_MARGIN : options.margin * Math.abs(meanOf(reference));
  const compared = compareRuns({
    baseline: reference.map((one) => sampleOf(one.figure)),
    candidate: other.map((one) => sampleOf(one.figure)),
    direction: metric.direction,
    scale: metric.scale === 'proportion' && counted ? 'proportion' : 'additive',
    margin: figure.rule?.margin ?? own,
  });
  return {
    ...about(figure, own),
    ratio: null,
    effect: compared.effect,
    interval: compared.interval,
    pValue: compared.pValue,
    isOpen: false,
    takenOut: [],
  };
}

type Unsettled = Omit<ScaledFinding, 'answer' | 'adjustedPValue'> & {
  readonly direction: Metric['direction'];
  readonly pValue: number | null;
  /** Scale cannot be told from a difference. */
  readonly isOpen: boolean;
};

function about(
  { metric, statistic, rule, reference, other }: Figure,
  margin: number,
): Omit<Unsettled, 'ratio' | 'effect' | 'interval' | 'pValue' | 'isOpen' | 'takenOut'> {
  return {
    metric: metric.name,
    labels: metric.labels,
    statistic,
    unit: metric.unit,
    scale: isRatio(metric) ? 'ratio-scale' : metric.scale,
    direction: rule?.direction ?? metric.direction,
    reference: meanOf(reference),
    other: meanOf(other),
    margin: rule?.margin ?? margin,
    isGate: rule?.onRegression === 'fail',
  };
}

/** Corrected over all figures together, as in a verdict. */
function settled(found: readonly Unsettled[]): readonly ScaledFinding[] {
  const { adjusted } = adjustHierarchy(
    found.map(({ metric, labels, statistic, pValue }) => ({
      path: figurePath(metric, labels, statistic),
      pValue: pValue ?? 1,
    })),
  );
  return found.map(({ direction, pValue, isOpen, ...finding }, index): ScaledFinding => {
    const p = pValue === null ? null : (adjusted[index] ?? 1);
    const isWorse = finding.effect > 0 === (direction === 'lower-is-better');
    const { low, high } = limitsOf(finding);
    const answer = (): ScaledAnswer => {
      if (isOpen || finding.interval === null) return 'undecided';
      if (p !== null && p <= LEVEL && (finding.effect >= high || finding.effect <= low))
        return isWorse ? 'worse' : 'better';
      return finding.interval.low >= low && finding.interval.high <= high ? 'alike' : 'undecided';
    };
    return { ...finding, adjustedPValue: p, answer: answer() };
  });
}

/** A margin of 10 % allows 1.1 times as much and 1 / 1.1 of it. */
function limitsOf({ scale, margin }: Pick<ScaledFinding, 'scale' | 'margin'>): Interval {
  return { low: scale === 'ratio-scale' ? 1 / (1 + margin) - 1 : -margin, high: margin };
}

/**
 * Figures that the policy fails for decide; where it has none, all do. A part of a metric (one route) may be worse; that its few requests
 * leave it open does not leave the whole open.
 */
function overall(figures: readonly ScaledFinding[]): EnvironmentReport['answer'] {
  const gates = figures.filter(({ isGate }) => isGate);
  const deciding = gates.length === 0 ? figures : gates;
  if (deciding.some(({ answer }) => answer === 'worse')) return 'worse';
  const wholes = [
    ...Map.groupBy(deciding, ({ metric, statistic }) => JSON.stringify([metric, statistic])).values(),
  ];
  // Fewest labels first: the first of a metric is the whole, or the nearest to it.
  const isOpen = wholes.some(([whole]) => whole === undefined || whole.answer === 'undecided');
  return wholes.length === 0 || isOpen ? 'undecided' : 'not worse';
}
