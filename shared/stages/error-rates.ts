import type { ErrorRates } from '../contracts/finding.ts';
import type { Plan } from '../contracts/plan.ts';

/**
 * Error rates of the n-th verdict on one commit. The first has the policy's own; all later ones together have as much again, spent as
 * 6 / (pi² (n - 1)²), which sums to 1. So however often further runs are judged, the chance of ever alarming falsely stays below twice
 * the policy's (union bound; no assumption on how the looks depend on each other or on why somebody looked again).
 */
export function errorRates(policy: Plan['policy'], rerun: number): ErrorRates {
  const share = rerun === 0 ? 1 : 6 / (Math.PI ** 2 * rerun ** 2);
  return {
    alpha: policy.alpha * share,
    falseDiscoveryRate: policy.falseDiscoveryRate * share,
    look: rerun + 1,
  };
}
