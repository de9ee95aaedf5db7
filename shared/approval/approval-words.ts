import type { ApprovalNeed, PersonId } from '../contracts/approval-need.ts';
import { RunId } from '../contracts/envelope.ts';
import type { Decision } from '../contracts/decision.ts';
import { joinMasked, maskedName, maskedText, rewriteMasked } from '../contracts/masked-text.ts';
import type { Masked } from '../contracts/masked.ts';
import { markdownText } from '../reporting/markdown-text.ts';
import { safeLink } from '../reporting/safe-link.ts';
import { verdictWords } from '../reporting/verdict-words.ts';
import type { ApprovalState, Vote } from './approval-state.ts';

const COMMA = maskedText`, `;
/** Names that a sentence lists; the rest is counted. */
const MOST_NAMES = 8;
const LONGEST_REASON = 300;

export function nameOf({ names }: Pick<ApprovalState, 'names'>, person: PersonId): Masked {
  return names[person] ?? maskedName(person);
}

/** How it ended: `approved by Anna Berg: rollback is ready`. */
export function endWords(state: ApprovalState): Masked {
  switch (state.status) {
    case 'waiting':
      return maskedText`waits for approval`;
    case 'approved':
      return maskedText`approved by ${joinMasked(
        state.votes.map((vote) => voteWords(state, vote)),
        maskedText` and `,
      )}`;
    case 'rejected':
      return state.rejection === null
        ? maskedText`rejected`
        : maskedText`rejected by ${voteWords(state, state.rejection)}`;
    case 'expired':
      return maskedText`nobody approved it by ${timeWords(state.need.expiresAt)}`;
    case 'superseded':
      return supersededWords(state);
  }
}

function supersededWords({ supersededBy: by, change }: ApprovalState): Masked {
  if (by === null) return maskedText`a newer commit took its place`;
  if (by === change.headSha) return maskedText`the change has another target branch now`;
  return RunId.safeParse(by).success
    ? maskedText`a newer run of the same commit (${maskedName(by)}) took its place`
    : maskedText`a newer commit (${maskedName(by.slice(0, 8))}) took its place`;
}

/** Who may approve now and has not. */
export function openHolders(state: ApprovalState): readonly PersonId[] {
  const voted = new Set(state.votes.map(({ by }) => by));
  return state.holders.filter((person) => !voted.has(person));
}

/** `Anna Berg, Bert Cole or Cy Diaz`. */
export function askedWords(state: ApprovalState): Masked {
  const open = openHolders(state).map((person) => nameOf(state, person));
  const shown = open.slice(0, MOST_NAMES);
  if (shown.length === 0) return maskedText`nobody that the policy names`;
  if (open.length > shown.length) {
    return maskedText`${joinMasked(shown, COMMA)} or ${open.length - shown.length} more`;
  }
  const [last] = shown.slice(-1);
  if (shown.length === 1 || last === undefined) return joinMasked(shown, COMMA);
  return maskedText`${joinMasked(shown.slice(0, -1), COMMA)} or ${last}`;
}

/** The line beside the check: what it waits for or how that ended, and the verdict as it was. */
export function statusWords(state: ApprovalState, { verdict, headline }: Decision): Masked {
  const was = maskedText`Verdict: ${verdictWords(verdict)}. ${headline}`;
  if (state.status === 'waiting') return maskedText`Waits for approval by ${askedWords(state)}. ${was}`;
  return maskedText`${sentence(endWords(state))} ${was}`;
}

/** The state of the check: only agreement lets a change pass that was held. */
export function checkState({ status }: ApprovalState): 'pending' | 'success' | 'failed' {
  if (status === 'waiting') return 'pending';
  return status === 'approved' ? 'success' : 'failed';
}

/** What the comment says of it: who may approve, how and until when, or how it ended. Markdown. */
export function approvalBlock(state: ApprovalState, pageUrl: string | null): Masked {
  const { need } = state;
  const because = maskedText`Rule \`${maskedName(need.rule)}\`${placeWords(need, markdownText)}: ${markdownText(need.why)}.`;
  if (state.status !== 'waiting') {
    return maskedText`**${markdownText(sentence(endWords(state)))}** ${because}`;
  }
  const people = need.count === 1 ? maskedText`` : maskedText`${need.count} different people of `;
  const link = pageUrl === null ? null : safeLink(pageUrl);
  const how = [
    ...(need.connections.length === 0
      ? []
      : [
          maskedText`the message in ${joinMasked(
            need.connections.map((id) => markdownText(maskedName(id))),
            COMMA,
          )}`,
        ]),
    ...(link === null ? [] : [maskedText`[the approval page](${link})`]),
    maskedText`\`perf-agent approvals approve ${maskedName(state.runId)}\``,
  ];
  const given =
    state.votes.length === 0
      ? maskedText``
      : maskedText` ${state.votes.length} of ${need.count} so far: ${markdownText(
          joinMasked(
            state.votes.map((vote) => voteWords(state, vote)),
            COMMA,
          ),
        )}.`;
  return maskedText`**Waits for approval** by ${people}${markdownText(askedWords(state))} until ${timeWords(need.expiresAt)}.${given} ${because} How: ${joinMasked(how, maskedText`, or `)}. Whoever wrote the change cannot approve it.`;
}

/** ` (policies/default.yaml:40 (service))`, or nothing for a run whose version did not keep it. */
export function placeWords(
  { origin }: ApprovalNeed,
  shown: (text: Masked) => Masked = (text) => text,
): Masked {
  return origin === undefined ? maskedText`` : maskedText` (${shown(origin)})`;
}

/** Said in place of a wait that could never end well. */
export function nobodyBlock(need: ApprovalNeed): Masked {
  return maskedText`**Nobody may approve this.** Rule \`${maskedName(need.rule)}\`${placeWords(need, markdownText)} asks for ${need.count} different people who did not write the change and have an account on its code host in the policy; ${new Set([...need.approvers, ...need.escalateTo]).size} of those it names are. ${markdownText(maskedText`Because ${need.why}`)}.`;
}

/** The comment with a block after its first paragraph, which is the verdict. */
export function withBlock(comment: Masked, block: Masked): Masked {
  return rewriteMasked(maskedText`${comment}`, (text) => {
    const end = text.indexOf('\n\n');
    return end === -1 ? `${text}\n\n${block}\n` : `${text.slice(0, end)}\n\n${block}${text.slice(end)}`;
  });
}

/** `2026-05-04 12:00 UTC`. */
export function timeWords(at: string): Masked {
  return maskedName(`${at.slice(0, 16).replace('T', ' ')} UTC`);
}

function voteWords(state: ApprovalState, { by, reason }: Vote): Masked {
  const name = nameOf(state, by);
  if (reason === '') return name;
  return maskedText`${name}: ${rewriteMasked(reason, (text) => text.slice(0, LONGEST_REASON).toWellFormed())}`;
}

function sentence(words: Masked): Masked {
  return rewriteMasked(words, (text) => {
    const first = text.charAt(0).toUpperCase() + text.slice(1);
    return /[.!?]$/.test(first) ? first : `${first}.`;
  });
}
