import type { Change } from '../contracts/analysis-requested.ts';
import type { Plan } from '../contracts/plan.ts';
import { type EffectiveApprovals, planApprovals } from '../policy/plan-approvals.ts';
import type { ChangeHost } from '../ports/change-host.ts';

/**
 * The approval rules of all levels for the change. Its author is asked for at the host: a webhook names who acted, and what is on record
 * is masked.
 * @returns nothing when the policy has none, or nothing is there that could wait
 */
export async function plannedApprovals(
  policy: EffectiveApprovals,
  { connection, project, number }: Change,
  host: ChangeHost | null,
  signal: AbortSignal,
): Promise<Pick<Plan, 'approvals'>> {
  if (policy.approvals.length === 0 || host === null || number === null) return {};
  const [change, committers] = await Promise.all([
    host.fetchChange(project, number, signal),
    host.fetchCommitAuthors(project, number, signal),
  ]);
  const author = change?.author ?? null;
  return { approvals: planApprovals(policy, { connection, author, committers }) };
}
