import type { ApprovalNeed } from '../../../shared/contracts/approval-need.ts';
import type { PlannedApprovals } from '../../../shared/contracts/approval.ts';
import type { Verdict } from '../../../shared/contracts/decision.ts';
import type { Plan } from '../../../shared/contracts/plan.ts';
import { activeFreezes } from '../../../shared/policy/active-freezes.ts';
import { approvalNeed, canBeMet } from '../../../shared/policy/approval-need.ts';
import { type EffectiveApprovals, planApprovals } from '../../../shared/policy/plan-approvals.ts';
import type { PastRun } from '../past-runs.ts';

/** Who has to agree to a change. */
export interface AskedPeople {
  readonly rule: string;
  /** How many of them. */
  readonly count: number;
  readonly approvers: readonly string[];
  readonly escalateTo: readonly string[];
  /** False: fewer people may approve than have to, so the check would fail at once. */
  readonly possible: boolean;
}

/** Somebody whom the policy does not name; no account is written so. */
const NOT_IN_POLICY = '(not in the policy)';

/**
 * Whom another policy would ask about a past run. Who wrote the change stands in the run's plan as people of the policy of then; they are found
 * in the other policy by their ids.
 * @returns null: nobody, also for a commit that is no change and could not wait
 */
export function replayApproval(
  { connection, plan, decidedAt }: Pick<PastRun, 'connection' | 'plan' | 'decidedAt'>,
  policy: EffectiveApprovals,
  {
    verdict,
    freezes,
  }: { readonly verdict: Verdict; readonly freezes: NonNullable<Plan['policy']['freezes']> },
): { readonly asked: AskedPeople | null; readonly notes: readonly string[] } {
  if (connection === null) return { asked: null, notes: [] };
  const wrote = authorsOf(plan.approvals, policy, connection);
  const frozen = activeFreezes(freezes, decidedAt).some(({ mode }) => mode !== 'observe');
  const facts = { verdict, risk: plan.risk, frozen, now: decidedAt };
  const need = approvalNeed(planApprovals(policy, { connection, ...wrote }), facts);
  if (need === null) return { asked: null, notes: [] };
  const notes =
    plan.approvals === undefined
      ? ['nobody was asked then, so who wrote the change was not kept; its authors are not left out']
      : [];
  return { asked: askedIn(need), notes };
}

/** Whom a decision asked. */
export function askedIn(need: ApprovalNeed): AskedPeople {
  const { rule, count, approvers, escalateTo } = need;
  return { rule, count, approvers, escalateTo, possible: canBeMet(need) };
}

/** Whether two answers to "who has to agree" differ in more than the name of the rule. */
export function asksOthers(one: AskedPeople | null, other: AskedPeople | null): boolean {
  if (one === null || other === null) return one !== other;
  const people = ({ approvers, escalateTo, count }: AskedPeople) =>
    JSON.stringify([count, approvers.toSorted(), escalateTo.toSorted()]);
  return people(one) !== people(other);
}

function authorsOf(
  then: PlannedApprovals | undefined,
  { people }: EffectiveApprovals,
  connection: string,
): { readonly author: string | null; readonly committers: readonly string[] } {
  const committers = people
    .filter(({ id }) => then?.authors.includes(id) === true)
    .flatMap(({ accounts }) => accounts[connection] ?? []);
  return { author: then?.authorKnown === false ? null : NOT_IN_POLICY, committers };
}
