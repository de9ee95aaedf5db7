import type { ApprovalNotice } from '../../ports/approval-desk.ts';
import {
  button,
  buttons,
  context,
  fallbackText,
  header,
  input,
  link,
  listed,
  paragraph,
  type RichElement,
  type SlackBlock,
  user,
  words,
} from './blocks.ts';

export const APPROVE_ACTION = 'perf-agent-approve';
export const REJECT_ACTION = 'perf-agent-reject';
export const REASON_BLOCK = 'perf-agent-reason';
const BUTTONS_BLOCK = 'perf-agent-approval';
const LONGEST_REASON = 500;
const MOST_MENTIONS = 20;

/** The question, with buttons while it is open, and how it ended after that. */
export function messageFromApproval(notice: ApprovalNotice): {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
} {
  const { title, headline, lines, runId, waiting } = notice;
  return {
    text: fallbackText(`${title}. ${headline}`),
    blocks: [
      header(title),
      paragraph([words(headline)]),
      listed(
        waiting ? 'Your decision' : 'Decision',
        lines.map((line) => [words(line)]),
      ),
      ...(notice.call.length === 0 ? [] : [paragraph(mentions(notice.call))]),
      ...links(notice),
      ...(waiting
        ? [
            input(REASON_BLOCK, 'Reason (kept, with secrets masked)', LONGEST_REASON),
            buttons(BUTTONS_BLOCK, [
              button(APPROVE_ACTION, 'Approve', runId, 'primary'),
              button(REJECT_ACTION, 'Reject', runId, 'danger'),
            ]),
          ]
        : []),
      context(`Whoever wrote the change cannot approve it · run ${runId}`),
    ],
  };
}

/** An answer in the thread that calls those who have not decided. */
export function callFromApproval({ title, call, runId }: ApprovalNotice): {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
} {
  return {
    text: fallbackText(`Still open: ${title}`),
    blocks: [
      paragraph([words(`Still open: ${title}. `), ...mentions(call)]),
      context(`Decide with the buttons above · run ${runId}`),
    ],
  };
}

function mentions(accounts: readonly string[]): RichElement[] {
  const shown = accounts.slice(0, MOST_MENTIONS).map(user);
  return shown.flatMap((one, index) => (index === 0 ? [one] : [words(' '), one]));
}

function links({ links: { report, change, page } }: ApprovalNotice): readonly SlackBlock[] {
  const parts = [
    ...(report === null ? [] : [link(report, 'Full report')]),
    ...(change === null ? [] : [link(change, 'Change')]),
    ...(page === null ? [] : [link(page, 'Approval page')]),
  ];
  if (parts.length === 0) return [];
  return [paragraph(parts.flatMap((part, index) => (index === 0 ? [part] : [words(' · '), part])))];
}
