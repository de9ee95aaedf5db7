import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { k6Lines } from '../support/k6-lines.ts';
import {
  BASE,
  HEAD,
  type Installation,
  PROJECT,
  ROOT,
  startInstallation,
} from '../support/start-installation.ts';

const NEWER = 'd'.repeat(40);
const RENAMED = 'e'.repeat(40);
const PUSHED_LATER = 'f'.repeat(40);

const OPTIONAL_SOURCE = `
sources:
  - connection: prometheus
    name: cpu
    required: false
    query: { promql: 'up', stepSeconds: 5, metric: cpu, unit: '', direction: lower-is-better, scale: additive }
`;

interface RunView {
  readonly run: { readonly status: string; readonly service: string; readonly verdict: string | null };
  readonly steps: readonly {
    readonly step: string;
    readonly part: string | null;
    readonly output: Readonly<Record<string, unknown>> | null;
  }[];
}

describe('changes beside which the branch moved on, with a monitoring system that refuses', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-policy-'));
  let installation: Installation;
  let refusing: Server;

  beforeAll(async () => {
    refusing = createServer((request, response) => {
      request.resume();
      response.writeHead(401).end('{}');
    });
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
    const { port } = refusing.address() as AddressInfo;
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, readFileSync(path.join(ROOT, 'policies/default.yaml'), 'utf8') + OPTIONAL_SOURCE);
    installation = await startInstallation({
      connections: [
        {
          id: 'prometheus',
          connector: 'prometheus',
          settings: { baseUrl: `http://127.0.0.1:${String(port)}` },
        },
      ],
      configuration: { policy },
    });
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 40, seed: 1 });
    await installation.pushResults({ commit: NEWER, branch: 'main', medianMs: 20, seed: 50 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 40, seed: 100 });
  });

  afterAll(async () => {
    await installation.stop();
    refusing.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are compared with the commit that they branched from, not with what main became since', async () => {
    installation.openMergeRequest();

    const judged = await finished(await installation.sendWebhook());

    expect(outputOf(judged, 'analyse')['baselineCommit']).toBe(BASE);
    expect(judged.run.verdict).not.toBe('fail');
  });

  it('are judged without an optional source, and the comment says why it is missing', () => {
    const body = installation.gitlab.notes(PROJECT, 1)[0]?.body ?? '';

    expect(body).not.toContain('No performance verdict');
    expect(body).toContain('The source "metrics-cpu" gave nothing');
    expect(installation.gitlab.statuses(PROJECT, HEAD).at(-1)?.status).toBe('success');
  });

  it('move the baseline of the service that the budget file names when they are merged', async () => {
    const budgets = 'schema: perf-agent.perfbudget.v1\nservice: orders-api\n';
    installation.gitlab.addFile(PROJECT, 'main', '.perfbudget.yml', budgets);
    for (let seed = 200; seed < 203; seed += 1) {
      const query = { service: 'orders-api', commit: RENAMED, branch: 'feature' };
      expect((await installation.postResult(k6Lines({ medianMs: 20, seed }), query)).status).toBe(201);
    }
    installation.openMergeRequest({ iid: 2, headSha: RENAMED });
    await finished(await installation.sendWebhook({ iid: 2 }));

    const merged = await finished(await installation.sendWebhook({ iid: 2, action: 'merge' }));

    expect(outputOf(merged, 'learn')).toMatchObject({
      service: 'orders-api',
      baseline: { branch: 'main', commit: RENAMED },
    });
  });

  it('leave no check pending when a newer push overtakes them', async () => {
    for (let seed = 300; seed < 303; seed += 1) {
      const query = { service: 'orders-api', commit: 'c'.repeat(40), branch: 'feature' };
      expect((await installation.postResult(k6Lines({ medianMs: 20, seed }), query)).status).toBe(201);
    }
    installation.openMergeRequest({ iid: 3, headSha: 'c'.repeat(40) });
    const { headers, body } = installation.gitlab.signedWebhook({ project: PROJECT, iid: 3, action: 'open' });
    installation.openMergeRequest({ iid: 3, headSha: PUSHED_LATER });

    const url = `${installation.cloud.urls.functions}/api/webhooks/gitlab`;
    const reply = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) });
    const { runId } = (await reply.json()) as { readonly runId: string };
    const overtaken = await finished(runId);

    expect(outputOf(overtaken, 'deliver')).toMatchObject({
      comment: { status: 'superseded', by: PUSHED_LATER },
    });
    const last = installation.gitlab.statuses(PROJECT, 'c'.repeat(40)).at(-1);
    expect(last?.status).toBe('success');
    expect(last?.description).toContain('Superseded');
    expect(installation.gitlab.notes(PROJECT, 3)).toEqual([]);
  });

  function finished(runId: string): Promise<RunView> {
    return installation.waitFor(`the end of ${runId}`, async () => {
      const view = (await installation.api(`/api/v1/runs/${runId}`)) as Partial<RunView>;
      return view.run?.status === 'done' ? (view as RunView) : null;
    });
  }
});

function outputOf(view: RunView, step: string): Readonly<Record<string, unknown>> {
  return view.steps.find((one) => one.step === step)?.output ?? {};
}
