import type { Change } from '../contracts/analysis-requested.ts';
import type { PlannedApprovals } from '../contracts/approval.ts';
import type { ApprovalPolicy } from '../policy/approval-rules.ts';
import { planApprovals } from '../policy/plan-approvals.ts';
import type { ChangeHost } from '../ports/change-host.ts';

/**
 * The policy's approval rules for the change. Its author is asked for at the host: a webhook names who acted, and what is on record
 * is masked.
 * @returns undefined when the policy has none, or nothing is there that could wait
 */
export async function plannedApprovals(
  policy: ApprovalPolicy,
  { connection, project, number }: Change,
  host: ChangeHost | null,
  signal: AbortSignal,
): Promise<PlannedApprovals | undefined> {
  if (policy.approvals.length === 0 || host === null || number === null) return undefined;
  const [change, committers] = await Promise.all([
    host.fetchChange(project, number, signal),
    host.fetchCommitAuthors(project, number, signal),
  ]);
  return planApprovals(policy, { connection, author: change?.author ?? null, committers });
}
