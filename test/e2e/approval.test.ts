import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { BASE, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';
import { type SlackServer, startSlackServer } from '../support/start-slack-server.ts';
import { startTeamsServer, type TeamsServer } from '../support/start-teams-server.ts';

const CHANNEL = 'C0123456789';
const SIGNING = 'slack-signing-of-the-test';
const CODE = 'code-of-anna-0123456789abcdef';
const ANNA = 'U0ANNA';
const POLICY = `
schema: perf-agent.policy.v1
id: approval
metrics:
  - { id: latency, match: http_req_duration, statistics: [p50, p95], margin: 0.3, onRegression: fail }
notifications:
  - connection: slack
people:
  - { id: anna, name: Anna Berg, accounts: { gitlab: anna, slack: ${ANNA}, teams: anna@shop.example }, codeSecret: code-anna }
  - { id: bert, accounts: { gitlab: bert, slack: U0BERT } }
  - { id: dev, accounts: { gitlab: author, slack: U0DEV } }
groups: { leads: [anna, dev] }
approvals:
  - id: slower
    when: { verdict: [fail, warn] }
    approvers: [leads]
    connections: [slack, teams]
`;

describe('a slower change that waits for people', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-policy-'));
  let slack: SlackServer;
  let teams: TeamsServer;
  let installation: Installation;
  let heads = 0;

  beforeAll(async () => {
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, POLICY);
    [slack, teams] = await Promise.all([
      startSlackServer({ token: 'xoxb-test', channel: CHANNEL }),
      startTeamsServer(),
    ]);
    installation = await startInstallation({
      lockDurationMs: 5_000,
      configuration: { policy },
      connections: [
        {
          id: 'slack',
          connector: 'slack',
          settings: {
            baseUrl: slack.api,
            tokenSecret: 'slack-token',
            channel: CHANNEL,
            signingSecret: 'slack-signing',
          },
        },
        {
          id: 'teams',
          connector: 'teams',
          settings: { webhookUrlSecret: 'teams-workflow', directWebhookUrlSecret: 'teams-direct' },
        },
      ],
      secrets: {
        'slack-token': 'xoxb-test',
        'slack-signing': SIGNING,
        'teams-workflow': teams.webhook,
        'teams-direct': teams.webhook,
        'code-anna': CODE,
      },
    });
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, runs: 8, seed: 1 });
  });

  afterAll(async () => {
    await installation.stop();
    await Promise.all([slack.stop(), teams.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** A slower commit of a change of its own, judged, asked about in both messengers, and waiting. */
  async function waiting(): Promise<{ readonly runId: string; readonly sha: string; readonly ts: string }> {
    heads += 1;
    const sha = heads.toString(16).padStart(40, 'c');
    installation.openMergeRequest({ iid: heads, headSha: sha });
    await installation.pushResults({ commit: sha, branch: `f${heads}`, medianMs: 40, seed: heads * 100 });
    const runId = await installation.sendWebhook({ iid: heads });
    const message = await installation.waitFor('the question in Slack', () =>
      slack.messages().find(({ blocks }) => JSON.stringify(blocks).includes(`"value":"${runId}"`)),
    );
    await installation.waitFor('the cards in Teams', () => cardsAbout(runId).length >= 2);
    return { runId, sha, ts: message.ts };
  }

  /** In the channel and to one person. */
  function cardsAbout(runId: string): readonly string[] {
    return teams.cards().filter((text) => text.includes(runId));
  }

  function status(sha: string) {
    return installation.gitlab.statuses(PROJECT, sha).at(-1);
  }

  async function click(
    about: { readonly ts: string; readonly user: string; readonly button: string },
    more: { readonly reason?: string; readonly at?: number; readonly signingSecret?: string } = {},
  ): Promise<Response> {
    const { headers, body } = slack.click({ signingSecret: SIGNING, ...about, ...more });
    return post(headers, body);
  }

  function post(headers: Readonly<Record<string, string>>, body: string): Promise<Response> {
    const url = `${installation.cloud.urls.functions}/api/v1/interactions/slack`;
    return fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) });
  }

  it('turns its check when somebody approves in Slack, and says so in the comment and the message', async () => {
    const { sha, ts } = await waiting();
    // GitLab keeps the words of a check that is pending again, so one that waits is "running" there.
    expect(status(sha)).toMatchObject({ status: 'running' });
    expect(status(sha)?.description).toContain('Waits for approval by Anna Berg.');
    expect(installation.gitlab.notes(PROJECT, heads)[0]?.body).toContain(
      '**Waits for approval** by Anna Berg',
    );
    const message = slack.messages().find((one) => one.ts === ts);
    expect(slack.messages().map((one) => one.ts)).toContain(message?.thread);

    const path = new RegExp(`/statuses/${sha}`);
    installation.gitlab.misbehave({ method: 'POST', path, answer: { kind: 'delay', ms: 1_000 } });
    const reply = await click({ ts, user: ANNA, button: 'Approve' }, { reason: 'rollback is ready' });

    expect(reply.status).toBe(200);
    // Slack waits three seconds: it is answered before the code host is.
    expect(status(sha)).toMatchObject({ status: 'running' });
    await installation.waitFor('the check to turn', () => status(sha)?.status === 'success');
    expect(status(sha)?.description).toMatch(/^Approved by Anna Berg: rollback is ready\. Verdict: Failed\./);
    await installation.waitFor('the message to be updated', () => message?.text.startsWith('Approved: '));
    expect(JSON.stringify(message?.blocks)).not.toContain('"button"');
    expect(installation.gitlab.notes(PROJECT, heads)).toHaveLength(1);
    expect(installation.gitlab.notes(PROJECT, heads)[0]?.body).toContain('Approved by Anna Berg');
  });

  it('changes nothing for clicks that are forged, too old, by a stranger, by the author, repeated or late, and says why', async () => {
    const { sha, ts, runId } = await waiting();
    const approvals = async () =>
      (await installation.api(`/api/v1/approvals/${runId}`)) as { events: unknown[] };
    const about = { ts, user: ANNA, button: 'Approve' };
    const { headers, body } = slack.click({ signingSecret: SIGNING, ...about });
    const told = slack.ephemerals().length;

    const refused = [
      await click(about, { signingSecret: 'guessed' }),
      await click(about, { at: Math.floor(Date.now() / 1_000) - 301 }),
      await post(headers, body.replace(ANNA, 'U0EVIL')),
      await post({ 'content-type': 'application/x-www-form-urlencoded' }, body),
    ];
    const taken = [await click({ ...about, user: 'U0STRANGER' }), await click({ ...about, user: 'U0DEV' })];
    const answers = await installation.waitFor('two answers', () =>
      slack.ephemerals().length >= told + 2 ? slack.ephemerals().slice(told) : null,
    );

    expect(refused.map((reply) => reply.status)).toEqual([401, 401, 401, 401]);
    expect(taken.map((reply) => reply.status)).toEqual([200, 200]);
    expect(answers.map(({ user, text }) => `${user} ${text}`).sort()).toEqual([
      expect.stringMatching(/^U0DEV Your click changed nothing\. Whoever wrote a change cannot decide/),
      expect.stringMatching(/^U0STRANGER The policy does not know your account/),
    ]);
    expect((await approvals()).events).toHaveLength(1);
    expect(status(sha)).toMatchObject({ status: 'running' });

    await Promise.all([click({ ...about, button: 'Reject' }), click(about), post(headers, body)]);
    await installation.waitFor('the check to turn', () => status(sha)?.status !== 'running');
    const decided = status(sha);
    const late = await post(headers, body);
    await installation.waitFor('answers to the late ones', () => slack.ephemerals().length >= told + 4);

    expect(late.status).toBe(200);
    expect((await approvals()).events).toHaveLength(2);
    expect(status(sha)).toEqual(decided);
    expect(
      slack
        .ephemerals()
        .slice(told + 2)
        .map(({ text }) => text),
    ).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/Too late: (approved|rejected) by Anna Berg|taken already/),
      ]),
    );
  });

  it('turns its check by the link that Teams brought to one person, opened, confirmed and good once', async () => {
    const { sha, runId } = await waiting();
    const card = cardsAbout(runId).find((text) => text.includes('"recipient":"anna@shop.example"')) ?? '';
    const urls = [...card.matchAll(/"title":"(Approve|Reject) …","url":"([^"]+)"/g)];
    const link = new URL(urls.find(([, title]) => title === 'Approve')?.[2] ?? '');
    const channel = cardsAbout(runId).find((text) => !text.includes('"recipient"')) ?? '';
    const before = { ...status(sha) };

    const [page] = await Promise.all([fetch(link), fetch(link), fetch(link, { method: 'HEAD' })]);
    const html = await page.text();
    const [, form = ''] = /name="form" value="([^"]+)"/.exec(html) ?? [];
    const decide = (fields: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(link, { method: 'POST', body: new URLSearchParams(fields), signal: AbortSignal.timeout(30_000) });
    const scanner = await decide({});
    expect(channel).not.toContain('scope=decide');
    expect(html).toContain('You decide as');
    expect(scanner.status).toBe(403);
    expect(status(sha)).toEqual(before);

    const first = await decide({ form, reason: 'agreed with the team' });
    await installation.waitFor('the check to turn', () => status(sha)?.status === 'success');
    const again = await decide({ form });

    expect([first.status, again.status]).toEqual([200, 409]);
    expect(status(sha)?.description).toContain('Approved by Anna Berg: agreed with the team.');
    await installation.waitFor('the channel to hear of it', () =>
      cardsAbout(runId).at(-1)?.includes('Approved: '),
    );
  });

  it('is approved on the command line by who has the code, and by nobody else', async () => {
    const { runId, sha } = await waiting();
    const run = (code: string, ...args: readonly string[]) =>
      runCli([...args, '--cloud', installation.cloud.folder], code);
    const as = ['--as', 'anna', '--code-file', '-'];

    const listed = await run(CODE, 'approvals', 'list');
    const wrong = await run('guessed', 'approvals', 'approve', runId, ...as);
    const shown = await run(CODE, 'approvals', 'show', runId, '--json');
    const approved = await run(CODE, 'approvals', 'approve', runId, ...as, '--reason', 'go', '--json');
    const late = await run(CODE, 'approvals', 'revoke', runId, ...as);
    await installation.waitFor('the check to turn', () => status(sha)?.status === 'success');
    const done = await run(CODE, 'approvals', 'show', runId);

    expect([listed, wrong, shown, approved, late, done].map(({ code }) => code)).toEqual([0, 2, 3, 0, 2, 0]);
    expect(listed.stdout).toContain(runId);
    expect(wrong.stderr).toContain('nobody of that name with this code');
    expect(JSON.parse(approved.stdout)).toMatchObject({
      status: 'approved',
      approvals: [{ by: 'anna', channel: 'command-line', reason: 'go' }],
    });
    expect(late.stderr).toMatch(/Too late: approved by .+: go\./);
    expect(done.stdout).toContain('approved by Anna Berg: go');
  });

  it('turns after a restart when the host is killed between the decision and the check', async () => {
    const { sha, ts, runId } = await waiting();
    installation.gitlab.misbehave({
      method: 'GET',
      path: new RegExp(`/commits/${sha}/statuses`),
      answer: { kind: 'delay', ms: 4_000 },
    });
    const reads = (): number =>
      installation.gitlab.requests().filter(({ path: asked }) => asked.includes(`/commits/${sha}/statuses`))
        .length;
    const readsBefore = reads();

    await click({ ts, user: ANNA, button: 'Approve' }, { reason: 'before the crash' });
    await installation.waitFor('the host to be at it', () => reads() > readsBefore);
    await installation.cloud.host.kill('SIGKILL');
    expect(status(sha)).toMatchObject({ status: 'running' });
    await installation.cloud.host.ready();

    await installation.waitFor('the check to turn', () => status(sha)?.status === 'success', 110_000);
    const { events } = (await installation.api(`/api/v1/approvals/${runId}`)) as { events: unknown[] };
    expect(events).toHaveLength(2);
    expect(installation.gitlab.notes(PROJECT, heads)).toHaveLength(1);
  });
});
