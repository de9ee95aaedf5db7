import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedRun, type WebhookAnswer } from '../support/asked-run.ts';
import {
  type AzureDevopsServer,
  startAzureDevopsServer,
} from '../support/azure-devops-server/start-azure-devops-server.ts';
import { type GithubServer, startGithubServer } from '../support/github-server/start-github-server.ts';
import { type ModelServer, startModelServer } from '../support/start-model-server.ts';
import { BASE, HEAD, type Installation, startInstallation } from '../support/start-installation.ts';

const GITHUB = 'shop/orders';
const ADO = 'Team one/orders';
const NEXT = 'c'.repeat(40);
const POLICY = `
schema: perf-agent.policy.v1
id: one-an-hour
metrics:
  - { id: latency, match: http_req_duration, statistics: [p95], margin: 0.05, onRegression: fail }
loopGuard: { perHour: 1 }
`;

describe('forks and budgets on GitHub and Azure DevOps, on the built bundle', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-policy-'));
  let installation: Installation;
  let github: GithubServer;
  let ado: AzureDevopsServer;
  let model: ModelServer;

  beforeAll(async () => {
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, POLICY);
    github = await startGithubServer({ token: 'token-of-the-test' });
    ado = await startAzureDevopsServer({ pat: 'pat-of-the-test' });
    model = await startModelServer(() => 503);
    installation = await startInstallation({
      configuration: {
        policy,
        models: [{ id: 'llama', kind: 'openai-compatible', endpoint: `${model.url}/v1`, model: 'llama3.2' }],
      },
      connections: [
        {
          id: 'github',
          connector: 'github',
          settings: {
            apiUrl: github.url,
            auth: { tokenSecret: 'github-token' },
            webhook: { secret: 'github-hook' },
          },
        },
        {
          id: 'azure-devops',
          connector: 'azure-devops',
          settings: {
            organisationUrl: ado.organisationUrl,
            auth: { patSecret: 'ado-pat' },
            webhook: { secret: 'ado-hook' },
          },
        },
      ],
      secrets: {
        'github-token': 'token-of-the-test',
        'github-hook': github.webhookSecret,
        'ado-pat': 'pat-of-the-test',
        'ado-hook': ado.webhookSecret,
      },
    });
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'fork', medianMs: 40, seed: 101 });
  });

  afterAll(async () => {
    await installation.stop();
    await Promise.all([github.stop(), ado.stop(), model.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  async function post(
    connection: string,
    request: { readonly headers: Record<string, string>; readonly body: string },
  ): Promise<string> {
    const url = `${installation.cloud.urls.functions}/api/webhooks/${connection}`;
    const reply = await fetch(url, { method: 'POST', ...request, signal: AbortSignal.timeout(30_000) });
    return askedRun(installation, (await reply.json()) as WebhookAnswer);
  }

  async function verdictOf(runId: string): Promise<string | null> {
    return installation.waitFor(`the end of ${runId}`, async () => {
      const { run } = (await installation.api(`/api/v1/runs/${runId}`)) as {
        readonly run?: { readonly status: string; readonly verdict: string | null };
      };
      return run === undefined || run.status === 'running' ? null : run.verdict;
    });
  }

  function pushGithub(headSha: string, line: string): void {
    const patch = `@@ -1 +1,2 @@\n a\n+${line}\n`;
    const file = { filename: 'src/orders.ts', status: 'modified', additions: 1, deletions: 0, patch };
    github.addPull({ project: GITHUB, headSha, baseSha: BASE, fork: true, files: [file] });
  }

  function pushAdo(headSha: string, line: string): void {
    const changes = [
      { changeType: 'edit', path: 'src/orders.ts', before: 'a\n', after: `a\n${line}\n` },
    ] as const;
    ado.addPullRequest({ project: ADO, headSha, baseSha: BASE, fork: true, changes });
  }

  it('measures a fork of GitHub without showing its code to a model, and then lets a second push wait', async () => {
    pushGithub(HEAD, 'one');
    expect(await verdictOf(await post('github', github.webhook(GITHUB, 1, 'opened')))).toBe('fail');

    pushGithub(NEXT, 'two');
    await post('github', github.webhook(GITHUB, 1, 'synchronize'));
    await installation.waitFor('the check to wait', () =>
      github
        .statuses(GITHUB, NEXT)
        .some(({ description }) => description?.startsWith('Judged after') === true),
    );

    expect(github.statuses(GITHUB, HEAD).at(-1)).toMatchObject({ state: 'failure' });
    expect(github.statuses(GITHUB, NEXT).at(-1)).toMatchObject({ state: 'pending' });
    expect(github.comments(GITHUB, 1).map(({ body }) => body)).toEqual([
      expect.stringContaining('### Not analysed yet: 1 analyses of this change within an hour are spent'),
    ]);
    expect(model.asked).toEqual([]);
  });

  it('measures a fork of Azure DevOps without showing its code to a model, and then lets a second push wait', async () => {
    pushAdo(HEAD, 'one');
    expect(await verdictOf(await post('azure-devops', ado.hook(ADO, 1, 'git.pullrequest.created')))).toBe(
      'fail',
    );

    pushAdo(NEXT, 'two');
    await post('azure-devops', ado.hook(ADO, 1, 'git.pullrequest.updated', { notificationId: 2 }));
    await installation.waitFor('the status to wait', () =>
      ado.statuses(ADO, 1).some(({ description }) => description?.startsWith('Judged after') === true),
    );

    expect(ado.statuses(ADO, 1).map(({ state, iterationId }) => [state, iterationId])).toEqual([
      ['pending', 1],
      ['failed', 1],
      ['pending', 2],
    ]);
    expect(ado.threads(ADO, 1).map(({ comments }) => comments[0]?.content)).toEqual([
      expect.stringContaining('### Not analysed yet: 1 analyses of this change within an hour are spent'),
    ]);
    expect(model.asked).toEqual([]);
  });
});
