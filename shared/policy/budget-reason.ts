import type { Reason } from '../contracts/decision.ts';
import type { BudgetResult } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { formatNumber } from '../statistics/format/format-number.ts';

/** Why a breached budget or gate counts. */
export function budgetReason(budget: BudgetResult): Reason {
  return {
    rule: budget.rolling === null ? `budget ${budget.source}` : budget.source,
    text: describeBudget(budget),
    evidence: [budget.id],
  };
}

/** `http_req_duration p95 is 612, the budget allows at most 500.` */
export function describeBudget(budget: BudgetResult): Masked {
  const limit =
    budget.max === null
      ? maskedText`at least ${short(budget.min ?? 0)}`
      : maskedText`at most ${short(budget.max)}`;
  const of = budget.rolling === null ? maskedText`budget` : maskedText`gate`;
  const value = budget.value === null ? maskedText`not measured` : maskedText`${short(budget.value)}`;
  return maskedText`${budget.metric} ${maskedName(budget.statistic)} is ${value}, the ${of} allows ${limit}${rolling(budget)}.`;
}

/** ` (median 81.2 of the last 10 commits)` behind a bound that rolls. */
function rolling({ rolling: from }: BudgetResult): Masked {
  if (from === null || from.median === null) return maskedText``;
  return maskedText` (median ${short(from.median)} of the last ${from.values} commits)`;
}

/** In the digits of the tables of comment and report. */
function short(value: number): Masked {
  return maskedName(formatNumber(value, 4));
}
