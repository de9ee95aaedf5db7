import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export interface OpenLoopJob {
  readonly url: string;
  readonly ratePerSecond: number;
  readonly requests: readonly { readonly headers: Readonly<Record<string, string>>; readonly body: string }[];
  readonly expectedStatus: number;
}

/**
 * An open-loop load generator in a process of its own (forked with IPC, so that it does not wait for who measures): sends each request when it is due,
 * whether or not earlier ones are answered, and replies with the milliseconds from due to answered. Latency from the due time does not hide what
 * queued behind a slow answer (coordinated omission: Tene, "How NOT to Measure Latency", 2015).
 */
process.once('message', (job) => {
  // The parent of this file sends nothing else.
  run(job as OpenLoopJob).then(
    (times) => process.send?.({ times }, () => process.exit()),
    (error: unknown) => process.send?.({ error: String(error) }, () => process.exit(1)),
  );
});

async function run(job: OpenLoopJob): Promise<number[]> {
  const agent = new http.Agent({ keepAlive: true });
  const startedAt = performance.now();
  const answers: Promise<number>[] = [];
  for (const [number, request] of job.requests.entries()) {
    const due = startedAt + (number * 1_000) / job.ratePerSecond;
    const early = due - performance.now();
    if (early > 0) await wait(early);
    answers.push(answered(agent, job, request).then(() => performance.now() - due));
  }
  return Promise.all(answers);
}

function answered(
  agent: http.Agent,
  { url, expectedStatus }: OpenLoopJob,
  { headers, body }: OpenLoopJob['requests'][number],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent, method: 'POST', headers, timeout: 30_000 }, (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === expectedStatus) resolve();
        else reject(new Error(`A request was answered with ${String(response.statusCode)}.`));
      });
    });
    request.once('timeout', () => request.destroy(new Error('No answer within 30 s.')));
    request.once('error', reject);
    request.end(body);
  });
}
