import type { SlackBlock } from './blocks.ts';
import type { SlackSettings } from './settings.ts';
import { PostedMessage, type SlackApi, type StoredMessage } from './slack-api.ts';

/** Marks our messages, so that one whose answer was lost is found again. Read back by apps with our token only. */
const EVENT_TYPE = 'perf_agent_notice';

export type Mark = Readonly<Record<string, string>>;

interface Message {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Messages of one channel that carry a mark of ours. */
export interface MarkedMessages {
  /** @returns the message's `ts` */
  post(message: Message, mark: Mark, thread: string | null, signal: AbortSignal): Promise<string>;
  /** @returns false when there is no such message any more */
  update(
    ts: string,
    message: Message,
    metadata: StoredMessage['metadata'],
    signal: AbortSignal,
  ): Promise<boolean>;
  findInChannel(mark: Mark, since: Date, signal: AbortSignal): Promise<StoredMessage | null>;
  /** The head of a thread and its answers, oldest first. */
  thread(ts: string, signal: AbortSignal): AsyncGenerator<StoredMessage>;
}

export function createMarkedMessages(
  api: SlackApi,
  { channel }: Pick<SlackSettings, 'channel'>,
): MarkedMessages {
  return {
    async post(message, mark, thread, signal) {
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
    },
    async update(ts, message, metadata, signal) {
      const body = { channel, ts, ...message, ...(metadata == null ? {} : { metadata }) };
      return (await api.send('chat.update', body, PostedMessage, signal, 'message_not_found')) !== null;
    },
    async findInChannel(mark, since, signal) {
      const oldest = String(since.getTime() / 1_000);
      const query = { channel, include_all_metadata: 'true', oldest };
      for await (const message of api.messages('conversations.history', query, signal)) {
        if (isMarked(message, mark)) return message;
      }
      return null;
    },
    thread: (ts, signal) =>
      api.messages('conversations.replies', { channel, include_all_metadata: 'true', ts }, signal),
  };
}

export function isMarked({ metadata }: StoredMessage, mark: Mark): boolean {
  if (metadata?.event_type !== EVENT_TYPE) return false;
  return Object.entries(mark).every(([name, value]) => metadata.event_payload?.[name] === value);
}
