import type { ApprovalChannel, ApprovalWord, Happened } from '../contracts/approval.ts';
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
}

/** People of the policy as it is now, with the names that they go by. */
export type KnownPeople = Readonly<Record<PersonId, Masked>>;

export type Refusal = 'late' | 'repeated' | 'author' | 'not-allowed' | 'nothing-to-revoke' | 'bad-delegate';

export type Judged =
  | { readonly accepted: true; readonly happened: Extract<Happened, { readonly kind: 'said' }> }
  | { readonly accepted: false; readonly why: Refusal; readonly words: Masked };

/**
 * Whether a word counts. Pure: the same state, word and time give the same answer, which the caller then writes down under the next
 * number or, when somebody else took that number, asks for again.
 */
export function judgeWord(state: ApprovalState, spoken: SpokenWord, people: KnownPeople, now: Date): Judged {
  const { word, by, key } = spoken;
  const refuse = (why: Refusal, words: Masked): Judged => ({ accepted: false, why, words });
  if (state.keys.has(key))
    return refuse('repeated', maskedText`This was taken already; nothing was changed.`);
  if (state.status !== 'waiting') return refuse('late', maskedText`Too late: ${endWords(state)}`);
  if (now.getTime() >= Date.parse(state.need.expiresAt)) {
    return refuse('late', maskedText`Too late: the time for an answer ran out.`);
  }
  if (state.need.authors.includes(by)) {
    return refuse('author', maskedText`Whoever wrote a change cannot decide about it.`);
  }
  const voted = state.votes.some((vote) => vote.by === by);
  const holds = state.holders.includes(by);
  const givenTo = state.delegations[by];
  if (word.kind === 'revoke') {
    const gaveAndUnused =
      givenTo !== undefined &&
      state.holders.includes(givenTo) &&
      !state.votes.some((vote) => vote.by === givenTo);
    if (!voted && !gaveAndUnused) {
      return refuse(
        'nothing-to-revoke',
        maskedText`You have neither approved nor delegated, or it was used.`,
      );
    }
    return accept();
  }
  if (!holds || !Object.hasOwn(people, by)) {
    return refuse(
      'not-allowed',
      givenTo === undefined
        ? maskedText`The policy's rule "${maskedName(state.need.rule)}" does not name you for this change.`
        : maskedText`You gave your right to ${nameOf(state, givenTo)}; revoke that first.`,
    );
  }
  if (voted && word.kind !== 'reject') {
    return refuse(
      'repeated',
      word.kind === 'approve'
        ? maskedText`You have approved already; another person has to agree as well.`
        : maskedText`You have approved already; revoke that before you delegate.`,
    );
  }
  if (word.kind !== 'delegate') return accept();
  const name = people[word.to];
  if (name === undefined) {
    return refuse('bad-delegate', maskedText`The policy knows nobody of that name.`);
  }
  if (state.need.authors.includes(word.to)) {
    return refuse('bad-delegate', maskedText`${name} wrote this change and cannot decide about it.`);
  }
  if (state.holders.includes(word.to)) {
    return refuse('bad-delegate', maskedText`${name} may approve already and counts once.`);
  }
  return accept(name);

  function accept(toName?: Masked): Judged {
    return {
      accepted: true,
      happened: { kind: 'said', ...spoken, ...(toName === undefined ? {} : { toName }) },
    };
  }
}
