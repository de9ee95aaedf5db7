import { QUEUE_NAMES } from '../../shared/contracts/queue-name.ts';
import { PROJECT, startInstallation } from '../../test/support/start-installation.ts';
import { type Measured, quantile } from './measured.ts';
import type { OpenLoopAnswer, OpenLoopRequest } from './open-loop.ts';
import { runOpenLoop } from './run-open-loop.ts';

const RATE = 200;
/** The first requests of a process run in the interpreter: measured too, and named, but not the figure of an instance that is up. */
const WARM_UP_SECONDS = 5;
const SECONDS = 10;
/** A host that refuses more of a load that it should carry has no figure. */
const MOST_REFUSED = 0.01;

/** An instance that serves HTTP alone, as Azure scales HTTP and queue functions apart: the queues' functions are switched off by app setting. */
const HTTP_ONLY = Object.fromEntries(QUEUE_NAMES.map((queue) => [`AzureWebJobs.${queue}.Disabled`, 'true']));

/**
 * Time to answer a signed webhook at 200 requests a second, open loop, from a load generator in its own process. Every webhook is a head of its own, so
 * all are accepted and sent to Service Bus.
 */
export async function webhookLatency(): Promise<Measured> {
  const installation = await startInstallation({ env: HTTP_ONLY });
  try {
    const prepare = (number: number): OpenLoopRequest => {
      installation.openMergeRequest({ iid: 1, headSha: number.toString(16).padStart(40, 'e') });
      const webhook = installation.gitlab.signedWebhook({ project: PROJECT, iid: 1, action: 'open' });
      return { atMs: (number * 1_000) / RATE, ...webhook };
    };
    const answers = await runOpenLoop({
      url: `${installation.cloud.urls.functions}/api/webhooks/gitlab`,
      requests: Array.from({ length: RATE * (WARM_UP_SECONDS + SECONDS) }, (_, number) => prepare(number)),
    });
    const failed = answers.find(({ status }) => status !== 202 && status !== 429);
    if (failed !== undefined) throw new Error(`A request was answered with ${failed.status}: ${failed.body}`);
    const cold = acceptedTimes(answers.slice(0, RATE * WARM_UP_SECONDS));
    const warm = acceptedTimes(answers.slice(RATE * WARM_UP_SECONDS));
    const refused = RATE * SECONDS - warm.length;
    if (refused > MOST_REFUSED * RATE * SECONDS) {
      throw new Error(
        `Of ${RATE * SECONDS} requests ${refused} were refused with 429: a host on a machine of its own takes them.`,
      );
    }
    return {
      name: 'webhook answer, p99 at 200 requests/s, instance that serves HTTP alone',
      value: quantile(warm, 0.99),
      unit: 'ms',
      target: 50,
      better: 'lower',
      details: {
        requests: warm.length,
        // A host on a busy machine asks some to come again; what that costs them is not in the times.
        'refused with 429': refused,
        p50: quantile(warm, 0.5),
        p95: quantile(warm, 0.95),
        max: Math.max(...warm),
        [`p99 of the first ${WARM_UP_SECONDS} s after start`]: quantile(cold, 0.99),
      },
    };
  } finally {
    await installation.stop();
  }
}

function acceptedTimes(answers: readonly OpenLoopAnswer[]): readonly number[] {
  return answers.filter(({ status }) => status === 202).map(({ ms }) => ms);
}
