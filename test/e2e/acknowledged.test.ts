import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { artifactNames, isIdle } from '../support/stores.ts';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';

const ADA = { id: 501, username: 'ada' };
const EVE = { id: 502, username: 'eve' };

describe('a regression that a member acknowledges in a comment of GitLab', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await startInstallation({ lockDurationMs: 3_000 });
    installation.gitlab.addMember(PROJECT, ADA.id, 30);
    installation.gitlab.addMember(PROJECT, EVE.id, 20);
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 40, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 80, seed: 100 });
    installation.openMergeRequest();
    await installation.sendWebhook();
    await installation.waitFor(
      'the verdict',
      () => installation.gitlab.statuses(PROJECT, HEAD).at(-1)?.status === 'failed',
    );
    await installation.waitFor('an empty pipeline', () => isIdle(installation));
  });

  afterAll(() => installation.stop());

  it('is not heard of from somebody who may only report', async () => {
    await note(EVE, '/perf-agent acknowledge * until 2027-01-31 because I say so');
    await installation.waitFor('an empty pipeline', () => isIdle(installation));

    expect(ours()).toHaveLength(1);
    expect(await acknowledged()).toEqual([]);
  });

  it('answers a webhook before a slow host does, and carries the command out when the host is there', async () => {
    const isNote = { method: 'GET', path: /\/notes\/\d+$/ } as const;
    installation.gitlab.misbehave({ ...isNote, answer: { kind: 'delay', ms: 1_500 } });

    await note(ADA, '/perf-agent acknowledge nothing until 2027-01-31 because it is slow');

    expect(ours()).toHaveLength(1);
    await installation.waitFor('the answer', () => ours().some((body) => body.includes('Nothing to ack')));
  });

  it('turns the status once, is said in the comment with who, until when and why, also over a kill -9', async () => {
    const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    await runCli(['baseline', 'pin', 'orders', BASE, '--reason', 'agreed', '--cloud', folder()]);
    const answer = { kind: 'delay', ms: 3_000 } as const;
    installation.gitlab.misbehave({ method: 'POST', path: /\/notes$/, answer });

    await note(
      ADA,
      `/perf-agent acknowledge http_req_duration until ${until} as baseline because the new tax rules cost that`,
    );
    // The word is kept, and the answer waits.
    await installation.waitFor('the word', async () => (await acknowledged()).length === 1);
    await installation.cloud.host.kill('SIGKILL');
    await installation.cloud.host.ready();
    await installation.waitFor(
      'the status to turn',
      () => installation.gitlab.statuses(PROJECT, HEAD).at(-1)?.status === 'success',
    );
    await installation.waitFor('an empty pipeline', () => isIdle(installation));
    expect(ours()).toHaveLength(3);
    expect(ours().join('\n')).toContain(`acknowledged by ada until ${until}: the new tax rules cost that`);
    expect(ours().join('\n')).toContain('When it is merged, it becomes what others are compared with.');
    expect(await acknowledged()).toMatchObject([
      { metric: 'http_req_duration', owner: 'ada', holds: true, asBaseline: true },
    ]);
    const commands = (await artifactNames(installation, 'runs/')).filter((name) =>
      /\/command\.json$/.test(name),
    );
    expect(commands).toHaveLength(3);
  });

  it('moves the pinned baseline to its commit when it is merged', async () => {
    await installation.sendWebhook({ action: 'merge' });

    await installation.waitFor('the pin to move', async () => {
      const { stdout } = await runCli(['baseline', 'show', 'orders', '--json', '--cloud', folder()]);
      return stdout.includes(HEAD);
    });
  });

  async function note(user: typeof ADA, text: string): Promise<void> {
    const { headers, body } = installation.gitlab.signedNote({ project: PROJECT, iid: 1, user, note: text });
    const url = `${installation.cloud.urls.functions}/api/webhooks/gitlab`;
    const reply = await fetch(url, { method: 'POST', headers, body });
    expect(reply.status).toBe(202);
    expect(await reply.json()).toMatchObject({ command: expect.stringMatching(/^run-/) as string });
  }

  /** Comments of the connection, oldest first. */
  function ours(): readonly string[] {
    return installation.gitlab
      .notes(PROJECT, 1)
      .filter(({ author }) => author.id !== ADA.id && author.id !== EVE.id)
      .map(({ body }) => body);
  }

  async function acknowledged(): Promise<readonly unknown[]> {
    const listed = (await installation.api('/api/v1/acknowledgements?service=orders')) as {
      readonly acknowledgements: readonly unknown[];
    };
    return listed.acknowledgements;
  }

  function folder(): string {
    return installation.cloud.folder;
  }
});
