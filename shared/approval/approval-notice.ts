import type { ChangeBrief } from '../contracts/change-brief.ts';
import { joinMasked, maskedName, maskedText, rewriteMasked } from '../contracts/masked-text.ts';
import type { Masked } from '../contracts/masked.ts';
import { cutText } from '../reporting/markdown-text.ts';
import type { ApprovalState } from './approval-state.ts';
import { askedWords, endWords, nameOf, timeWords } from './approval-words.ts';

/** All lines together stay far below what the strictest messenger takes. */
const LONGEST_LINE = 400;

/** What a messenger shows of an approval: the same words everywhere. */
export function approvalNotice(
  state: ApprovalState,
  about: {
    readonly key: string;
    readonly brief: ChangeBrief;
    readonly page: string | null;
    readonly call: readonly string[];
  },
): {
  readonly key: string;
  readonly runId: string;
  readonly sequence: number;
  readonly waiting: boolean;
  readonly title: Masked;
  readonly headline: Masked;
  readonly lines: readonly Masked[];
  readonly links: {
    readonly change: string | null;
    readonly report: string | null;
    readonly page: string | null;
  };
  readonly call: readonly string[];
} {
  const { brief, key, page, call } = about;
  const waiting = state.status === 'waiting';
  return {
    key,
    runId: state.runId,
    sequence: state.sequence,
    waiting,
    title: maskedText`${upperFirst(shortEnd(state))}: ${brief.change.name}`,
    headline: maskedText`${brief.verdictWords}: ${brief.headline}`,
    lines: (waiting ? waitingLines(state, brief) : [upperFirst(endWords(state)), changeLine(brief)]).map(
      (line) => cutText(line, LONGEST_LINE),
    ),
    links: { change: brief.change.url, report: brief.links.report, page: waiting ? page : null },
    call: waiting ? call : [],
  };
}

function waitingLines(state: ApprovalState, brief: ChangeBrief): readonly Masked[] {
  const { need, votes } = state;
  const people = need.count === 1 ? maskedText`` : maskedText`${need.count} different people of `;
  const agreed = votes.map(({ by, reason }) =>
    reason === '' ? nameOf(state, by) : maskedText`${nameOf(state, by)}: ${reason}`,
  );
  return [
    changeLine(brief),
    maskedText`Why it waits: ${need.why} (rule ${maskedName(need.rule)})`,
    maskedText`Who may approve: ${people}${askedWords(state)}`,
    maskedText`Until: ${timeWords(need.expiresAt)}; without an answer by then the check fails`,
    ...(agreed.length === 0
      ? []
      : [
          maskedText`Agreed so far (${votes.length} of ${need.count}): ${joinMasked(agreed, maskedText`, `)}`,
        ]),
  ];
}

function changeLine({ change, commit }: ChangeBrief): Masked {
  const by = change.author === null ? maskedText`` : maskedText` by ${change.author}`;
  return maskedText`${change.title}${by}, commit ${commit}`;
}

/** Without the reason, which a title has no room for. */
function shortEnd(state: ApprovalState): Masked {
  switch (state.status) {
    case 'waiting':
      return maskedText`waits for approval`;
    case 'approved':
      return maskedText`approved`;
    case 'rejected':
      return maskedText`rejected`;
    case 'expired':
      return maskedText`not approved in time`;
    case 'superseded':
      return maskedText`superseded`;
  }
}

function upperFirst(text: Masked): Masked {
  return rewriteMasked(text, (raw) => raw.charAt(0).toUpperCase() + raw.slice(1));
}
