import type { Finding } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Budget } from '../contracts/plan.ts';
import { describeFigure } from '../policy/describe-effect.ts';
import { fits } from '../policy/match-rule.ts';
import { forecastCrossing } from '../statistics/trend/forecast-crossing.ts';
import { branchCourse } from './branch-course.ts';
import type { ComparedSeries } from './group-series.ts';
import type { History } from './read-history.ts';

const MOST_NOTES = 3;
/** Chance of any such note when nothing grows, over all bounds that are looked at. */
const ALPHA = 0.05;

interface Bound {
  readonly finding: Finding;
  readonly values: readonly number[];
  readonly limit: number;
  readonly direction: 'above' | 'below';
}

/**
 * Budgets that the target branch will break by itself if it goes on as it does: after how many commits, with an interval, and no
 * further ahead than the history is long. The soonest first; nothing is said of a branch without an evident trend.
 */
export function crossingNotes(
  findings: readonly Finding[],
  series: readonly ComparedSeries[],
  history: History,
  budgets: readonly Budget[],
): Masked[] {
  const bounds = findings.flatMap((finding, index): Bound[] => {
    const one = series[index];
    if (one === undefined) return [];
    const limits = budgets.filter((budget) => holds(budget, one, series)).flatMap(limitsOf);
    const { values } = branchCourse(history.get(one.key) ?? [], null);
    return limits.map((limit) => ({ finding, values, ...limit }));
  });
  return bounds
    .flatMap((bound) => {
      const { values, limit, direction, finding } = bound;
      const forecast = forecastCrossing({ values, limit, direction });
      if (forecast.status !== 'crossing' || forecast.pValue > ALPHA / bounds.length) return [];
      const commits = (at: number): number => Math.max(1, Math.round(at - (values.length - 1)));
      const [from, to] = forecast.interval;
      const end = to === null ? maskedText`more than ${values.length}` : maskedText`${commits(to)}`;
      const passed = direction === 'above' ? maskedText`over` : maskedText`under`;
      const level = Number(forecast.level.toPrecision(3));
      const text = maskedText`Budget ahead: if the target branch goes on as in its last ${values.length} commits, ${describeFigure(finding)} is ${passed} ${limit} ${maskedName(finding.unit)} in about ${commits(forecast.at)} commits (90 % interval ${commits(from)} to ${end}); it is at ${level} now.`;
      return [{ text, at: forecast.at - values.length }];
    })
    .toSorted((a, b) => a.at - b.at)
    .slice(0, MOST_NOTES)
    .map(({ text }) => text);
}

/** A budget is on the figure as a whole (checkBudgets): of series split by labels, the one with the fewest. */
function holds(budget: Budget, one: ComparedSeries, all: readonly ComparedSeries[]): boolean {
  const isOn = ({ metric, statistic, candidate }: ComparedSeries): boolean =>
    fits(metric.name, budget.metric) &&
    statistic === budget.statistic &&
    (budget.environments ?? ['*']).some((pattern) => fits(candidate[0]?.environment ?? '', pattern));
  const labels = ({ metric }: ComparedSeries): number => Object.keys(metric.labels).length;
  return isOn(one) && all.filter(isOn).every((other) => labels(other) >= labels(one));
}

function limitsOf({ max, min }: Budget): Pick<Bound, 'limit' | 'direction'>[] {
  return [
    ...(max === undefined ? [] : [{ limit: max, direction: 'above' as const }]),
    ...(min === undefined ? [] : [{ limit: min, direction: 'below' as const }]),
  ];
}
