import type { DigestNotice, Notice, Notifier, SentNotice } from '../../ports/notifier.ts';
import { messageFromBrief, messageFromDigest, replyFromBrief } from './message-from-brief.ts';
import type { SlackSettings } from './settings.ts';
import { PostedMessage, type SlackApi, type StoredMessage } from './slack-api.ts';

/** Marks our messages, so that one whose answer was lost is found again. Read back by apps with our token only. */
const EVENT_TYPE = 'perf_agent_notice';
type Mark = Readonly<Record<string, string>>;

/**
 * One channel. A change has one message, kept up to date, and a thread under it with one answer for each piece of news, of
 * which the first is the message itself.
 */
export function createNotifier(api: SlackApi, { channel }: SlackSettings): Notifier {
  async function post(
    message: object,
    mark: Mark,
    thread: string | null,
    signal: AbortSignal,
  ): Promise<string> {
    const body = {
      channel,
      ...message,
      ...(thread === null ? {} : { thread_ts: thread }),
      metadata: { event_type: EVENT_TYPE, event_payload: mark },
      mrkdwn: false,
      unfurl_links: false,
      unfurl_media: false,
    };
    const posted = await api.send('chat.postMessage', body, PostedMessage, signal);
    return posted?.ts ?? '';
  }

  async function findInChannel(mark: Mark, since: Date, signal: AbortSignal): Promise<StoredMessage | null> {
    const oldest = String(since.getTime() / 1_000);
    const query = { channel, include_all_metadata: 'true', oldest };
    for await (const message of api.messages('conversations.history', query, signal)) {
      if (isMarked(message, mark)) return message;
    }
    return null;
  }

  async function begin(notice: Notice, since: Date, signal: AbortSignal): Promise<SentNotice> {
    const mark = { kind: 'change', key: notice.key };
    const standing = await findInChannel(mark, since, signal);
    if (standing !== null) return goOn(notice, standing.ts, since, signal);
    const message = messageFromBrief(notice.brief);
    return { status: 'posted', thread: await post(message, { ...mark, id: notice.id }, null, signal) };
  }

  async function goOn(notice: Notice, thread: string, since: Date, signal: AbortSignal): Promise<SentNotice> {
    const { brief, id, key } = notice;
    const query = { channel, include_all_metadata: 'true', ts: thread };
    let head: StoredMessage | null = null;
    let answered = false;
    for await (const message of api.messages('conversations.replies', query, signal)) {
      if (message.ts === thread) head = message;
      else if (isMarked(message, { kind: 'reply', key, id })) answered = true;
    }
    // Somebody deleted it, with answers or without: the change begins anew.
    if (head === null || head.subtype === 'tombstone')
      return { status: 'posted', thread: await beginAnew(notice, signal) };
    if (head.metadata?.event_payload?.['id'] === id) return { status: 'unchanged', thread };
    // The message at the head of the thread says how things stand now; an update tells nobody.
    const { metadata } = head;
    const update = {
      channel,
      ts: thread,
      ...messageFromBrief(brief),
      ...(metadata == null ? {} : { metadata }),
    };
    const updated = await api.send('chat.update', update, PostedMessage, signal, 'message_not_found');
    if (updated === null) return { status: 'posted', thread: await beginAnew(notice, signal) };
    if (!notice.news) return { status: 'updated', thread };
    if (answered) return { status: 'unchanged', thread };
    await post(replyFromBrief(brief), { kind: 'reply', key, id }, thread, signal);
    return { status: 'posted', thread };
  }

  function beginAnew({ brief, key, id }: Notice, signal: AbortSignal): Promise<string> {
    return post(messageFromBrief(brief), { kind: 'change', key, id }, null, signal);
  }

  return {
    findsAgain: true,
    ensureNotice: (notice, { thread, since }, signal) =>
      thread === null ? begin(notice, since, signal) : goOn(notice, thread, since, signal),
    async ensureDigest(digest: DigestNotice, { since }, signal) {
      const mark = { kind: 'digest', id: digest.id };
      if ((await findInChannel(mark, since, signal)) !== null) return { status: 'unchanged', thread: null };
      await post(messageFromDigest(digest), mark, null, signal);
      return { status: 'posted', thread: null };
    },
  };
}

function isMarked({ metadata }: StoredMessage, mark: Mark): boolean {
  if (metadata?.event_type !== EVENT_TYPE) return false;
  return Object.entries(mark).every(([name, value]) => metadata.event_payload?.[name] === value);
}
