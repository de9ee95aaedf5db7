import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';

const REBASED = 'c'.repeat(40);
const NEW_BASE = 'd'.repeat(40);

describe('quiet, loops and drafts from a webhook of GitLab, on the built bundle', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await startInstallation();
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 40, seed: 101 });
  });
  afterAll(() => installation.stop());

  async function endOf(
    runId: string,
  ): Promise<{ readonly verdict: string | null; readonly steps: readonly string[] }> {
    return installation.waitFor(`the end of ${runId}`, async () => {
      const view = (await installation.api(`/api/v1/runs/${runId}`)) as {
        readonly run?: { readonly status: string; readonly verdict: string | null };
        readonly steps?: readonly { readonly step: string }[];
      };
      if (view.run === undefined || view.run.status === 'running') return null;
      return { verdict: view.run.verdict, steps: (view.steps ?? []).map(({ step }) => step) };
    });
  }

  it('measures a change once, and tells its verdict again when it is rebased', async () => {
    const { gitlab } = installation;
    installation.openMergeRequest();
    await endOf(await installation.sendWebhook());
    const standing = gitlab.notes(PROJECT, 1).length;
    const diffs = [{ old_path: 'src/orders.ts', new_path: 'src/orders.ts', diff: '@@ -9 +9 @@\n-a\n+b\n' }];
    gitlab.setCode(PROJECT, REBASED, HEAD);
    gitlab.addMergeRequest({ project: PROJECT, iid: 1, headSha: REBASED, baseSha: NEW_BASE, diffs });
    gitlab.setMovement(PROJECT, BASE, NEW_BASE, ['elsewhere/module.ts']);

    const end = await endOf(await installation.sendWebhook());

    expect(end).toMatchObject({ verdict: 'fail' });
    expect(end.steps).not.toContain('collect');
    expect([standing, gitlab.notes(PROJECT, 1).length]).toEqual([1, 1]);
    expect(gitlab.notes(PROJECT, 1)[0]?.body).toContain('Not measured again');
    expect(gitlab.statuses(PROJECT, REBASED).at(-1)).toMatchObject({ status: 'failed' });
  });

  it('tells a head that comes back by force its verdict again, in status and comment', async () => {
    const { gitlab } = installation;
    installation.openMergeRequest();

    await installation.sendWebhook({ action: 'open' });
    await installation.waitFor('the verdict of then', () =>
      gitlab.statuses(PROJECT, HEAD).at(-1)?.description?.includes('this commit was judged before'),
    );

    expect(gitlab.statuses(PROJECT, HEAD).at(-1)).toMatchObject({ status: 'failed' });
    expect(gitlab.notes(PROJECT, 1).map(({ body }) => body)).toEqual([
      expect.stringMatching(new RegExp(`head=${HEAD} [^]*This commit was judged before`)),
    ]);
  });

  it('lets documents pass at once, without a comment', async () => {
    const { gitlab } = installation;
    const diffs = [{ old_path: 'README.md', new_path: 'README.md', diff: '@@ -1 +1 @@\n-a\n+b\n' }];
    gitlab.addMergeRequest({ project: PROJECT, iid: 2, headSha: '2'.repeat(40), baseSha: BASE, diffs });

    const end = await endOf(await installation.sendWebhook({ iid: 2 }));

    expect(end).toMatchObject({ verdict: 'pass' });
    expect(end.steps).not.toContain('collect');
    expect(gitlab.notes(PROJECT, 2)).toEqual([]);
    expect(gitlab.statuses(PROJECT, '2'.repeat(40))).toMatchObject([{ status: 'success' }]);
  });

  it('leaves a draft alone until it is made ready', async () => {
    const { gitlab } = installation;
    const diffs = [{ old_path: 'src/a.ts', new_path: 'src/a.ts', diff: '@@ -1 +1 @@\n-a\n+b\n' }];
    const mr = gitlab.addMergeRequest({
      project: PROJECT,
      iid: 3,
      headSha: HEAD,
      baseSha: BASE,
      diffs,
      draft: true,
    });

    const draft = await endOf(await installation.sendWebhook({ iid: 3 }));
    expect([draft.verdict, gitlab.notes(PROJECT, 3)]).toEqual([null, []]);

    mr.draft = false;
    const { headers, body } = gitlab.signedWebhook({
      project: PROJECT,
      iid: 3,
      action: 'update',
      madeReady: true,
    });
    const url = `${installation.cloud.urls.functions}/api/webhooks/gitlab`;
    const reply = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) });
    const { runId } = (await reply.json()) as { readonly runId: string };

    expect(await endOf(runId)).toMatchObject({ verdict: 'fail' });
    expect(gitlab.notes(PROJECT, 3)).toHaveLength(1);
  });

  it('keeps the verdict of a project that is archived, and tries each thing once', async () => {
    const { gitlab } = installation;
    const project = 'shop/archive';
    const diffs = [{ old_path: 'src/a.ts', new_path: 'src/a.ts', diff: '@@ -1 +1 @@\n-a\n+b\n' }];
    for (const [commit, medianMs] of [
      [BASE, 20],
      [HEAD, 40],
    ] as const) {
      await installation.pushResults({ commit, branch: commit === BASE ? 'main' : 'feature', medianMs });
    }
    gitlab.addFile(project, 'main', '.perfbudget.yml', 'schema: perf-agent.perfbudget.v1\nservice: orders\n');
    gitlab.addMergeRequest({ project, iid: 1, headSha: HEAD, baseSha: BASE, diffs });
    gitlab.archive(project);
    const { headers, body } = gitlab.signedWebhook({ project, iid: 1, action: 'open' });
    const url = `${installation.cloud.urls.functions}/api/webhooks/gitlab`;
    const reply = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) });
    const { runId } = (await reply.json()) as { readonly runId: string };

    expect(await endOf(runId)).toMatchObject({ verdict: 'fail' });
    const writes = gitlab
      .requests()
      .filter(({ method, path }) => method !== 'GET' && path.includes('archive'));
    expect(writes.map(({ path }) => path.replace(/.*%2Farchive/, ''))).toEqual([
      `/statuses/${HEAD}`,
      '/merge_requests/1/notes',
      `/statuses/${HEAD}`,
    ]);
  });
});
