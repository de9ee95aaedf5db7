import type { Budget, MetricRule, Plan } from '../contracts/plan.ts';
import type { Masker } from '../ports/masker.ts';

const LONGEST_ID = 80;
const LONGEST_MATCH = 200;

/**
 * A rule as it may stand in a plan. Names of metrics are masked under the same key, so a rule that spells out what is masked in a
 * metric's name still fits it.
 */
export function maskRule(rule: MetricRule, names: Masker): MetricRule {
  const id = names.mask(rule.id).slice(0, LONGEST_ID);
  return { ...rule, id, match: names.mask(rule.match).slice(0, LONGEST_MATCH) };
}

/** A budget as it may stand in a plan. */
export function maskBudget(
  budget: Omit<Budget, 'source'>,
  source: string,
  names: Masker,
): Plan['budgets'][number] {
  return { ...budget, metric: names.mask(budget.metric), statistic: names.mask(budget.statistic), source };
}
