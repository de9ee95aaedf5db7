import type { ApprovalNotice, PersonalNotice } from '../../ports/approval-desk.ts';
import { card, type CardElement, line, messageWith, openUrl, type OpenUrl, run } from './adaptive-card.ts';

/** What a channel reads: buttons in it open pages on which people prove who they are, and decide nothing by themselves. */
export function channelMessage(notice: ApprovalNotice, askedInPrivate: boolean): object {
  const { page } = notice.links;
  const how = [
    ...(askedInPrivate ? ['Each of them has links of their own in the chat with the workflow.'] : []),
    ...(page === null ? [] : ['With a personal code, anybody of them can use the approval page.']),
  ];
  return messageWith(
    card(
      notice.title,
      [...words(notice), ...(notice.waiting ? how.map((text) => line(run(text, { isSubtle: true }))) : [])],
      [...(page === null ? [] : [openUrl('Approval page', page)]), ...links(notice)],
    ),
  );
}

/** What one person gets. `recipient` is for the workflow, which posts the card in the chat with that person. */
export function personalMessage({ account, notice, approve, reject }: PersonalNotice): object {
  const message = messageWith(
    card(
      notice.title,
      [
        ...words(notice),
        line(
          run(
            'The links are yours alone and good once; do not pass them on. Nothing happens before you confirm.',
            {
              isSubtle: true,
            },
          ),
        ),
      ],
      [openUrl('Approve …', approve), openUrl('Reject …', reject), ...links(notice)],
    ),
  );
  return { ...message, recipient: account };
}

function words({ title, headline, lines, waiting, runId }: ApprovalNotice): readonly CardElement[] {
  return [
    {
      type: 'Container',
      style: waiting ? 'warning' : 'emphasis',
      items: [line(run(title, { weight: 'Bolder', size: 'Large' })), line(run(headline))],
    },
    ...lines.map((text) => line(run(text))),
    line(run(`run ${runId}`, { size: 'Small', isSubtle: true })),
  ];
}

function links({ links: { report, change } }: ApprovalNotice): readonly OpenUrl[] {
  return [
    ...(report === null ? [] : [openUrl('Full report', report)]),
    ...(change === null ? [] : [openUrl('Open the change', change)]),
  ];
}
