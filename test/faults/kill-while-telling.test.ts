import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JiraServer, startJiraServer } from '../support/jira-server/start-jira-server.ts';
import type { LookAlike } from '../support/look-alike/start-look-alike.ts';
import { BASE, type Installation, startInstallation } from '../support/start-installation.ts';
import { type SlackServer, startSlackServer } from '../support/start-slack-server.ts';
import { startTeamsServer, type TeamsServer } from '../support/start-teams-server.ts';

const POLICY = `
schema: perf-agent.policy.v1
id: kill-while-telling
metrics:
  - { id: latency, match: http_req_duration, statistics: [p50, p95], margin: 0.3, onRegression: fail }
tickets: { connection: jira }
notifications:
  - { connection: slack, digest: { most: 50 } }
  - { connection: teams, digest: { most: 50 } }
`;
/** Long enough to kill the host between its request and the answer. */
const SLOW_MS = 4_000;

describe('kill -9 of the host while it waits for an answer', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-policy-'));
  let jira: JiraServer;
  let slack: SlackServer;
  let teams: TeamsServer;
  let installation: Installation;

  beforeAll(async () => {
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, POLICY);
    [jira, slack, teams] = await Promise.all([
      startJiraServer({ deployment: 'cloud', authorization: 'Bearer jira-test' }),
      startSlackServer({ token: 'xoxb-test', channel: 'C0123456789' }),
      startTeamsServer(),
    ]);
    const auth = { kind: 'bearer', tokenSecret: 'jira-token' };
    installation = await startInstallation({
      lockDurationMs: 3_000,
      configuration: { policy },
      connections: [
        { id: 'jira', connector: 'jira', settings: { baseUrl: jira.url, auth, project: 'SHOP' } },
        {
          id: 'slack',
          connector: 'slack',
          settings: { baseUrl: slack.api, tokenSecret: 'slack-token', channel: 'C0123456789' },
        },
        { id: 'teams', connector: 'teams', settings: { webhookUrlSecret: 'teams-workflow' } },
      ],
      secrets: { 'jira-token': 'jira-test', 'slack-token': 'xoxb-test', 'teams-workflow': teams.webhook },
    });
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, runs: 5, seed: 1 });
  });

  afterAll(async () => {
    await installation.stop();
    await Promise.all([jira.stop(), slack.stop(), teams.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves one issue, one message and one card when it dies while all three are being made', async () => {
    const headSha = 'c'.repeat(40);
    const slow: readonly (readonly [LookAlike, RegExp])[] = [
      [jira, /\/issue$/],
      [slack, /postMessage$/],
      [teams, /invoke/],
    ];
    installation.openMergeRequest({ headSha });
    await installation.pushResults({ commit: headSha, branch: 'f', medianMs: 40, runs: 5, seed: 50 });
    for (const [server, path] of slow) {
      server.misbehave({ method: 'POST', path, answer: { kind: 'delay', ms: SLOW_MS } });
    }
    const runId = await installation.sendWebhook();

    await installation.waitFor('the requests that are answered slowly', () =>
      slow.every(([{ requests }, path]) =>
        requests.some((one) => one.method === 'POST' && path.test(one.path)),
      ),
    );
    await installation.cloud.host.kill('SIGKILL');
    await installation.cloud.host.ready();

    const told = ['ticket', 'notify/to-slack', 'notify/to-teams'];
    await installation.waitFor('ticket and messages', () => hasSteps(runId, told), 110_000);
    expect(jira.world.issues).toHaveLength(1);
    expect(jira.open()[0]?.links.size).toBe(2);
    expect(slack.messages()).toHaveLength(1);
    expect(teams.cards()).toHaveLength(1);
  });

  async function hasSteps(runId: string, steps: readonly string[]): Promise<boolean> {
    const view = (await installation.api(`/api/v1/runs/${runId}`)) as {
      readonly steps?: readonly { readonly step: string; readonly part: string | null }[];
    };
    const known = (view.steps ?? []).map(({ step, part }) => (part === null ? step : `${step}/${part}`));
    return steps.every((step) => known.includes(step));
  }
});
