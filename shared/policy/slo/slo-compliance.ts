/** What one measurement adds: `good` of `total` at `at` (epoch milliseconds). */
export interface SloPoint {
  readonly at: number;
  readonly good: number;
  readonly total: number;
}

export interface BurnAlert {
  readonly longHours: number;
  readonly shortHours: number;
  /** Burn rate from which on it alarms: spends `budgetShare` of the error budget within the long window. */
  readonly threshold: number;
  /** Null: nothing was measured in that time. */
  readonly long: number | null;
  readonly short: number | null;
  readonly firing: boolean;
}

export interface SloCompliance {
  readonly answer: 'kept' | 'breached' | 'no-data';
  readonly good: number;
  readonly total: number;
  /** Share of good ones in the window; null without data. */
  readonly share: number | null;
  /** Bad ones that the objective allows in the window, those there were, and the share of the budget that is left (negative: overspent). */
  readonly errorBudget: { readonly allowed: number; readonly spent: number; readonly left: number | null };
  /** How many times faster than allowed the budget is spent, over the whole window; at 1 it is just used up at the window's end. */
  readonly burnRate: number | null;
  readonly alerts: readonly BurnAlert[];
  /** Hours until nothing is left, if the long window of the first alert with data goes on; null when it does not come to that. */
  readonly exhaustedInHours: number | null;
}

const HOUR_MS = 3_600_000;
/**
 * Long window, and the share of a window's error budget that is too much to lose in it. Google, The Site Reliability Workbook, chapter 5,
 * "Multiwindow, Multi-Burn-Rate Alerts": 2 % in an hour, 5 % in six, 10 % in three days, each confirmed by a window of a twelfth.
 */
const ALERTS = [
  { longHours: 1, budgetShare: 0.02 },
  { longHours: 6, budgetShare: 0.05 },
  { longHours: 72, budgetShare: 0.1 },
] as const;
const SHORT_SHARE = 12;

/**
 * Compliance with an objective over a rolling window, its error budget, and how fast that is spent.
 * @param points any order; those outside the window do not count
 * @param rule `objective` in (0, 1), `windowDays` above 0
 * @param now epoch milliseconds
 */
export function sloCompliance(
  points: readonly SloPoint[],
  { objective, windowDays }: { readonly objective: number; readonly windowDays: number },
  now: number,
): SloCompliance {
  const windowHours = windowDays * 24;
  const { good, total } = sumOf(points, now, windowHours);
  const allowed = (1 - objective) * total;
  const spent = total - good;
  const burnOver = (hours: number): number | null => burnRateOf(sumOf(points, now, hours), objective);
  const alerts = ALERTS.filter(({ longHours }) => longHours < windowHours).map(
    ({ longHours, budgetShare }): BurnAlert => {
      const shortHours = longHours / SHORT_SHARE;
      const threshold = (budgetShare * windowHours) / longHours;
      const [long, short] = [burnOver(longHours), burnOver(shortHours)];
      const firing = long !== null && short !== null && long >= threshold && short >= threshold;
      return { longHours, shortHours, threshold, long, short, firing };
    },
  );
  const left = total === 0 ? null : 1 - spent / allowed;
  return {
    answer: total === 0 ? 'no-data' : good / total >= objective ? 'kept' : 'breached',
    good,
    total,
    share: total === 0 ? null : good / total,
    errorBudget: { allowed, spent, left },
    burnRate: burnRateOf({ good, total }, objective),
    alerts,
    exhaustedInHours: exhaustion(left, windowHours, alerts),
  };
}

function sumOf(
  points: readonly SloPoint[],
  now: number,
  hours: number,
): { readonly good: number; readonly total: number } {
  const from = now - hours * HOUR_MS;
  let [good, total] = [0, 0];
  for (const point of points) {
    if (point.at <= from || point.at > now) continue;
    good += point.good;
    total += point.total;
  }
  return { good, total };
}

function burnRateOf(
  { good, total }: { readonly good: number; readonly total: number },
  objective: number,
): number | null {
  return total === 0 ? null : (total - good) / total / (1 - objective);
}

/** At burn rate 1 the whole budget lasts as long as the window. */
function exhaustion(left: number | null, windowHours: number, alerts: readonly BurnAlert[]): number | null {
  const rate = alerts.find(({ long }) => long !== null)?.long ?? null;
  if (left === null || rate === null || rate === 0) return null;
  return left <= 0 ? 0 : (left * windowHours) / rate;
}
