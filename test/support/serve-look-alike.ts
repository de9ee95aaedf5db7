import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createMisbehaviours, type Misbehaviour } from '../../apps/local/gitlab-look-alike/misbehaviour.ts';

export interface LookAlikeRequest {
  readonly method: string;
  readonly url: URL;
  /** Decoded segments of the path. */
  readonly path: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface LookAlikeReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless `bytes` are given. */
  readonly value?: unknown;
  readonly bytes?: string | Uint8Array;
}

export interface LookAlike {
  readonly url: string;
  /** What was asked, oldest first: `METHOD /path?query`. */
  requests(): readonly string[];
  misbehave(rule: Misbehaviour): void;
  stop(): Promise<void>;
}

const MOST_RECORDED = 10_000;

/** Serves a look-alike on a loopback port; it misbehaves when told to, else `answer` speaks for the vendor. */
export async function serveLookAlike(
  answer: (request: LookAlikeRequest) => LookAlikeReply,
): Promise<LookAlike> {
  const misbehaviours = createMisbehaviours();
  const recorded: string[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(request);
    const url = new URL(request.url ?? '/', 'http://look-alike');
    const method = request.method ?? 'GET';
    recorded.push(`${method} ${url.pathname}${url.search}`);
    if (recorded.length > MOST_RECORDED) recorded.shift();
    const how = await misbehaviours.apply(request, response);
    if (how === 'dealt with') return;
    const path = url.pathname.split('/').slice(1).map(decodeURIComponent);
    const reply = answer({ method, url, path, headers: request.headers, body: objectFrom(text), text });
    if (how === 'lose the answer') request.socket.destroy();
    else send(response, reply);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, { status: 500, value: { message: String(error) } });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests: () => recorded,
    misbehave: (rule) => misbehaviours.add(rule),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function send(response: ServerResponse, { status, headers, value, bytes }: LookAlikeReply): void {
  const type = bytes === undefined ? 'application/json; charset=utf-8' : 'application/octet-stream';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(bytes ?? (value === undefined ? undefined : JSON.stringify(value)));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  const body: AsyncIterable<Buffer> = request;
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function objectFrom(text: string): Readonly<Record<string, unknown>> {
  if (!text.startsWith('{')) return {};
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function textValue(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
