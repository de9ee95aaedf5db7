import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands between the host and a server until it is lifted. */
export type HttpFault =
  /** Connections are cut as soon as they ask. */
  | { readonly kind: 'refuse' }
  /** Nothing is answered; the connection stays open until the fault is lifted. */
  | { readonly kind: 'freeze' }
  /** Answers so much later: as far away as a real server. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Does what was asked, then cuts the connection without an answer. */
  | { readonly kind: 'lose-answers' }
  /** Answers with a status; with `writes`, only what writes: a disk that is full can still be read. */
  | { readonly kind: 'status'; readonly status: number; readonly writes?: boolean };

/** A moment of one request: before the server got it, or after it answered and before the host knows. */
export interface HttpMoment {
  readonly at: 'asked' | 'answered';
  readonly method: string;
  readonly path: string;
}

export interface HttpProxy {
  readonly url: string;
  /** Requests that reached the proxy. */
  readonly asked: () => number;
  /** Requests that were met by a fault. */
  readonly hurt: () => number;
  set(fault: HttpFault | null): void;
  /** Cuts the connections that stand now, whatever is under way on them. */
  cut(): void;
  /** Called at each moment; true: the host is dead, and the request goes no further. */
  watch(watcher: ((moment: HttpMoment) => boolean) | null): void;
  stop(): Promise<void>;
}

const FAILED = JSON.stringify({ message: 'failed on demand' });

/** A proxy on a loopback port in front of `target`, which passes everything until it is told otherwise. */
export async function startHttpProxy(target: string): Promise<HttpProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  let fault: HttpFault | null = null;
  let watcher: ((moment: HttpMoment) => boolean) | null = null;
  let asked = 0;
  let hurt = 0;
  const frozen = new Set<IncomingMessage>();

  function misbehave(incoming: IncomingMessage, response: ServerResponse, by: HttpFault): boolean {
    if (by.kind === 'slow') {
      setTimeout(() => forward(incoming, response), by.ms);
      return true;
    }
    const isWrite = incoming.method !== 'GET' && incoming.method !== 'HEAD';
    if (by.kind === 'lose-answers' || (by.kind === 'status' && by.writes === true && !isWrite)) return false;
    hurt += 1;
    if (by.kind === 'refuse') incoming.socket.destroy();
    else if (by.kind === 'freeze') frozen.add(incoming);
    else {
      incoming.resume();
      response.writeHead(by.status, { 'content-type': 'application/json' });
      response.end(FAILED);
    }
    return true;
  }

  function forward(incoming: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const onward = request({ hostname, port: targetPort, method, path, headers, agent }, (answer) => {
      const isLost = fault?.kind === 'lose-answers';
      if (isLost) hurt += 1;
      if (isLost || watcher?.({ at: 'answered', method, path }) === true) {
        answer.resume();
        incoming.socket.destroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.once('error', () => incoming.socket.destroy());
    });
    onward.once('error', () => incoming.socket.destroy());
    incoming.once('error', () => onward.destroy());
    incoming.pipe(onward);
  }

  const server = createServer((incoming, response) => {
    asked += 1;
    response.once('error', () => incoming.socket.destroy());
    if (fault !== null && misbehave(incoming, response, fault)) return;
    const { method = 'GET', url: path = '/' } = incoming;
    if (watcher?.({ at: 'asked', method, path }) === true) incoming.socket.destroy();
    else forward(incoming, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: target.replace(/\/\/[^/]*/, `//127.0.0.1:${port}`),
    asked: () => asked,
    hurt: () => hurt,
    set(next) {
      fault = next;
      for (const incoming of frozen) incoming.socket.destroy();
      frozen.clear();
    },
    cut: () => server.closeAllConnections(),
    watch(next) {
      watcher = next;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      agent.destroy();
    },
  };
}
