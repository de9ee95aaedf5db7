import { type BudgetResult } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { formatNumber } from '../statistics/format/format-number.ts';

/** The result of a budget in words. */
export function budgetResult({ result, onBreach }: BudgetResult): Masked {
  if (result === 'kept') return maskedText`kept`;
  if (result === 'not-measured') return maskedText`not measured`;
  if (result === 'no-baseline') return maskedText`no baseline yet`;
  return onBreach === 'fail' ? maskedText`breached` : maskedText`breached (warning)`;
}

/** The measured value as a plain figure in the unit of the budget. */
export function budgetValue({ value }: BudgetResult): Masked {
  return value === null ? maskedText`none` : maskedName(formatNumber(value, 4));
}

/** `at most 250`, `at least 99`, or both; of a gate also where the bound comes from. */
export function budgetBounds({ max, min, rolling }: BudgetResult): Masked {
  const bounds = [
    ...(min === null ? [] : [`at least ${formatNumber(min, 4)}`]),
    ...(max === null ? [] : [`at most ${formatNumber(max, 4)}`]),
  ];
  if (rolling === null || rolling.median === null) return maskedName(bounds.join(', '));
  return maskedName(
    `${bounds.join(', ')} (median ${formatNumber(rolling.median, 4)} of ${rolling.values} commits)`,
  );
}
