import { request as openRequest } from 'node:http';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type Ask = (
  method: string,
  path: string,
  headers?: Readonly<Record<string, string>>,
  body?: string | Buffer,
) => Promise<RawAnswer>;

const WITHIN_MS = 20_000;

/** Requests as they are written: fetch would tidy the path up before it is sent. Each on a connection of its own. */
export function askOf(url: string): Ask {
  const { hostname, port } = new URL(url);
  return (method, path, headers = {}, body = '') =>
    new Promise((resolve, reject) => {
      const asked = openRequest(
        { hostname, port, method, path, headers, timeout: WITHIN_MS, agent: false },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      asked.on('timeout', () =>
        asked.destroy(new Error(`No answer within ${WITHIN_MS} ms: ${method} ${path}`)),
      );
      asked.on('error', reject);
      asked.end(body);
    });
}
