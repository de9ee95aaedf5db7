import type { ApprovalChannel, ApprovalEvent, Happened } from '../contracts/approval.ts';
import type { ApprovalNeed, PersonId } from '../contracts/approval-need.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName } from '../contracts/masked-text.ts';

export type ApprovalStatus = 'waiting' | 'approved' | 'rejected' | 'expired' | 'superseded';

/** A person's standing approval. */
export interface Vote {
  readonly by: PersonId;
  readonly at: string;
  readonly channel: ApprovalChannel;
  readonly reason: Masked;
}

/** What the events of an approval add up to. */
export interface ApprovalState {
  readonly runId: string;
  readonly tenant: string;
  readonly need: ApprovalNeed;
  readonly change: Extract<Happened, { readonly kind: 'asked' }>['change'];
  readonly status: ApprovalStatus;
  /** Number of the last event. */
  readonly sequence: number;
  /** Who may approve now: asked, escalated to, or given somebody's right. */
  readonly holders: readonly PersonId[];
  /** Who gave whose right away: the one who has it now, by the one who had it. */
  readonly delegations: Readonly<Record<PersonId, PersonId>>;
  readonly votes: readonly Vote[];
  /** The no that ended it. */
  readonly rejection: Vote | null;
  readonly names: Readonly<Record<PersonId, Masked>>;
  /** Clicks, pages and calls that were taken already. */
  readonly keys: ReadonlySet<string>;
  readonly reminded: boolean;
  readonly escalated: boolean;
  /** When it came to its end. */
  readonly endedAt: string | null;
  /** Head that took its place, or the run of the same head that did. */
  readonly supersededBy: string | null;
}

/**
 * Folds the events in their order. An event that the rules would not allow is none of ours and changes nothing: the rules hold
 * for what was stored, too.
 * @returns null when nothing was asked yet
 */
export function approvalState(events: readonly ApprovalEvent[]): ApprovalState | null {
  let state: ApprovalState | null = null;
  for (const event of events) state = state === null ? begin(event) : next(state, event);
  return state;
}

function begin({ happened, runId, tenant }: ApprovalEvent): ApprovalState | null {
  if (happened.kind !== 'asked') return null;
  const { need, change } = happened;
  return askedState({ runId, tenant, need, change });
}

/** How an approval stands when it was asked for and nobody has answered. */
export function askedState(
  asked: Pick<ApprovalState, 'runId' | 'tenant' | 'need' | 'change'>,
): ApprovalState {
  const { need } = asked;
  return {
    ...asked,
    status: 'waiting',
    sequence: 1,
    holders: need.approvers.filter((person) => !need.authors.includes(person)),
    delegations: {},
    votes: [],
    rejection: null,
    names: need.names,
    keys: new Set(),
    reminded: false,
    escalated: false,
    endedAt: null,
    supersededBy: null,
  };
}

function next(before: ApprovalState, event: ApprovalEvent): ApprovalState {
  const state = { ...before, sequence: event.sequence };
  if (state.status !== 'waiting') return state;
  const { happened, at } = event;
  switch (happened.kind) {
    case 'asked':
      return state;
    case 'reminded':
      return { ...state, reminded: true };
    case 'escalated': {
      const more = state.need.escalateTo.filter((person) => !state.need.authors.includes(person));
      const given = new Set(Object.keys(state.delegations));
      const holders = new Set([...state.holders, ...more.filter((person) => !given.has(person))]);
      return { ...state, escalated: true, holders: [...holders] };
    }
    case 'expired':
      return { ...state, status: 'expired', endedAt: at };
    case 'superseded':
      return { ...state, status: 'superseded', endedAt: at, supersededBy: happened.by };
    case 'said':
      return said({ ...state, keys: new Set([...state.keys, happened.key]) }, happened, at);
  }
}

function said(
  state: ApprovalState,
  { word, by, channel, reason, toName }: Extract<ApprovalEvent['happened'], { readonly kind: 'said' }>,
  at: string,
): ApprovalState {
  const vote = { by, at, channel, reason };
  const holds = state.holders.includes(by) && !state.need.authors.includes(by);
  switch (word.kind) {
    case 'approve': {
      if (!holds || state.votes.some((one) => one.by === by)) return state;
      const votes = [...state.votes, vote];
      if (votes.length < state.need.count) return { ...state, votes };
      return { ...state, votes, status: 'approved', endedAt: at };
    }
    case 'reject':
      return holds ? { ...state, rejection: vote, status: 'rejected', endedAt: at } : state;
    case 'delegate': {
      if (!holds || state.holders.includes(word.to) || state.need.authors.includes(word.to)) return state;
      return {
        ...state,
        holders: state.holders.map((person) => (person === by ? word.to : person)),
        delegations: { ...state.delegations, [by]: word.to },
        names: { ...state.names, [word.to]: toName ?? maskedName(word.to) },
      };
    }
    case 'revoke':
      return revoked(state, by);
  }
}

function revoked(state: ApprovalState, by: PersonId): ApprovalState {
  if (state.votes.some((vote) => vote.by === by)) {
    return { ...state, votes: state.votes.filter((vote) => vote.by !== by) };
  }
  const to = state.delegations[by];
  const isUsed =
    to === undefined || !state.holders.includes(to) || state.votes.some((vote) => vote.by === to);
  if (isUsed) return state;
  const delegations = Object.entries(state.delegations).filter(([giver]) => giver !== by);
  return {
    ...state,
    delegations: Object.fromEntries(delegations),
    holders: state.holders.map((person) => (person === to ? by : person)),
  };
}
