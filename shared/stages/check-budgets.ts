import type { BudgetResult } from '../contracts/finding.ts';
import type { Measured } from '../contracts/measured.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Budget } from '../contracts/plan.ts';
import { fits } from '../policy/match-rule.ts';

/** Absolute bounds against the median over the candidate's runs: one bad run neither breaks nor keeps a budget. */
export function checkBudgets(budgets: readonly Budget[], parts: readonly Measured[]): BudgetResult[] {
  return budgets.map((budget, index) => {
    const values = parts
      .flatMap((part) => part.candidate)
      .flatMap((measurement) => measurement.metrics)
      .filter((metric) => fits(metric.name, budget.metric))
      .flatMap((metric) => metric.statistics)
      .filter((statistic) => statistic.name === budget.statistic)
      .map((statistic) => statistic.value);
    const value = median(values);
    return {
      id: `B${index + 1}`,
      metric: maskedName(budget.metric),
      statistic: budget.statistic,
      value,
      max: budget.max ?? null,
      min: budget.min ?? null,
      result: value === null ? 'not-measured' : keeps(value, budget) ? 'kept' : 'breached',
      onBreach: budget.onBreach,
      source: budget.source,
      rolling: null,
    };
  });
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
