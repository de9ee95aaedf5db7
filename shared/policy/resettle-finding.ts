import type { Answer, Finding } from '../contracts/finding.ts';
import type { MetricRule } from '../contracts/plan.ts';

/** Levels that the new policy sets, at the look of the past run. */
export interface Levels {
  readonly alpha: number;
  readonly falseDiscoveryRate: number;
}

/**
 * A stored finding under another rule: the interval and the p values stand, only margin, level and direction are new. The same order of
 * questions as in statistics/compare/settle.ts.
 * @returns null when the rule compares on another scale, for which the values would have to be compared again
 */
export function resettleFinding(finding: Finding, rule: MetricRule, levels: Levels): Finding | null {
  if (rule.scale !== undefined && rule.scale !== finding.scale) return null;
  const direction = rule.direction ?? finding.direction;
  const settled = { ...finding, rule: rule.id, margin: rule.margin, direction };
  return { ...settled, answer: answerOf(settled, levels) };
}

function answerOf(finding: Finding, levels: Levels): Answer {
  const { effect, interval, pValue, answer, margin } = finding;
  // Never compared: one side has no measurement, whatever the margin.
  if (effect === null || interval === null || pValue === null) return answer;
  const bound = working(margin, finding);
  const farthest = Math.max(working(interval.high, finding), -working(interval.low, finding));
  if (farthest <= bound) return 'no-change';
  const size = working(effect, finding);
  if (!isShown(finding, levels) || Math.abs(size) < bound || size === 0) return 'undecided';
  return size > 0 === (finding.direction === 'lower-is-better') ? 'regression' : 'improvement';
}

function isShown({ pValue, adjustedPValue }: Finding, { alpha, falseDiscoveryRate }: Levels): boolean {
  return (pValue ?? 1) <= alpha && (adjustedPValue ?? 1) <= falseDiscoveryRate;
}

/** Ratios are settled on the scale of logarithms. */
function working(value: number, { scale }: Finding): number {
  return scale === 'ratio-scale' ? Math.log1p(Math.max(value, -1 + Number.EPSILON)) : value;
}
