import type { BudgetResult } from '../contracts/finding.ts';
import type { Measured } from '../contracts/measured.ts';
import type { Measurement } from '../contracts/measurement.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Budget } from '../contracts/plan.ts';
import { countsIn, fits } from '../policy/match-rule.ts';

/** Absolute bounds against the median over the candidate's runs: one bad run neither breaks nor keeps a budget. */
export function checkBudgets(budgets: readonly Budget[], parts: readonly Measured[]): BudgetResult[] {
  return budgets.map((budget, index) => {
    const runs = parts
      .flatMap((part) => part.candidate)
      .filter((run) => countsIn(budget, [run.environment.name]));
    const values = runs.map((run) => valueOf(run, budget));
    const value = median(values.filter((one) => one !== null));
    return {
      id: `B${index + 1}`,
      metric: maskedName(budget.metric),
      statistic: budget.statistic,
      value,
      max: budget.max ?? null,
      min: budget.min ?? null,
      result: value === null ? 'not-measured' : keeps(value, budget) ? 'kept' : 'breached',
      onBreach: budget.onBreach,
      ...(budget.mode === undefined ? {} : { mode: budget.mode }),
      source: budget.source,
      rolling: null,
    };
  });
}

/**
 * The figure of one run as a whole: where a metric is split by labels, that of the fewest labels, since a median over routes would let
 * nine fast ones hide a slow one; of several such splits the one farthest from keeping the budget.
 */
function valueOf({ metrics }: Measurement, budget: Budget): number | null {
  const measured = metrics
    .filter((metric) => fits(metric.name, budget.metric))
    .flatMap(({ labels, statistics }) =>
      statistics
        .filter(({ name }) => name === budget.statistic)
        .map(({ value }) => ({ labels: Object.keys(labels).length, value })),
    );
  const fewest = Math.min(...measured.map(({ labels }) => labels));
  const values = measured.filter(({ labels }) => labels === fewest).map(({ value }) => value);
  if (values.length === 0) return null;
  return budget.max === undefined ? Math.min(...values) : Math.max(...values);
}

function keeps(value: number, { max, min }: Budget): boolean {
  return (max === undefined || value <= max) && (min === undefined || value >= min);
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const above = sorted[Math.floor(middle)];
  if (above === undefined) return null;
  return sorted.length % 2 === 1 ? above : (above + (sorted[middle - 1] ?? above)) / 2;
}
