import type { DigestNotice, Notice, Notifier, SentNotice } from '../../ports/notifier.ts';
import { isMarked, type MarkedMessages } from './marked-messages.ts';
import { messageFromBrief, messageFromDigest, replyFromBrief } from './message-from-brief.ts';
import type { StoredMessage } from './slack-api.ts';

/**
 * One channel. A change has one message, kept up to date, and a thread under it with one answer for each piece of news, of
 * which the first is the message itself.
 */
export function createNotifier(messages: MarkedMessages): Notifier {
  async function begin(notice: Notice, since: Date, signal: AbortSignal): Promise<SentNotice> {
    const mark = { kind: 'change', key: notice.key };
    const standing = await messages.findInChannel(mark, since, signal);
    if (standing !== null) return goOn(notice, standing.ts, since, signal);
    const message = messageFromBrief(notice.brief);
    return {
      status: 'posted',
      thread: await messages.post(message, { ...mark, id: notice.id }, null, signal),
    };
  }

  async function goOn(notice: Notice, thread: string, since: Date, signal: AbortSignal): Promise<SentNotice> {
    const { brief, id, key } = notice;
    let head: StoredMessage | null = null;
    let answered = false;
    for await (const message of messages.thread(thread, signal)) {
      if (message.ts === thread) head = message;
      else if (isMarked(message, { kind: 'reply', key, id })) answered = true;
    }
    // Somebody deleted it, with answers or without: the change begins anew.
    if (head === null || head.subtype === 'tombstone')
      return { status: 'posted', thread: await beginAnew(notice, signal) };
    if (head.metadata?.event_payload?.['id'] === id) return { status: 'unchanged', thread };
    // The message at the head of the thread says how things stand now; an update tells nobody.
    const updated = await messages.update(thread, messageFromBrief(brief), head.metadata, signal);
    if (!updated) return { status: 'posted', thread: await beginAnew(notice, signal) };
    if (!notice.news) return { status: 'updated', thread };
    if (answered) return { status: 'unchanged', thread };
    await messages.post(replyFromBrief(brief), { kind: 'reply', key, id }, thread, signal);
    return { status: 'posted', thread };
  }

  function beginAnew({ brief, key, id }: Notice, signal: AbortSignal): Promise<string> {
    return messages.post(messageFromBrief(brief), { kind: 'change', key, id }, null, signal);
  }

  return {
    findsAgain: true,
    ensureNotice: (notice, { thread, since }, signal) =>
      thread === null ? begin(notice, since, signal) : goOn(notice, thread, since, signal),
    async ensureDigest(digest: DigestNotice, { since }, signal) {
      const mark = { kind: 'digest', id: digest.id };
      const standing = await messages.findInChannel(mark, since, signal);
      if (standing !== null) return { status: 'unchanged', thread: null };
      await messages.post(messageFromDigest(digest), mark, null, signal);
      return { status: 'posted', thread: null };
    },
  };
}
