import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  acceptedRun,
  commentsOf,
  type CrowdChange,
  crowdProject,
  measureCrowd,
  openCrowdChange,
} from '../support/crowd.ts';
import { type Installation, startInstallation } from '../support/start-installation.ts';

/** The small forms of bench/resilience/overload.ts and fairness.ts. */
describe('many webhooks at once', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await startInstallation({ configuration: { fairness: { runsAtOnce: 4 } } });
    await measureCrowd(installation);
  });
  afterAll(() => installation.stop());

  async function post({ webhook }: CrowdChange) {
    const url = `${installation.cloud.urls.functions}/api/webhooks/gitlab`;
    const reply = await fetch(url, { method: 'POST', ...webhook, signal: AbortSignal.timeout(30_000) });
    return {
      status: reply.status,
      retryAfter: reply.headers.get('retry-after'),
      body: await reply.text(),
    };
  }

  it('are accepted or asked to come back, and what is accepted has one comment each in the end', async () => {
    const changes = [1, 2, 3, 4, 5].map((iid) => openCrowdChange(installation, crowdProject(iid), iid));
    // Each is delivered forty times, as by a code host that lost its patience.
    const deliveries = Array.from({ length: 200 }, (_, number) => changes[number % changes.length]).filter(
      (change) => change !== undefined,
    );

    const answers = await Promise.all(deliveries.map((change) => post(change)));

    const accepted = changes.filter((change) =>
      deliveries.some((delivery, at) => delivery === change && acceptedRun(answers[at] ?? NOT_SENT) !== null),
    );
    await commentsOf(installation, accepted);
    const refused = answers.filter(({ status }) => status !== 202);
    expect(accepted.length).toBeGreaterThan(0);
    expect(refused.filter(({ status, retryAfter }) => status !== 429 || !(Number(retryAfter) > 0))).toEqual(
      [],
    );
    expect(accepted.map(({ project, iid }) => installation.gitlab.notes(project, iid).length)).toEqual(
      accepted.map(() => 1),
    );
  });

  it('of one project do not keep another one waiting', async () => {
    const noisy = Array.from({ length: 12 }, (_, n) => openCrowdChange(installation, 'noisy/orders', n + 1));
    const quiet = openCrowdChange(installation, 'quiet/orders', 1);
    for (const change of [...noisy, quiet]) expect(acceptedRun(await post(change))).not.toBeNull();

    await commentsOf(installation, [quiet]);
    const before = noisy.filter(({ project, iid }) => installation.gitlab.notes(project, iid).length > 0);
    const seen = await commentsOf(installation, noisy);

    expect(before.length).toBeLessThanOrEqual(noisy.length / 2);
    expect(seen.size).toBe(noisy.length);
  });
});

const NOT_SENT = { status: 0, body: '' };
