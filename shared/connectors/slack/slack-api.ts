import * as z from 'zod';
import {
  PermanentError,
  type PipelineError,
  ThrottledError,
  TransientError,
} from '../../errors/pipeline-error.ts';
import type { ErrorCode } from '../../errors/codes.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import { carriedReason } from '../common/carried-reason.ts';
import type { SlackSettings } from './settings.ts';

/** Every reply of the Web API: 200 with `ok`, whatever happened. */
export const SlackReply = z.object({
  ok: z.boolean(),
  error: z.string().nullish(),
  needed: z.string().nullish(),
  response_metadata: z
    .object({ next_cursor: z.string().nullish(), messages: z.array(z.string()).nullish() })
    .nullish(),
});

export const PostedMessage = z.object({ ts: z.string() });

/** A message of history or thread, with the metadata that we put there. */
export const StoredMessage = z.object({
  ts: z.string(),
  /** `tombstone`: deleted, but its answers stand. */
  subtype: z.string().nullish(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()).nullish() })
    .nullish(),
});
export type StoredMessage = z.infer<typeof StoredMessage>;

const MessagePage = z.object({ messages: z.array(StoredMessage), has_more: z.boolean().nullish() });

/** Slack's Web API with the bot's token. Errors are those of the HttpClient, and the same for `ok: false`. */
export interface SlackApi {
  /** A method that changes something. @returns null when Slack answers with the error `absent` */
  send<S extends z.ZodType>(
    method: string,
    body: Readonly<Record<string, unknown>>,
    schema: S,
    signal: AbortSignal,
    absent?: string,
  ): Promise<z.output<S> | null>;
  /** Messages of `conversations.history` or `.replies`, all pages up to a bound. */
  messages(
    method: 'conversations.history' | 'conversations.replies',
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): AsyncGenerator<StoredMessage>;
}

const MOST_PAGES = 20;
/** What Slack asks for where it tells no time. */
const DEFAULT_WAIT_MS = 30_000;
const UNAUTHORISED =
  /^(not_authed|invalid_auth|account_inactive|token_(revoked|expired)|org_login_required)$/;
const FORBIDDEN =
  /^(missing_scope|not_in_channel|restricted_action.*|no_permission|access_denied|team_access_not_granted|ekm_access_denied|not_allowed_token_type|cant_update_message)$/;
const NOT_FOUND = /^(channel_not_found|is_archived|message_not_found|thread_not_found)$/;
const TRANSIENT = /^(internal_error|fatal_error|service_unavailable|request_timeout|team_added_to_org)$/;

export function createSlackApi(settings: SlackSettings, kit: ConnectorKit): SlackApi {
  const root = settings.baseUrl.replace(/\/+$/, '');

  async function headers(): Promise<Readonly<Record<string, string>>> {
    return { authorization: `Bearer ${(await kit.secret(settings.tokenSecret)).trim()}` };
  }

  return {
    async send(method, body, schema, signal, absent) {
      const url = new URL(`${root}/${method}`);
      const reply = await kit.http.sendJson('POST', url, body, z.unknown(), {
        headers: { ...(await headers()), 'content-type': 'application/json; charset=utf-8' },
        signal,
      });
      return checked(method, reply?.body, schema, absent);
    },
    async *messages(method, query, signal) {
      let cursor = '';
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const url = new URL(`${root}/${method}`);
        for (const [name, value] of Object.entries({
          ...query,
          limit: '200',
          ...(cursor === '' ? {} : { cursor }),
        })) {
          url.searchParams.set(name, value);
        }
        const reply = await kit.http.getJson(url, z.unknown(), { headers: await headers(), signal });
        const found = checked(method, reply?.body, MessagePage, 'thread_not_found');
        if (found === null) return;
        yield* found.messages;
        cursor = SlackReply.parse(reply?.body).response_metadata?.next_cursor ?? '';
        if (cursor === '') return;
      }
    },
  };
}

function checked<S extends z.ZodType>(
  method: string,
  body: unknown,
  schema: S,
  absent: string | undefined,
): z.output<S> | null {
  const reply = SlackReply.safeParse(body);
  if (!reply.success) throw invalidReply(method, 'ok');
  if (!reply.data.ok) {
    const error = reply.data.error ?? 'unknown_error';
    if (error === absent) return null;
    throw errorFrom(method, error, reply.data);
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw invalidReply(method, parsed.error.issues[0]?.path.join('.') ?? '');
  return parsed.data;
}

/** The kind of failure that an error of Slack means. Source: docs.slack.dev, errors of chat.postMessage and common ones. */
function errorFrom(method: string, error: string, reply: z.infer<typeof SlackReply>): PipelineError {
  const name = /^[a-z0-9_.:]{1,80}$/.test(error) ? error : 'an unknown error';
  const details = { slackError: name };
  if (name === 'ratelimited' || name === 'rate_limited') {
    return new ThrottledError(
      'REMOTE_THROTTLED',
      `Slack's ${method} asked to come back later.`,
      DEFAULT_WAIT_MS,
      {
        details,
      },
    );
  }
  if (TRANSIENT.test(name)) {
    return new TransientError('REMOTE_UNAVAILABLE', `Slack's ${method} failed: ${name}.`, {
      details: { ...details, status: 200 },
    });
  }
  const needed = reply.needed ?? '';
  const scope = /^[a-z:.,]{1,100}$/.test(needed) ? ` It needs the scope ${needed}.` : '';
  const messages = reply.response_metadata?.messages ?? [];
  const why = messages.length === 0 ? '' : ` ${carriedReason(messages.join('; '))}`;
  return new PermanentError(codeOf(name), `Slack's ${method} was refused: ${name}.${scope}${why}`, {
    details,
  });
}

function codeOf(error: string): ErrorCode {
  if (UNAUTHORISED.test(error)) return 'REMOTE_UNAUTHORISED';
  if (FORBIDDEN.test(error)) return 'REMOTE_FORBIDDEN';
  return NOT_FOUND.test(error) ? 'REMOTE_NOT_FOUND' : 'REMOTE_REFUSED';
}

function invalidReply(method: string, field: string): PermanentError {
  return new PermanentError(
    'REMOTE_REPLY_INVALID',
    `Slack's ${method} answered in another shape than documented: "${field}" is wrong.`,
  );
}
