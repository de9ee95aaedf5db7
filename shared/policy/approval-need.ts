import type { ApprovalWhen, PlannedApprovalRule, PlannedApprovals } from '../contracts/approval.ts';
import type { ApprovalNeed } from '../contracts/approval-need.ts';
import type { Verdict } from '../contracts/decision.ts';
import { joinMasked, maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Masked } from '../contracts/masked.ts';
import type { Plan, Risk } from '../contracts/plan.ts';

const MINUTE_MS = 60_000;

/** What rules of approval look at; no word of a model is among it. */
export interface ApprovalFacts {
  readonly verdict: Verdict;
  readonly risk: Plan['risk'];
  /** Whether the decision falls into a freeze window of the policy. */
  readonly frozen: boolean;
  readonly now: Date;
}

/** The first rule that fits, with its times; null when nobody has to be asked. */
export function approvalNeed(
  { rules, authors, names }: PlannedApprovals,
  facts: ApprovalFacts,
): ApprovalNeed | null {
  const rule = rules.find(({ when }) => whyNotAsked(when, { ...facts, risk: facts.risk.level }) === null);
  if (rule === undefined) return null;
  const { now } = facts;
  const after = (minutes: number): string => new Date(now.getTime() + minutes * MINUTE_MS).toISOString();
  const afterOrNull = (minutes: number | null): string | null => (minutes === null ? null : after(minutes));
  const involved = new Set([...rule.approvers, ...rule.escalateTo]);
  return {
    rule: rule.id,
    ...(rule.origin === undefined ? {} : { origin: rule.origin }),
    why: whyOf(rule.when, facts),
    approvers: rule.approvers,
    escalateTo: rule.escalateTo,
    ...(rule.asks === undefined ? {} : { asks: rule.asks }),
    authors,
    count: rule.count,
    names: Object.fromEntries(Object.entries(names).filter(([id]) => involved.has(id))),
    connections: rule.connections,
    askedAt: now.toISOString(),
    remindAt: afterOrNull(rule.remindAfterMinutes),
    escalateAt: rule.escalateTo.length === 0 ? null : afterOrNull(rule.escalateAfterMinutes),
    expiresAt: after(rule.timeoutMinutes),
  };
}

/** False: the policy names too few people who may approve this change, so that waiting would be for nothing. */
export function canBeMet({ approvers, escalateTo, count }: ApprovalNeed): boolean {
  return new Set([...approvers, ...escalateTo]).size >= count;
}

/** Why a rule does not ask; null when it does. */
export function whyNotAsked(
  when: ApprovalWhen,
  { risk, verdict, frozen }: { readonly risk: Risk; readonly verdict: Verdict; readonly frozen: boolean },
): string | null {
  if (when.risk?.includes(risk) === false) return `it is for a risk that is ${when.risk.join(' or ')}`;
  if (when.verdict?.includes(verdict) === false) return `it is for the verdict ${when.verdict.join(' or ')}`;
  if (when.freeze === undefined || when.freeze === frozen) return null;
  return when.freeze ? 'it is for freezes' : 'it is for times without a freeze';
}

function whyOf(when: PlannedApprovalRule['when'], { risk, verdict, frozen }: ApprovalFacts): Masked {
  const touched =
    risk.reasons.length === 0 ? maskedText`` : maskedText` (${joinMasked(risk.reasons, maskedText`; `)})`;
  const parts = [
    ...(when.risk === undefined ? [] : [maskedText`risk is ${maskedName(risk.level)}${touched}`]),
    ...(when.verdict === undefined ? [] : [maskedText`the verdict is "${maskedName(verdict)}"`]),
    ...(when.freeze === undefined ? [] : [frozen ? maskedText`a freeze is on` : maskedText`no freeze is on`]),
  ];
  return parts.length === 0
    ? maskedText`the policy asks for every change`
    : joinMasked(parts, maskedText`, `);
}
