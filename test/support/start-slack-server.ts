import { createHmac } from 'node:crypto';
import { checkBlocks } from './check-blocks.ts';
import {
  type LookAlike,
  type LookAlikeReply,
  type LookAlikeRequest,
  startLookAlike,
} from './look-alike/start-look-alike.ts';

export interface SlackMessage {
  readonly ts: string;
  readonly thread: string | null;
  text: string;
  blocks: unknown;
  metadata: unknown;
  updates: number;
}

export interface SlackServer extends LookAlike {
  /** Address of its Web API. */
  readonly api: string;
  messages(): readonly SlackMessage[];
  /** What only one person was told, oldest first. */
  ephemerals(): readonly { readonly user: string; readonly text: string }[];
  /** The request that Slack makes when somebody clicks a button of a message that stands now, signed as Slack does. */
  click(about: SlackClickAbout): {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** Messages of other people. */
  addForeign(count: number): void;
  remove(ts: string): void;
  /** Items of a page, whatever was asked for. */
  pageSize: number;
}

export interface SlackClickAbout {
  readonly ts: string;
  readonly user: string;
  /** Text on the button. */
  readonly button: string;
  readonly reason?: string;
  /** Seconds since 1970; now when left out. */
  readonly at?: number;
  readonly signingSecret: string;
}

interface World {
  readonly channel: string;
  readonly token: string;
  messages: SlackMessage[];
  readonly ephemerals: { user: string; text: string }[];
  clicks: number;
  next: number;
  pageSize: number;
}

/** A Slack with one channel, strict about tokens, blocks and metadata. */
export async function startSlackServer(options: {
  readonly token: string;
  readonly channel: string;
}): Promise<SlackServer> {
  const world: World = {
    ...options,
    messages: [],
    ephemerals: [],
    clicks: 0,
    next: Math.floor(Date.now() / 1_000),
    pageSize: 200,
  };
  const lookAlike = await startLookAlike((request) => answer(world, request));
  return Object.defineProperty(
    {
      ...lookAlike,
      api: `${lookAlike.url}/api`,
      messages: () => world.messages,
      ephemerals: () => world.ephemerals,
      click: (about: SlackClickAbout) => clickOn(world, about),
      addForeign(count: number) {
        for (let index = 0; index < count; index += 1) {
          add(world, { text: `chatter ${index}`, blocks: [], metadata: undefined, thread: null });
        }
      },
      remove(ts: string) {
        world.messages = world.messages.filter((message) => message.ts !== ts);
      },
      pageSize: world.pageSize,
    },
    'pageSize',
    { get: () => world.pageSize, set: (size: number) => void (world.pageSize = size) },
  );
}

function answer(world: World, request: LookAlikeRequest): LookAlikeReply {
  if (request.headers.authorization !== `Bearer ${world.token}`) return failed('invalid_auth');
  const body =
    request.method === 'POST'
      ? (JSON.parse(request.body.toString('utf8')) as Record<string, unknown>)
      : Object.fromEntries(request.query);
  if (body['channel'] !== world.channel) return failed('channel_not_found');
  switch (request.path) {
    case '/api/chat.postMessage':
      return post(world, body);
    case '/api/chat.postEphemeral':
      world.ephemerals.push({ user: String(body['user']), text: String(body['text']) });
      return { status: 200, json: { ok: true, message_ts: `${world.next}.000200` } };
    case '/api/chat.update':
      return update(world, body);
    case '/api/conversations.history':
      return page(
        world,
        world.messages.filter(
          ({ thread, ts }) => thread === null && Number(ts) >= Number(body['oldest'] ?? 0),
        ),
        body,
      );
    case '/api/conversations.replies': {
      const head = world.messages.find(({ ts }) => ts === body['ts']);
      if (head === undefined) return failed('thread_not_found');
      return page(world, [head, ...world.messages.filter(({ thread }) => thread === head.ts)], body);
    }
    default:
      return failed('unknown_method');
  }
}

function post(world: World, body: Record<string, unknown>): LookAlikeReply {
  const faults = checkBlocks(body['blocks']);
  if (faults.length > 0) return failed('invalid_blocks', faults);
  const { text, blocks, metadata, thread_ts: thread } = body;
  const ts = add(world, {
    text: String(text),
    blocks,
    metadata,
    thread: typeof thread === 'string' ? thread : null,
  });
  return { status: 200, json: { ok: true, channel: world.channel, ts } };
}

function update(world: World, body: Record<string, unknown>): LookAlikeReply {
  const message = world.messages.find(({ ts }) => ts === body['ts']);
  if (message === undefined) return failed('message_not_found');
  const faults = checkBlocks(body['blocks']);
  if (faults.length > 0) return failed('invalid_blocks', faults);
  message.text = String(body['text']);
  message.blocks = body['blocks'];
  message.metadata = body['metadata'] ?? message.metadata;
  message.updates += 1;
  return { status: 200, json: { ok: true, channel: world.channel, ts: message.ts } };
}

function clickOn(
  world: World,
  { ts, user, button, reason, at = Math.floor(Date.now() / 1_000), signingSecret }: SlackClickAbout,
): ReturnType<SlackServer['click']> {
  const message = world.messages.find((one) => one.ts === ts);
  const blocks = (message?.blocks ?? []) as readonly Record<string, unknown>[];
  const elements = blocks.flatMap((block) =>
    block['type'] === 'actions' ? (block['elements'] as readonly Record<string, unknown>[]) : [],
  );
  const found = elements.find(({ text }) => (text as { readonly text: string }).text === button);
  if (found === undefined) throw new TypeError(`The message ${ts} has no button "${button}".`);
  const input = blocks.find((block) => block['type'] === 'input');
  const inputId = String(input?.['block_id']);
  const inputAction = String((input?.['element'] as Record<string, unknown> | undefined)?.['action_id']);
  world.clicks += 1;
  const payload = {
    type: 'block_actions',
    api_app_id: 'A0123456789',
    user: { id: user, username: 'somebody', team_id: 'T0123456789' },
    team: { id: 'T0123456789', domain: 'shop' },
    channel: { id: world.channel, name: 'perf' },
    container: { type: 'message', message_ts: ts, channel_id: world.channel, is_ephemeral: false },
    trigger_id: `1.2.${world.clicks}`,
    response_url: 'https://hooks.slack.example/actions/T0/1/2',
    actions: [
      {
        type: 'button',
        block_id: 'whatever',
        action_id: found['action_id'],
        value: found['value'],
        action_ts: `${at}.${String(world.clicks).padStart(6, '0')}`,
      },
    ],
    state: {
      values:
        reason === undefined
          ? {}
          : { [inputId]: { [inputAction]: { type: 'plain_text_input', value: reason } } },
    },
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const mac = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex');
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${mac}`,
    },
    body,
  };
}

function page(
  world: World,
  messages: readonly SlackMessage[],
  query: Record<string, unknown>,
): LookAlikeReply {
  const start = Number(query['cursor'] ?? 0);
  const shown = messages.slice(start, start + Math.min(world.pageSize, Number(query['limit'] ?? 100)));
  const end = start + shown.length;
  const more = end < messages.length;
  const all = query['include_all_metadata'] === 'true';
  const json = {
    ok: true,
    messages: shown.map(({ ts, text, metadata }) => ({
      type: 'message',
      ts,
      text,
      ...(all ? { metadata } : {}),
    })),
    has_more: more,
    response_metadata: { next_cursor: more ? String(end) : '' },
  };
  return { status: 200, json };
}

function add(world: World, message: Omit<SlackMessage, 'ts' | 'updates'>): string {
  world.next += 1;
  const ts = `${world.next}.000100`;
  world.messages.push({ ...message, ts, updates: 0 });
  return ts;
}

function failed(error: string, messages: readonly string[] = []): LookAlikeReply {
  return { status: 200, json: { ok: false, error, response_metadata: { messages } } };
}
