import { setTimeout as wait } from 'node:timers/promises';
import { QUEUE_NAMES } from '../../shared/contracts/queue-name.ts';
import { PROJECT, startInstallation } from '../../test/support/start-installation.ts';
import { type Measured, quantile } from './measured.ts';

const RATE = 200;
const SECONDS = 10;

/** An instance that serves HTTP alone, as Azure scales HTTP and queue functions apart: the queues' functions are switched off by app setting. */
const HTTP_ONLY = Object.fromEntries(QUEUE_NAMES.map((queue) => [`AzureWebJobs.${queue}.Disabled`, 'true']));

/**
 * Time to answer a signed webhook at 200 requests a second (open loop: requests start on time whether or not earlier ones are answered; latency
 * counts from when a request was due). Every webhook is a head of its own, so all are accepted and sent to Service Bus.
 */
export async function webhookLatency(): Promise<Measured> {
  const installation = await startInstallation({ env: HTTP_ONLY });
  try {
    const url = `${installation.cloud.urls.functions}/api/webhooks/gitlab`;
    const prepare = (number: number): { headers: Record<string, string>; body: string } => {
      installation.openMergeRequest({ iid: 1, headSha: number.toString(16).padStart(40, 'e') });
      return installation.gitlab.signedWebhook({ project: PROJECT, iid: 1, action: 'open' });
    };
    for (let number = 0; number < 100; number += 1) await answered(url, prepare(1_000_000 + number));
    const requests = Array.from({ length: RATE * SECONDS }, (_, number) => prepare(number));
    const startedAt = performance.now();
    const times = await Promise.all(
      requests.map(async (request, number) => {
        const due = startedAt + (number * 1_000) / RATE;
        await wait(Math.max(0, due - performance.now()));
        await answered(url, request);
        return performance.now() - due;
      }),
    );
    return {
      name: 'webhook answer, p99 at 200 requests/s, instance that serves HTTP alone',
      value: quantile(times, 0.99),
      unit: 'ms',
      target: 50,
      better: 'lower',
      details: {
        requests: times.length,
        p50: quantile(times, 0.5),
        p95: quantile(times, 0.95),
        max: Math.max(...times),
      },
    };
  } finally {
    await installation.stop();
  }
}

async function answered(
  url: string,
  { headers, body }: { headers: Record<string, string>; body: string },
): Promise<void> {
  const reply = await fetch(url, { method: 'POST', headers, body });
  await reply.arrayBuffer();
  if (reply.status !== 202) throw new Error(`A webhook was answered with ${reply.status}.`);
}
