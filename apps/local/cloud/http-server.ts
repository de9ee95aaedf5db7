import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { requestUrl } from '../functions-host/http/request-url.ts';

export interface RunningServer {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** A small HTTP server on 127.0.0.1. A throwing handler answers 500. @throws when the port is taken */
export function startHttpServer(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const url = requestUrl(request);
    if (url === null) {
      answerJson(response, 400, {
        error: { code: 'BadRequest', message: 'The address of the request is not valid.' },
      });
      return;
    }
    handle(request, response, url).catch((error: unknown) => {
      answerJson(response, 500, { error: { code: 'InternalServerError', message: String(error) } });
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const chosen = address !== null && typeof address === 'object' ? address.port : port;
      resolve({
        port: chosen,
        url: `http://127.0.0.1:${chosen}`,
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** The whole body as text, or null when it is longer than allowed. */
export async function readText(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes: Uint8Array = Buffer.from(String(chunk), 'latin1');
    length += bytes.length;
    if (length > maxBytes) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
