import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    const cards = teams.cards().length;
    installation.openMergeRequest({ iid: heads, headSha: sha });
    await installation.pushResults({ commit: sha, branch: `f${heads}`, medianMs: 40, seed: heads * 100 });
    const runId = await installation.sendWebhook({ iid: heads });
    const message = await installation.waitFor('the question in Slack', () =>
      slack.messages().find(({ blocks }) => JSON.stringify(blocks).includes(`"value":"${runId}"`)),
    );
    await installation.waitFor('the cards in Teams', () => teams.cards().length >= cards + 2);
    return { runId, sha, ts: message.ts };
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

    const startedAt = performance.now();
    const reply = await click({ ts, user: ANNA, button: 'Approve' }, { reason: 'rollback is ready' });
    const tookMs = performance.now() - startedAt;

    expect(reply.status).toBe(200);
    expect(tookMs).toBeLessThan(3_000);
    await installation.waitFor('the check to turn', () => status(sha)?.status === 'success');
    expect(status(sha)?.description).toMatch(/^Approved by Anna Berg: rollback is ready\. Verdict: Failed\./);
    await installation.waitFor('the message to be updated', () => message?.text.startsWith('Approved: '));
    expect(JSON.stringify(message?.blocks)).not.toContain('"button"');
    expect(installation.gitlab.notes(PROJECT, heads)).toHaveLength(1);
    expect(installation.gitlab.notes(PROJECT, heads)[0]?.body).toContain('Approved by Anna Berg');
  });
});
