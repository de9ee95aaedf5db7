import { randomUUID } from 'node:crypto';
import {
  request as openRequest,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { type Server } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { type Invoker } from '../invoker.ts';
import { traceContextFrom } from '../trace-context.ts';
import { connectWithin } from './connect-within.ts';
import { type HttpMatch } from './http-functions.ts';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The handler returned nothing while HTTP streaming is on: the library then never answers the forwarded request. */
class NoStreamedAnswerError extends Error {
  constructor(functionName: string) {
    super(
      `Function "${functionName}" returned no response; with enableHttpStream the caller would wait for ever, so return an object such as { status: 204 }`,
    );
    this.name = 'NoStreamedAnswerError';
  }
}

/**
 * Runs an HTTP function the way the host does when the worker announced the capability `HttpUri`: the request is
 * forwarded to the library's own server with the invocation's id in a header, while the invocation itself carries
 * headers, query and route parameters as trigger metadata. The answer streams back over the forwarded request.
 *
 * @param library the library's own server
 * @throws whatever the handler threw before the answer began; NoStreamedAnswerError
 */
export async function invokeStreamed(
  invoker: Invoker,
  { target, parameters }: HttpMatch,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  library: Server,
): Promise<void> {
  const invocationId = randomUUID();
  const forwarded = openForwarded(request, url, library, invocationId);
  const relay = relayAnswer(forwarded, response);
  const uploaded = hasBody(request) ? pipeline(request, forwarded) : endAtOnce(forwarded);
  // Each of these also fails when the other side gives up; the invocation's own outcome is what is reported.
  for (const side of [uploaded, relay.begun, relay.finished]) side.catch(() => undefined);
  response.once('close', () => {
    if (!response.writableFinished) forwarded.destroy();
  });

  try {
    await invoker.invoke(target.registered, {
      invocationId,
      inputData: [{ name: target.bindingName, data: { http: {} } }],
      triggerMetadata: {
        ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { string: value }])),
        Headers: { json: JSON.stringify(request.headers) },
        Query: { json: JSON.stringify(Object.fromEntries(url.searchParams)) },
      },
      traceContext: traceContextFrom(request.headers['traceparent'], request.headers['tracestate']),
    });
    await orNoAnswer(relay.begun, target.registered.metadata.name);
    await relay.finished;
  } catch (error) {
    forwarded.destroy();
    throw error;
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

async function endAtOnce(forwarded: ClientRequest): Promise<void> {
  forwarded.end();
}

function openForwarded(
  request: IncomingMessage,
  url: URL,
  library: Server,
  invocationId: string,
): ClientRequest {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name)) headers[name] = value;
  }
  const connection = connectWithin(library);
  const forwarded = openRequest({
    createConnection: () => connection,
    method: request.method ?? 'GET',
    path: url.pathname + url.search,
    headers: {
      ...headers,
      // An answer that overtakes its request must not end the connection: what is still coming would have nowhere to go.
      connection: 'keep-alive',
      'x-ms-invocation-id': invocationId,
      'x-forwarded-host': url.host,
      'x-forwarded-proto': 'http',
      'x-forwarded-for': request.socket.remoteAddress ?? '',
    },
  });
  forwarded.once('close', () => connection.destroy());
  return forwarded;
}

interface Relay {
  /** The library's status and headers are here. */
  readonly begun: Promise<void>;
  readonly finished: Promise<void>;
}

function relayAnswer(forwarded: ClientRequest, response: ServerResponse): Relay {
  const head = new Promise<IncomingMessage>((resolve, reject) => {
    forwarded.once('error', reject);
    forwarded.once('response', resolve);
  });
  const begun = head.then((answer) => {
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !HOP_BY_HOP.has(name)) response.setHeader(name, value);
    }
    response.writeHead(answer.statusCode ?? 502);
    // The head of a streamed answer does not wait for its first chunk, but takes along what is there at once: a write less for each answer.
    setImmediate(() => {
      if (!response.writableEnded && !response.destroyed) response.flushHeaders();
    });
  });
  return { begun, finished: begun.then(async () => pipeline(await head, response)) };
}

async function orNoAnswer(begun: Promise<void>, functionName: string): Promise<void> {
  // The library ends its answer before the invocation resolves: what is still missing is a loopback's delay away.
  let timer: NodeJS.Timeout | undefined;
  const nothing = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoStreamedAnswerError(functionName)), 1000);
  });
  try {
    await Promise.race([begun, nothing]);
  } finally {
    clearTimeout(timer);
  }
}
