import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adfText } from '../../shared/connectors/jira/adf-from-blocks.ts';
import { type JiraServer, startJiraServer } from '../support/jira-server/start-jira-server.ts';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';
import { type SlackServer, startSlackServer } from '../support/start-slack-server.ts';
import { startTeamsServer, type TeamsServer } from '../support/start-teams-server.ts';

const FIXED = 'd'.repeat(40);
const POLICY = `
schema: perf-agent.policy.v1
id: team-tools
metrics:
  - { id: latency, match: http_req_duration, statistics: [p50, p95], margin: 0.3, onRegression: fail }
tickets: { connection: jira }
notifications:
  - connection: slack
  - connection: teams
`;

interface RunView {
  readonly run: { readonly verdict: string };
  readonly steps: readonly {
    readonly step: string;
    readonly part: string | null;
    readonly output: unknown;
  }[];
}

describe('a regression and its fix, told in Jira, Slack and Teams', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-policy-'));
  let jira: JiraServer;
  let slack: SlackServer;
  let teams: TeamsServer;
  let installation: Installation;

  beforeAll(async () => {
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, POLICY);
    const authorization = `Basic ${Buffer.from('bot@shop.example:jira-token').toString('base64')}`;
    [jira, slack, teams] = await Promise.all([
      startJiraServer({ deployment: 'cloud', authorization }),
      startSlackServer({ token: 'xoxb-test', channel: 'C0123456789' }),
      startTeamsServer(),
    ]);
    const auth = { kind: 'basic', user: 'bot@shop.example', tokenSecret: 'jira-token' };
    installation = await startInstallation({
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
      secrets: { 'jira-token': 'jira-token', 'slack-token': 'xoxb-test', 'teams-workflow': teams.webhook },
    });
    installation.gitlab.addFile(PROJECT, BASE, '.gitlab/CODEOWNERS', '[Backend] @backend-team\nsrc/\n');
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, runs: 8, seed: 1 });
  });

  afterAll(async () => {
    await installation.stop();
    await Promise.all([jira.stop(), slack.stop(), teams.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  function lines() {
    return installation.gitlab.lineNotes(PROJECT, 1).map(({ line }) => ({
      path: line?.path,
      newLine: line?.newLine,
      resolved: line?.resolved,
    }));
  }

  async function judge(headSha: string, medianMs: number, seed: number): Promise<RunView> {
    installation.openMergeRequest({ headSha });
    await installation.pushResults({ commit: headSha, branch: 'feature', medianMs, runs: 8, seed });
    const runId = await installation.sendWebhook();
    return installation.waitFor('ticket and messages', async () => {
      const view = (await installation.api(`/api/v1/runs/${runId}`)) as RunView | { readonly status: number };
      if (!('steps' in view)) return null;
      const told = view.steps.map(({ step, part }) => `${step}/${part ?? ''}`);
      return ['ticket/', 'notify/to-slack', 'notify/to-teams'].every((one) => told.includes(one))
        ? view
        : null;
    });
  }

  it('makes a comment, an issue, a Slack thread and a Teams card of one webhook', async () => {
    const view = await judge(HEAD, 40, 101);

    expect(view.run.verdict).toBe('fail');
    const notes = installation.gitlab.notes(PROJECT, 1);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.body).toContain('**Who to ask:** backend-team (code owner of `src/orders.ts`).');
    expect(lines()).toEqual([{ path: 'src/orders.ts', newLine: 2, resolved: false }]);
    const [issue] = jira.open();
    expect(issue?.fields['summary']).toMatch(/http_req_duration/);
    expect(adfText(issue?.fields['description'])).toContain('http_req_duration');
    expect(issue?.attachments).toMatchObject([{ filename: expect.stringMatching(/^perf-agent-/) as string }]);
    expect([...(issue?.links.values() ?? [])].map(({ title }) => title)).toContain('Performance report');
    expect(slack.messages()).toMatchObject([{ thread: null }]);
    expect(slack.messages()[0]?.text).toContain('Failed: ');
    expect(teams.cards()).toHaveLength(1);
  });

  it('tells nothing twice when the same delivery comes again', async () => {
    await judge(HEAD, 40, 101);

    expect(jira.world.issues).toHaveLength(1);
    expect(slack.messages()).toHaveLength(1);
    expect(teams.cards()).toHaveLength(1);
  });

  it('closes the issue with a word why, and tells both channels, when a fix is pushed', async () => {
    const view = await judge(FIXED, 20, 901);

    expect(view.run.verdict).toBe('pass');
    expect(installation.gitlab.notes(PROJECT, 1)).toHaveLength(1);
    expect(lines()).toEqual([{ path: 'src/orders.ts', newLine: 2, resolved: true }]);
    expect(jira.world.issues).toHaveLength(1);
    expect(jira.open()).toEqual([]);
    expect(adfText(jira.world.issues[0]?.comments.at(-1)?.body)).toMatch(/^Fixed: /);
    const [head, answer] = slack.messages();
    expect(slack.messages()).toHaveLength(2);
    expect(head?.text).toContain('Passed: ');
    expect(answer).toMatchObject({ thread: head?.ts });
    expect(teams.cards()).toHaveLength(2);
    expect(teams.cards()[1]).toContain('Passed: ');
  });

  it('opens the same issue again when the regression is back', async () => {
    const view = await judge('e'.repeat(40), 40, 301);

    expect(view.run.verdict).toBe('fail');
    expect(lines()).toEqual([{ path: 'src/orders.ts', newLine: 2, resolved: false }]);
    expect(jira.world.issues).toHaveLength(1);
    expect(jira.open().map(({ key }) => key)).toEqual(['SHOP-1']);
    expect(adfText(jira.world.issues[0]?.comments.at(-1)?.body)).toMatch(/^Back again: /);
    expect(slack.messages()).toHaveLength(3);
  });
});
