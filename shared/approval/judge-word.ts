import {
  type ApprovalChannel,
  type ApprovalWord,
  type Happened,
  MOST_APPROVAL_WORDS,
} from '../contracts/approval.ts';
import type { PersonId } from '../contracts/approval-need.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { ApprovalState } from './approval-state.ts';
import { endWords, nameOf } from './approval-words.ts';

/** A word as it came in, from a person whom the channel has proved. */
export interface SpokenWord {
  readonly word: ApprovalWord;
  readonly by: PersonId;
  readonly channel: ApprovalChannel;
  readonly reason: Masked;
  readonly key: string;
  /** Whose credential opened the door, where one did. */
  readonly caller?: Masked;
}

/** The policy's people as they are now. */
export interface KnownPeople {
  /** With the names that they go by. */
  readonly names: Readonly<Record<PersonId, Masked>>;
  /** Who is behind the names that the approval asks, groups looked up now; null: it does not tell the names. */
  readonly asked: readonly PersonId[] | null;
}

export type Refusal = 'late' | 'repeated' | 'author' | 'not-allowed' | 'nothing-to-revoke' | 'bad-delegate';

export type Judged =
  | { readonly accepted: true; readonly happened: Extract<Happened, { readonly kind: 'said' }> }
  | { readonly accepted: false; readonly why: Refusal; readonly words: Masked };

/**
 * Whether a word counts. Pure: the same state, word and time give the same answer, which the caller then writes down under the next
 * number or, when somebody else took that number, asks for again.
 */
export function judgeWord(state: ApprovalState, spoken: SpokenWord, people: KnownPeople, now: Date): Judged {
  const { word, by } = spoken;
  const early = notAtAll(state, spoken, now);
  if (early !== null) return early;
  if (word.kind === 'revoke') return canRevoke(state, by) ? accept(spoken) : NOTHING_TO_REVOKE;
  const right = withoutRight(state, by, people);
  if (right !== null) return right;
  const voted = state.votes.some((vote) => vote.by === by);
  switch (word.kind) {
    case 'reject':
      return accept(spoken);
    case 'approve':
      return voted
        ? refuse('repeated', maskedText`You have approved already; another person has to agree as well.`)
        : accept(spoken);
    case 'delegate':
      return voted
        ? refuse('repeated', maskedText`You have approved already; revoke that before you delegate.`)
        : judgeDelegate(state, spoken, people, word.to);
  }
}

const NOTHING_TO_REVOKE = refuse(
  'nothing-to-revoke',
  maskedText`You have neither approved nor delegated, or it was used.`,
);

function refuse(why: Refusal, words: Masked): Judged {
  return { accepted: false, why, words };
}

function accept(spoken: SpokenWord, toName?: Masked): Judged {
  const happened = { kind: 'said' as const, ...spoken };
  return { accepted: true, happened: toName === undefined ? happened : { ...happened, toName } };
}

/** What holds for every word and every person. */
function notAtAll(state: ApprovalState, { by, key }: SpokenWord, now: Date): Judged | null {
  if (state.keys.has(key))
    return refuse('repeated', maskedText`This was taken already; nothing was changed.`);
  if (state.status !== 'waiting') return refuse('late', maskedText`Too late: ${endWords(state)}.`);
  if (state.sequence >= MOST_APPROVAL_WORDS) {
    return refuse('late', maskedText`Too much was said about this run already; a new commit asks anew.`);
  }
  if (now.getTime() >= Date.parse(state.need.expiresAt)) {
    return refuse('late', maskedText`Too late: the time for an answer ran out.`);
  }
  return state.need.authors.includes(by)
    ? refuse('author', maskedText`Whoever wrote a change cannot decide about it.`)
    : null;
}

/** An own approval, or a right that was given away and not used. */
function canRevoke(state: ApprovalState, by: PersonId): boolean {
  const voted = (person: PersonId): boolean => state.votes.some((vote) => vote.by === person);
  const to = state.delegations[by];
  return voted(by) || (to !== undefined && state.holders.includes(to) && !voted(to));
}

function withoutRight(state: ApprovalState, by: PersonId, people: KnownPeople): Judged | null {
  const isAsked = people.asked === null || people.asked.includes(rightOf(state, by));
  if (state.holders.includes(by) && Object.hasOwn(people.names, by) && isAsked) return null;
  const givenTo = state.delegations[by];
  return refuse(
    'not-allowed',
    givenTo === undefined
      ? maskedText`The policy's rule "${maskedName(state.need.rule)}" does not name you for this change.`
      : maskedText`You gave your right to ${nameOf(state, givenTo)}; revoke that first.`,
  );
}

/** Whose right somebody has: the own one, or that of whom it was given by. Each gives a right away once, so the way back ends. */
function rightOf({ delegations }: Pick<ApprovalState, 'delegations'>, by: PersonId): PersonId {
  const giver = Object.keys(delegations).find((one) => delegations[one] === by);
  if (giver === undefined) return by;
  const before = Object.entries(delegations).filter(([one]) => one !== giver);
  return rightOf({ delegations: Object.fromEntries(before) }, giver);
}

function judgeDelegate(state: ApprovalState, spoken: SpokenWord, people: KnownPeople, to: PersonId): Judged {
  // Not `people[to]` alone: a person may be called "constructor".
  const name = Object.hasOwn(people.names, to) ? people.names[to] : undefined;
  if (name === undefined) {
    const words = maskedText`The policy knows nobody of that name with an account on the code host.`;
    return refuse('bad-delegate', words);
  }
  if (state.need.authors.includes(to)) {
    return refuse('bad-delegate', maskedText`${name} wrote this change and cannot decide about it.`);
  }
  return state.holders.includes(to)
    ? refuse('bad-delegate', maskedText`${name} may approve already and counts once.`)
    : accept(spoken, name);
}
