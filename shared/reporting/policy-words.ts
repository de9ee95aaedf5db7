import type { Decision } from '../contracts/decision.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Plan } from '../contracts/plan.ts';

/** What the policy says beside the verdict: who answers for what, what was only observed, and what no longer holds. */
export function policyWords({ excused = [], observed = [], remarks = [] }: Decision): readonly Masked[] {
  return [
    ...excused.map(({ text }) => text),
    ...observed.map(
      ({ rule, would, text }) =>
        maskedText`Would have ${would === 'fail' ? maskedText`failed` : maskedText`warned`} (${maskedName(rule)} is only observed): ${text}`,
    ),
    ...remarks,
  ];
}

/** ` (acknowledged)`, ` (exempted)` or ` (observed)` behind a finding or budget that does not count; null when it does. */
export function policyMark({ excused = [], observed = [] }: Decision, id: string): Masked | null {
  const excuse = excused.find(({ evidence }) => evidence.includes(id));
  if (excuse !== undefined) return maskedText` (${maskedName(excuse.kind)})`;
  return observed.some(({ evidence }) => evidence.includes(id)) ? maskedText` (observed)` : null;
}

/** Where the rules that decided stand: `latency: policies/default.yaml:12 (organisation)`. */
export function originWords({ reasons }: Decision, { policy: { origins = {} } }: Plan): readonly Masked[] {
  const known = new Map(Object.entries(origins));
  return [...new Set(reasons.map(({ rule }) => rule))].flatMap((rule) => {
    const origin = known.get(rule);
    return origin === undefined ? [] : [maskedText`Rule ${maskedName(rule)}: ${origin}`];
  });
}
