import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export interface OpenLoopJob {
  readonly url: string;
  readonly requests: readonly OpenLoopRequest[];
  /** So many connections, opened before the first request, as a front end keeps them; left out, a new one whenever none is free. */
  readonly connections?: number;
}

export interface OpenLoopRequest {
  /** When it is due, from the start. */
  readonly atMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What became of a request; `status` 0 when the connection broke or nothing was answered within 30 s. */
export interface OpenLoopAnswer {
  readonly status: number;
  /** From due to answered. */
  readonly ms: number;
  /** Of these, until it was with the operating system: the generator's own delay, and that of the connection. */
  readonly lateMs: number;
  readonly retryAfter: string | null;
  readonly body: string;
}

const ANSWER_WITHIN_MS = 30_000;

/**
 * An open-loop load generator in a process of its own (forked with IPC, so that it does not wait for who measures): sends each request when it is due,
 * whether or not earlier ones are answered, and replies with the milliseconds from due to answered. Latency from the due time does not hide what
 * queued behind a slow answer (coordinated omission: Tene, "How NOT to Measure Latency", 2015).
 */
process.once('message', (job) => {
  // The parent of this file sends nothing else.
  run(job as OpenLoopJob).then(
    (answers) => process.send?.({ answers }, () => process.exit()),
    (error: unknown) => process.send?.({ error: String(error) }, () => process.exit(1)),
  );
});

async function run({ url, requests, connections }: OpenLoopJob): Promise<OpenLoopAnswer[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections ?? Number.POSITIVE_INFINITY });
  await Promise.all(Array.from({ length: connections ?? 0 }, () => connected(agent, url)));
  const startedAt = performance.now();
  const answers: Promise<OpenLoopAnswer>[] = [];
  for (const request of requests) {
    const due = startedAt + request.atMs;
    const early = due - performance.now();
    if (early > 0) await wait(early);
    answers.push(
      answered(agent, url, request).then(({ sentAt, ...answer }) => ({
        ...answer,
        ms: performance.now() - due,
        lateMs: sentAt - due,
      })),
    );
  }
  return Promise.all(answers);
}

/** Nothing is asked for at the root, so that the host answers at once with 404. */
function connected(agent: http.Agent, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.request(new URL('/', url), { agent, timeout: ANSWER_WITHIN_MS }, (response) => {
      response.resume();
      response.once('end', resolve);
    });
    request.once('error', reject);
    request.end();
  });
}

function answered(
  agent: http.Agent,
  url: string,
  { headers, body }: OpenLoopRequest,
): Promise<Omit<OpenLoopAnswer, 'ms' | 'lateMs'> & { readonly sentAt: number }> {
  return new Promise((resolve) => {
    let sentAt = performance.now();
    const request = http.request(
      url,
      { agent, method: 'POST', headers, timeout: ANSWER_WITHIN_MS },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () =>
          resolve({
            sentAt,
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'] ?? null,
            body: Buffer.concat(chunks).toString(),
          }),
        );
        response.once('error', broken);
      },
    );
    function broken(error: Error): void {
      resolve({ sentAt, status: 0, retryAfter: null, body: error.message });
    }
    request.once('timeout', () => request.destroy(new Error(`No answer within ${ANSWER_WITHIN_MS} ms.`)));
    request.once('error', broken);
    request.once('finish', () => (sentAt = performance.now()));
    request.end(body);
  });
}
