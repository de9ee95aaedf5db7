import rhea, { type Receiver, type Sender } from 'rhea';
import { faultFromError } from '../amqp/refusal.ts';
import { type ConnectionState } from './connection-state.ts';

/** What a request handler answers: application properties (status) and a body. */
export interface Reply {
  readonly properties: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
}

/** A decoded message; what a client put into it is checked where it is read. */
export type RequestMessage = Readonly<Record<string, unknown>>;

type RequestHandler = (request: RequestMessage) => Reply | Promise<Reply>;

const REQUEST_CREDIT = 100;

/**
 * Serves a request link ($cbs, $management): each message names in `reply_to` the link that gets the answer, and is
 * itself accepted at once.
 */
export function serveRequests(state: ConnectionState, link: Receiver, handle: RequestHandler): void {
  link.add_credit(REQUEST_CREDIT);
  link.on('message', (context: { readonly message?: unknown; readonly delivery?: { accept(): void } }) => {
    context.delivery?.accept();
    link.add_credit(1);
    if (!Buffer.isBuffer(context.message)) return;
    void answer(state, context.message, handle);
  });
}

async function answer(state: ConnectionState, bytes: Buffer, handle: RequestHandler): Promise<void> {
  const request: RequestMessage = rhea.message.decode(bytes);
  const reply = await replyTo(request, handle);
  const link = state.replyLinks.get(String(request['reply_to']));
  if (link === undefined || !link.is_open()) return;
  send(link, String(request['message_id']), reply);
}

async function replyTo(request: RequestMessage, handle: RequestHandler): Promise<Reply> {
  try {
    return await handle(request);
  } catch (error) {
    const { condition, description } = faultFromError(error);
    const statusCode = STATUS_OF_CONDITION[condition] ?? 500;
    return { properties: { statusCode, statusDescription: description, errorCondition: condition } };
  }
}

/** HTTP-like codes that Service Bus sends beside the conditions. */
const STATUS_OF_CONDITION: Readonly<Record<string, number>> = {
  'amqp:decode-error': 400,
  'amqp:not-allowed': 400,
  'amqp:not-implemented': 501,
  'amqp:link:message-size-exceeded': 400,
  'amqp:resource-limit-exceeded': 403,
  'com.microsoft:argument-error': 400,
  'com.microsoft:message-lock-lost': 410,
  'com.microsoft:message-not-found': 404,
};

function send(link: Sender, correlationId: string, reply: Reply): void {
  link.send({
    correlation_id: correlationId,
    application_properties: reply.properties,
    body: reply.body ?? null,
  });
}
