import type { Finding } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { MetricRule } from '../contracts/plan.ts';
import { formatNumber } from '../statistics/format/format-number.ts';

/**
 * Whether the mean went further for the worse than a rule's fixed step allows, whatever statistics say of it.
 * @returns the reason; null when it did not, or when one side was not measured
 */
export function overThreshold(
  { baseline: { mean: before }, candidate: { mean: after }, direction, metric, statistic }: Finding,
  { threshold }: MetricRule,
): Masked | null {
  if (threshold === undefined || before === null || after === null) return null;
  const step = direction === 'lower-is-better' ? after - before : before - after;
  const { relative, absolute } = threshold;
  const figure = maskedText`${metric} ${maskedName(statistic)}`;
  if (absolute !== undefined && step > absolute) {
    return maskedText`${figure} is worse by ${short(step)}; the rule's fixed threshold is ${short(absolute)}, however sure that is.`;
  }
  // From a baseline of nothing every step is beyond any share of it.
  if (relative !== undefined && step > relative * Math.abs(before)) {
    const share =
      before === 0 ? maskedText`from 0` : maskedText`by ${short((100 * step) / Math.abs(before))} %`;
    return maskedText`${figure} is worse ${share}; the rule's fixed threshold is ${short(100 * relative)} %, however sure that is.`;
  }
  return null;
}

/** In the digits of the tables of comment and report. */
function short(value: number): Masked {
  return maskedName(formatNumber(value, 4));
}
