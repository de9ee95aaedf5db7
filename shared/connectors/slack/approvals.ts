import * as z from 'zod';
import type { Masked } from '../../contracts/masked.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import type { ApprovalDesk, ApprovalNotice } from '../../ports/approval-desk.ts';
import { fallbackText } from './blocks.ts';
import { createClicks } from './clicks.ts';
import { isMarked, type Mark, type MarkedMessages } from './marked-messages.ts';
import { callFromApproval, messageFromApproval } from './message-from-approval.ts';
import type { SlackSettings } from './settings.ts';
import type { SlackApi, StoredMessage } from './slack-api.ts';

const Ephemeral = z.object({ message_ts: z.string().optional() });

/**
 * Asks in the thread of the change: one message with buttons, kept up to date, and an answer under it each time that people are
 * called. Buttons only when clicks can be verified.
 */
export function createApprovalDesk(
  messages: MarkedMessages,
  api: SlackApi,
  settings: SlackSettings,
  kit: ConnectorKit,
): ApprovalDesk {
  const { channel, signingSecret } = settings;

  async function headOf(notice: ApprovalNotice, since: Date, signal: AbortSignal): Promise<string | null> {
    const head = await messages.findInChannel({ kind: 'change', key: notice.key }, since, signal);
    return head?.ts ?? null;
  }

  async function inThread(mark: Mark, thread: string, signal: AbortSignal): Promise<StoredMessage | null> {
    for await (const message of messages.thread(thread, signal)) {
      if (isMarked(message, mark)) return message;
    }
    return null;
  }

  async function call(notice: ApprovalNotice, thread: string, signal: AbortSignal): Promise<void> {
    const mark = { kind: 'approval-call', id: notice.runId, sequence: String(notice.sequence) };
    if ((await inThread(mark, thread, signal)) !== null) return;
    await messages.post(callFromApproval(notice), mark, thread, signal);
  }

  return {
    findsAgain: true,
    async ensureApproval(notice, at, signal) {
      const thread = at.thread ?? (await headOf(notice, at.since, signal));
      const mark = { kind: 'approval', id: notice.runId };
      const standing =
        (thread === null ? null : await inThread(mark, thread, signal)) ??
        (await messages.findInChannel(mark, at.since, signal));
      const message = messageFromApproval({
        ...notice,
        waiting: notice.waiting && signingSecret !== undefined,
      });
      if (standing === null || !(await messages.update(standing.ts, message, standing.metadata, signal))) {
        const posted = await messages.post(message, mark, thread, signal);
        return { status: 'posted', thread: thread ?? posted };
      }
      if (notice.call.length > 0) await call(notice, thread ?? standing.ts, signal);
      return { status: 'updated', thread: thread ?? standing.ts };
    },
    clicks:
      signingSecret === undefined
        ? undefined
        : {
            ...createClicks(signingSecret, channel, kit),
            async answer(account: string, words: Masked, signal: AbortSignal) {
              const body = { channel, user: account, text: fallbackText(words) };
              await api.send('chat.postEphemeral', body, Ephemeral, signal);
            },
          },
  };
}
