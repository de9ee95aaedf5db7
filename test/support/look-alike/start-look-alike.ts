import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createMisbehaviours,
  type Misbehaviour,
} from '../../../apps/local/gitlab-look-alike/misbehaviour.ts';

export interface LookAlikeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface LookAlikeReply {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
}

export interface LookAlike {
  readonly url: string;
  readonly requests: readonly LookAlikeRequest[];
  /** Misbehaves for the next requests that fit: a status with any headers and body, slow, hanging, cut off, or with its answer lost. */
  misbehave(rule: Misbehaviour): void;
  stop(): Promise<void>;
}

/** A sign-in page, as proxies and identity providers put in place of an answer. */
export const SIGN_IN_PAGE: Misbehaviour['answer'] = {
  kind: 'status',
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html><html><title>Sign in</title></html>',
};

/** A server on a loopback port that answers as `handle` says, or badly on demand. */
export async function startLookAlike(
  handle: (request: LookAlikeRequest) => LookAlikeReply,
): Promise<LookAlike> {
  const misbehaviours = createMisbehaviours();
  const requests: LookAlikeRequest[] = [];

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const url = new URL(incoming.url ?? '/', 'http://look-alike');
    const request = {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body: Buffer.concat(chunks),
    };
    requests.push(request);
    const how = await misbehaviours.apply(incoming, response);
    if (how === 'dealt with') return;
    const reply = handle(request);
    if (how === 'lose the answer') {
      incoming.socket.destroy();
      return;
    }
    const type = reply.json === undefined ? 'text/plain' : 'application/json';
    response.writeHead(reply.status, { 'content-type': type });
    response.end(reply.json === undefined ? reply.text : JSON.stringify(reply.json));
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      if (response.headersSent) return;
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`look-alike failed: ${String(error)}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.');

  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    misbehave: (rule) => misbehaviours.add(rule),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
