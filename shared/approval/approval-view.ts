import type { ApprovalState } from './approval-state.ts';
import { endWords, nameOf, openHolders } from './approval-words.ts';

/** An approval as API and command line show it. */
export function approvalView(state: ApprovalState) {
  const { runId, change, need, status, votes, rejection, delegations, endedAt } = state;
  return {
    runId,
    status,
    words: endWords(state),
    change,
    rule: need.rule,
    ...(need.origin === undefined ? {} : { origin: need.origin }),
    why: need.why,
    count: need.count,
    mayApprove: openHolders(state).map((id) => ({ id, name: nameOf(state, id) })),
    approvals: votes,
    rejection,
    delegations,
    reminded: state.reminded,
    escalated: state.escalated,
    askedAt: need.askedAt,
    expiresAt: need.expiresAt,
    endedAt,
  };
}
