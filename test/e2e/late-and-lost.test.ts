import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createServiceBusClient } from '../../shared/platform/service-bus/create-message-sender.ts';
import {
  BASE,
  HEAD,
  type Installation,
  PROJECT,
  ROOT,
  startInstallation,
} from '../support/start-installation.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a change whose measurements are not there yet', () => {
  let installation: Installation | undefined;
  afterEach(() => installation?.stop());

  it('is judged when they come', async () => {
    installation = await startInstallation({ configuration: { policy: policyWith({ pollSeconds: 1 }) } });
    const { gitlab } = installation;
    installation.openMergeRequest();
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, runs: 5 });
    const runId = await installation.sendWebhook();
    await installation.waitFor('the pending check', () => gitlab.statuses(PROJECT, HEAD).length === 1);

    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 40, runs: 5, seed: 9 });
    const run = await ended(installation, runId);

    expect(gitlab.notes(PROJECT, 1)[0]?.body).toContain('Performance regression');
    expect(gitlab.statuses(PROJECT, HEAD).at(-1)?.status).toBe('failed');
    expect(run).toMatchObject({ status: 'done', verdict: 'fail' });
  });

  it('gets an answer in plain words at the deadline when none comes, and is not blocked', async () => {
    const policy = policyWith({ deadlineMinutes: 0.05, pollSeconds: 1 });
    installation = await startInstallation({ configuration: { policy } });
    const { gitlab } = installation;
    installation.openMergeRequest();
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, runs: 3 });

    const run = await ended(installation, await installation.sendWebhook());

    expect(gitlab.notes(PROJECT, 1)[0]?.body).toContain('no measurement of this change arrived in time');
    expect(gitlab.statuses(PROJECT, HEAD).at(-1)?.status).toBe('success');
    expect(run).toMatchObject({ status: 'done', verdict: 'no-data' });
  });
});

describe('a message that every delivery kills', () => {
  let installation: Installation | undefined;
  afterEach(() => installation?.stop());

  it('ends in the rejected queue, and its run says so on the change', async () => {
    installation = await startInstallation({ env: { 'AzureWebJobs.decide.Disabled': 'true' } });
    const { cloud, gitlab } = installation;
    installation.openMergeRequest();
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, runs: 3 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 20, runs: 3, seed: 9 });
    const runId = await installation.sendWebhook();
    expect(await giveUpEveryDelivery(cloud.serviceBus.connectionString, 'decide')).toBe(5);

    const swept = await fetch(`${cloud.urls.functions}/admin/functions/sweep-dead-letters`, {
      method: 'POST',
      headers: { 'x-functions-key': cloud.keys.master, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(swept.status).toBe(202);
    const run = await ended(installation, runId);

    const body = gitlab.notes(PROJECT, 1)[0]?.body ?? '';
    expect(body).toContain('the analysis failed in the step "decide"');
    expect(body).toContain('DELIVERIES_EXHAUSTED');
    expect(gitlab.statuses(PROJECT, HEAD).at(-1)?.status).toBe('success');
    expect(run).toMatchObject({ status: 'failed', step: 'failed' });
  });
});

function policyWith(collect: Readonly<Record<string, number>>): string {
  let text = readFileSync(path.join(ROOT, 'policies/default.yaml'), 'utf8');
  for (const [name, value] of Object.entries(collect)) {
    text = text.replace(new RegExp(`${name}: \\S+`), `${name}: ${String(value)}`);
  }
  const file = path.join(folder, 'policy.yaml');
  writeFileSync(file, text);
  return file;
}

function ended(installation: Installation, runId: string): Promise<unknown> {
  return installation.waitFor(`the end of ${runId}`, async () => {
    const { run } = (await installation.api(`/api/v1/runs/${runId}`)) as {
      readonly run?: { status: string };
    };
    return run === undefined || run.status === 'running' ? null : run;
  });
}

/** What a process that dies with each delivery does to a message. @returns the number of deliveries until Service Bus gave up. */
async function giveUpEveryDelivery(connectionString: string, queue: string): Promise<number> {
  const client = createServiceBusClient(connectionString, () => {
    throw new TypeError('A connection string needs no identity.');
  });
  const receiver = client.createReceiver(queue);
  let deliveries = 0;
  for (;;) {
    const [message] = await receiver.receiveMessages(1, {
      maxWaitTimeInMs: deliveries === 0 ? 30_000 : 2_000,
    });
    if (message === undefined) break;
    deliveries += 1;
    await receiver.abandonMessage(message);
  }
  await client.close();
  return deliveries;
}
