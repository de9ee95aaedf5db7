import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';

const ADA = { id: 501, username: 'ada' };
const EVE = { id: 502, username: 'eve' };

interface RunView {
  readonly run: { readonly status: string; readonly verdict: string | null };
}

describe('a regression that a member acknowledges in a comment of GitLab', () => {
  let installation: Installation;
  let first: string;

  beforeAll(async () => {
    installation = await startInstallation();
    installation.gitlab.addMember(PROJECT, ADA.id, 30);
    installation.gitlab.addMember(PROJECT, EVE.id, 20);
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 40, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 80, seed: 100 });
    installation.openMergeRequest();
    first = await installation.sendWebhook();
    expect(await finished(first)).toMatchObject({ run: { verdict: 'fail' } });
  });

  afterAll(() => installation.stop());

  it('is not heard of from somebody who may only report', async () => {
    const answer = await note(EVE, '/perf-agent acknowledge * until 2027-01-31 because I say so');

    expect(JSON.stringify(answer)).toMatch(/"ignored":"[^"]*only who may write/);
  });

  it('turns the status, is said in the comment with who, until when and why, and stands in the audit log', async () => {
    const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

    const { runId } = (await note(
      ADA,
      `/perf-agent acknowledge http_req_duration until ${until} because the new tax rules cost that`,
    )) as { runId: string };

    expect(runId).not.toBe(first);
    expect(await finished(runId)).toMatchObject({ run: { verdict: 'pass' } });
    const statuses = installation.gitlab.statuses(PROJECT, HEAD);
    expect(statuses.at(-1)?.status).toBe('success');
    const notes = installation.gitlab.notes(PROJECT, 1).map(({ body }) => body);
    expect(notes).toHaveLength(2);
    expect(notes.join('\n')).toContain(`acknowledged by ada until ${until}: the new tax rules cost that`);
    const listed = (await installation.api('/api/v1/acknowledgements?service=orders')) as {
      acknowledgements: readonly unknown[];
    };
    expect(listed.acknowledgements).toMatchObject([
      { metric: 'http_req_duration', owner: 'ada', holds: true },
    ]);
  });

  async function note(user: typeof ADA, text: string): Promise<unknown> {
    const { headers, body } = installation.gitlab.signedNote({ project: PROJECT, iid: 1, user, note: text });
    const url = `${installation.cloud.urls.functions}/api/webhooks/gitlab`;
    const reply = await fetch(url, { method: 'POST', headers, body });
    expect(reply.status).toBe(202);
    return reply.json();
  }

  function finished(runId: string): Promise<RunView> {
    return installation.waitFor(`the end of ${runId}`, async () => {
      const view = (await installation.api(`/api/v1/runs/${runId}`)) as Partial<RunView>;
      return view.run?.status === 'done' ? (view as RunView) : null;
    });
  }
});
