import { Verdict } from '../contracts/decision.ts';
import type { Risk } from '../contracts/plan.ts';
import { whyNotAsked } from './approval-need.ts';
import { membersOf } from './check-approvals.ts';
import type { EffectivePolicy } from './effective-policy.ts';
import { type ExplainedValue, valuesUnder } from './explain-figure.ts';
import type { Origin } from './policy-layers.ts';
import type { Refusal } from './settings-ledger.ts';

/** A rule that asks, for which verdicts, and whom. */
export interface AskingRule {
  readonly id: string;
  readonly verdicts: readonly Verdict[];
  readonly count: number;
  /** People, groups resolved; the author of a change is left out of them only then. */
  readonly approvers: readonly string[];
  readonly values: readonly ExplainedValue[];
}

/** Which rules decide who may approve a change of one risk, and why not others. */
export interface ApprovalExplanation {
  readonly rules: readonly AskingRule[];
  /** Verdicts for which nobody is asked. */
  readonly unasked: readonly Verdict[];
  readonly others: readonly { readonly id: string; readonly why: string; readonly origin: Origin | null }[];
  /** Wishes of levels below about approval that were not granted. */
  readonly refused: readonly Refusal[];
}

/** Says for a risk, and one verdict or all, which rule decides who may approve. */
export function explainApproval(
  { approvals, policy, settings, refused }: EffectivePolicy,
  { risk, verdict, frozen }: { readonly risk: Risk; readonly verdict?: Verdict; readonly frozen: boolean },
): ApprovalExplanation {
  const verdicts = verdict === undefined ? Verdict.options : [verdict];
  const ruleOf = (one: Verdict) =>
    approvals.find(({ when }) => whyNotAsked(when, { risk, verdict: one, frozen }) === null);
  const rules = approvals.flatMap((rule): AskingRule[] => {
    const decided = verdicts.filter((one) => ruleOf(one) === rule);
    if (decided.length === 0) return [];
    const { id, count } = rule;
    const approvers = membersOf(rule.approvers, policy.groups);
    return [
      { id, verdicts: decided, count, approvers, values: valuesUnder({ settings }, `approvals.${id}`) },
    ];
  });
  return {
    rules,
    unasked: verdicts.filter((one) => ruleOf(one) === undefined),
    others: approvals
      .filter(({ id }) => !rules.some((rule) => rule.id === id))
      .map(({ id, when }) => ({
        id,
        why: whyNot(verdicts.map((one) => whyNotAsked(when, { risk, verdict: one, frozen }))),
        origin: settings.get(`approvals.${id}.id`)?.origin ?? null,
      })),
    refused: refused.filter(({ path }) => path.startsWith('approvals.')),
  };
}

function whyNot(reasons: readonly (string | null)[]): string {
  const [first] = reasons.filter((reason) => reason !== null);
  return reasons.includes(null) || first === undefined
    ? 'stands behind another that fits, and the first decides'
    : first;
}
