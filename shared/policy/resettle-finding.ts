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

function answerOf(finding: Finding, { alpha, falseDiscoveryRate }: Levels): Answer {
  const { effect, interval, pValue, adjustedPValue, direction, answer } = finding;
  // Never compared: one side has no measurement, whatever the margin.
  if (effect === null || interval === null || pValue === null) return answer;
  const [low, high, size, margin] = [interval.low, interval.high, effect, finding.margin].map((value) =>
    working(value, finding),
  );
  if (low === undefined || high === undefined || size === undefined || margin === undefined) return answer;
  if (Math.max(high, -low) <= margin) return 'no-change';
  const isShown = pValue <= alpha && (adjustedPValue ?? 1) <= falseDiscoveryRate;
  if (!isShown || Math.abs(size) < margin || size === 0) return 'undecided';
  return size > 0 === (direction === 'lower-is-better') ? 'regression' : 'improvement';
}

/** Ratios are settled on the scale of logarithms. */
function working(value: number, { scale }: Finding): number {
  return scale === 'ratio-scale' ? Math.log1p(Math.max(value, -1 + Number.EPSILON)) : value;
}
