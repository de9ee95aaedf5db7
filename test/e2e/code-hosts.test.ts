import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AzureDevopsServer,
  startAzureDevopsServer,
} from '../support/azure-devops-server/start-azure-devops-server.ts';
import { askedRun, type WebhookAnswer } from '../support/asked-run.ts';
import { type GithubServer, startGithubServer } from '../support/github-server/start-github-server.ts';
import { BASE, HEAD, type Installation, startInstallation } from '../support/start-installation.ts';

const GITHUB = 'shop/orders';
const ADO = 'Team one/orders';
const BEFORE = 'const orders = await list();\n';
const AFTER = `${BEFORE}for (const order of orders) {\n  order.items = await query(order.id);\n}\n`;
const FIXED = 'd'.repeat(40);
const HEADLINE = /^<!-- perf-agent .*-->\n### Performance regression: http_req_duration p\d\d rose by /;

describe('from webhook to verdict on GitHub and Azure DevOps, on the built bundle', () => {
  let installation: Installation;
  let github: GithubServer;
  let ado: AzureDevopsServer;

  beforeAll(async () => {
    github = await startGithubServer({ token: 'no-token-is-used' });
    ado = await startAzureDevopsServer({ pat: 'pat-of-the-test' });
    installation = await startInstallation({
      connections: [
        {
          id: 'github',
          connector: 'github',
          settings: {
            apiUrl: github.url,
            auth: { app: { clientId: github.app.clientId, privateKeySecret: 'github-key' } },
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
        'github-key': github.app.privateKey,
        'github-hook': github.webhookSecret,
        'ado-pat': 'pat-of-the-test',
        'ado-hook': ado.webhookSecret,
      },
    });
    github.addPull({
      project: GITHUB,
      title: 'Show the items of an order',
      headSha: HEAD,
      baseSha: BASE,
      fork: true,
      files: [
        {
          filename: 'src/orders.ts',
          status: 'modified',
          additions: 3,
          deletions: 0,
          patch:
            '@@ -1 +1,4 @@\n const orders = await list();\n+for (const order of orders) {\n+  order.items = await query(order.id);\n+}',
        },
      ],
    });
    ado.addPullRequest({
      project: ADO,
      title: 'Show the items of an order',
      headSha: HEAD,
      baseSha: BASE,
      changes: [{ changeType: 'edit', path: 'src/orders.ts', before: BEFORE, after: AFTER }],
    });
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 40, seed: 101 });
  });

  afterAll(async () => {
    await installation.stop();
    await Promise.all([github.stop(), ado.stop()]);
  });

  async function post(
    connection: string,
    request: { readonly headers: Record<string, string>; readonly body: string },
  ): Promise<{ readonly status: number; readonly answer: WebhookAnswer }> {
    const url = `${installation.cloud.urls.functions}/api/webhooks/${connection}`;
    const reply = await fetch(url, { method: 'POST', ...request, signal: AbortSignal.timeout(30_000) });
    return { status: reply.status, answer: (await reply.json()) as WebhookAnswer };
  }

  async function stepsOf(runId: string): Promise<Map<string, unknown>> {
    const view = (await installation.api(`/api/v1/runs/${runId}`)) as {
      readonly steps?: readonly { readonly step: string; readonly output: unknown }[];
    };
    return new Map((view.steps ?? []).map(({ step, output }) => [step, output]));
  }

  it('comments once on a pull request of GitHub and finishes its check run as failed', async () => {
    const { status, answer } = await post('github', github.webhook(GITHUB, 1, 'opened'));
    const runId = await askedRun(installation, answer);
    await installation.waitFor('the delivery', async () => (await stepsOf(runId)).has('deliver'));

    expect(status).toBe(202);
    expect(github.comments(GITHUB, 1).map(({ body }) => body)).toEqual([expect.stringMatching(HEADLINE)]);
    expect(github.checkRuns(GITHUB, HEAD)).toMatchObject([
      { name: 'perf-agent', status: 'completed', conclusion: 'failure' },
    ]);
    expect(github.checkRuns(GITHUB, HEAD)[0]?.output.summary).toContain('Performance regression');
    expect(github.checkRuns(GITHUB, HEAD)[0]?.output.annotations_count).toBeGreaterThan(0);
    // An App marks the line in its check run, and not a second time in a note.
    expect(github.reviewComments(GITHUB, 1)).toEqual([]);
  });

  it('comments once on a pull request of Azure DevOps and fails the status of its iteration', async () => {
    const { status, answer } = await post('azure-devops', ado.hook(ADO, 1, 'git.pullrequest.created'));
    const runId = await askedRun(installation, answer);
    await installation.waitFor('the delivery', async () => (await stepsOf(runId)).has('deliver'));

    expect(status).toBe(202);
    expect(ado.threads(ADO, 1).map(({ comments }) => comments[0]?.content)).toEqual([
      expect.stringMatching(HEADLINE),
    ]);
    expect(ado.statuses(ADO, 1).map(({ state, iterationId }) => [state, iterationId])).toEqual([
      ['pending', 1],
      ['failed', 1],
    ]);
    expect(ado.lineThreads(ADO, 1)).toMatchObject([
      { threadContext: { filePath: '/src/orders.ts', rightFileStart: { line: 2 } }, status: 'active' },
    ]);
  });

  it('gives a verdict where the conversation is locked, and says once that it could not comment', async () => {
    github.addPull({ project: GITHUB, number: 2, headSha: HEAD, baseSha: BASE, locked: true });

    const { answer } = await post('github', github.webhook(GITHUB, 2, 'opened'));
    const runId = await askedRun(installation, answer);
    await installation.waitFor('the end', async () => (await stepsOf(runId)).has('learn'));

    const steps = await stepsOf(runId);
    expect(steps.get('deliver')).toMatchObject({
      comment: {
        status: 'refused',
        code: 'REMOTE_FORBIDDEN',
        why: expect.stringContaining('locked') as string,
      },
      commitStatus: 'failed',
    });
    expect(steps.has('failed')).toBe(false);
    expect(
      github.requests().filter((line) => line === `POST /repos/${GITHUB}/issues/2/comments`),
    ).toHaveLength(1);
  });

  it('shows the diff that was made of two versions to the step that explains', async () => {
    const { answer } = await post('azure-devops', ado.hook(ADO, 1, 'git.pullrequest.created'));
    const runId = await askedRun(installation, answer);

    const plan = (await stepsOf(runId)).get('plan');

    expect(plan).toMatchObject({
      diff: {
        truncated: false,
        files: [{ path: 'src/orders.ts', additions: 3, deletions: 0 }],
        text: expect.stringContaining('+  order.items = await query(order.id);') as string,
      },
    });
  });

  it.each(['github', 'azure-devops'])('refuses a request to %s that proves nothing', async (connection) => {
    const { body } =
      connection === 'github'
        ? github.webhook(GITHUB, 1, 'opened')
        : ado.hook(ADO, 1, 'git.pullrequest.created');

    expect((await post(connection, { headers: { 'content-type': 'application/json' }, body })).status).toBe(
      401,
    );
  });

  it('changes nothing when somebody sends a kept request again', async () => {
    const before = github.checkRuns(GITHUB, HEAD).length;
    const kept = github.webhook(GITHUB, 1, 'synchronize', { deliveryId: 'kept' });

    const first = await post('github', kept);
    const again = await post('github', {
      ...kept,
      headers: { ...kept.headers, 'x-github-delivery': 'forged' },
    });

    await installation.waitFor('an empty pipeline', () =>
      Object.values(installation.cloud.serviceBus.stats()).every(({ active }) => active === 0),
    );
    expect(again.answer.runId).toBe(first.answer.runId);
    expect(github.comments(GITHUB, 1)).toHaveLength(1);
    expect(github.checkRuns(GITHUB, HEAD)).toHaveLength(before);
  });

  it('answers the webhook of a host that is away, and judges when it is back', async () => {
    ado.addPullRequest({ project: ADO, number: 2, headSha: HEAD, baseSha: BASE });
    const answer = { kind: 'status', status: 503, body: 'away' } as const;
    ado.misbehave({ method: 'GET', path: /pullRequests\/2/, times: 2, answer });

    const { status, answer: heard } = await post('azure-devops', ado.hook(ADO, 2, 'git.pullrequest.created'));

    const runId = await askedRun(installation, heard);
    expect([status, heard.reading === undefined]).toEqual([202, false]);
    await installation.waitFor('the delivery', async () => (await stepsOf(runId)).has('deliver'));
    expect(ado.statuses(ADO, 2).at(-1)).toMatchObject({ state: 'failed' });
  });

  it('measures a commit once more when its check is asked for again', async () => {
    const body = {
      action: 'rerequested',
      repository: { id: 1, full_name: GITHUB },
      // From a fork: the event names no pull request.
      check_run: { name: 'perf-agent', head_sha: HEAD, pull_requests: [] },
    };

    const { status, answer } = await post('github', github.sign(JSON.stringify(body), 'check_run'));

    const runId = await askedRun(installation, answer);
    await installation.waitFor('the delivery', async () => (await stepsOf(runId)).has('deliver'));
    expect(status).toBe(202);
    expect((await stepsOf(runId)).get('receive')).toMatchObject({ rerun: 1, trigger: { kind: 'webhook' } });
    expect((await stepsOf(runId)).has('analyse')).toBe(true);
    expect(github.comments(GITHUB, 1)).toHaveLength(1);
    expect(github.checkRuns(GITHUB, HEAD).at(-1)).toMatchObject({ conclusion: 'failure' });
  });

  it('turns check and comment of both hosts and the note on the line once a fix is pushed', async () => {
    await installation.pushResults({ commit: FIXED, branch: 'feature', medianMs: 20, seed: 901 });
    const more = 'const shown = orders.slice(0, 20);\n';
    const patch = `@@ -1 +1,2 @@\n const orders = await list();\n+${more.trimEnd()}`;
    const file = { filename: 'src/orders.ts', status: 'modified', additions: 1, deletions: 0, patch };
    github.addPull({ project: GITHUB, headSha: FIXED, baseSha: BASE, fork: true, files: [file] });
    const change = { changeType: 'edit', path: 'src/orders.ts', before: BEFORE, after: BEFORE + more };
    ado.addPullRequest({ project: ADO, headSha: FIXED, baseSha: BASE, changes: [change] });

    const pushed = [
      await post('github', github.webhook(GITHUB, 1, 'synchronize')),
      await post('azure-devops', ado.hook(ADO, 1, 'git.pullrequest.updated', { notificationId: 2 })),
    ];
    for (const { answer } of pushed) {
      const runId = await askedRun(installation, answer);
      await installation.waitFor('the delivery of the fix', async () =>
        (await stepsOf(runId)).has('deliver'),
      );
    }

    expect(github.comments(GITHUB, 1).map(({ body }) => body)).toEqual([
      expect.stringMatching(/### No performance regression[^]*Performance regression: /),
    ]);
    expect(github.checkRuns(GITHUB, FIXED)).toMatchObject([{ conclusion: 'success' }]);
    expect(ado.threads(ADO, 1)).toHaveLength(1);
    expect(ado.statuses(ADO, 1).at(-1)).toMatchObject({ state: 'succeeded', iterationId: 2 });
    expect(ado.lineThreads(ADO, 1)).toMatchObject([{ status: 'fixed' }]);
  });

  it.each(['github', 'azure-devops'])(
    'moves the baseline when a pull request of %s is merged',
    async (connection) => {
      if (connection === 'azure-devops') {
        ado.addPullRequest({ project: ADO, headSha: FIXED, baseSha: BASE }).status = 'completed';
      }
      const request =
        connection === 'github'
          ? github.webhook(GITHUB, 1, 'merged')
          : ado.hook(ADO, 1, 'git.pullrequest.merged');

      const { answer } = await post(connection, request);
      const runId = await askedRun(installation, answer);
      const learned = await installation.waitFor('the learn step', async () =>
        (await stepsOf(runId)).get('learn'),
      );

      expect(learned).toMatchObject({ baseline: { branch: 'main', commit: FIXED } });
    },
  );
});
