import type { Answer, Severity } from '../contracts/finding.ts';

/** First cut: size of the effect in margins. Share of requests and distance to the budget are not weighed yet. */
export function severityOf(answer: Answer, effect: number, margin: number): Severity {
  if (answer !== 'regression') return 'none';
  const margins = Math.abs(effect) / Math.max(margin, Number.MIN_VALUE);
  if (margins >= 20) return 'critical';
  if (margins >= 5) return 'high';
  return margins >= 2 ? 'medium' : 'low';
}
