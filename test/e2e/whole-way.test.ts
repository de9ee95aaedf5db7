import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedRun, type WebhookAnswer } from '../support/asked-run.ts';
import { type JiraServer, startJiraServer } from '../support/jira-server/start-jira-server.ts';
import { k6Lines } from '../support/k6-lines.ts';
import { BASE, type Installation, startInstallation } from '../support/start-installation.ts';
import { type SlackServer, startSlackServer } from '../support/start-slack-server.ts';
import { isIdle } from '../support/stores.ts';
import { startTeamsServer, type TeamsServer } from '../support/start-teams-server.ts';
import { startWholeWayHosts, type WholeWayHost } from '../support/whole-way-hosts.ts';

const CHANNEL = 'C0123456789';
const SIGNING = 'slack-signing-of-the-test';
const [SLOW, FIXED, OTHER, GROUP] = ['b', 'd', 'e', '9'].map((digit) => digit.repeat(40)) as [
  string,
  string,
  string,
  string,
];
const POLICY = `
schema: perf-agent.policy.v1
id: whole-way
metrics:
  - { id: latency, match: http_req_duration, statistics: [p50, p95], margin: 0.3, onRegression: fail }
lineNotes: on
tickets: { connection: jira }
notifications:
  - { connection: slack, digest: { minutes: 60, most: 50 } }
  - { connection: teams, digest: { minutes: 60, most: 50 } }
people:
  - { id: anna, name: Anna Berg, accounts: { git: anna, github: anna, azure-devops: Anna, slack: U0ANNA } }
  - { id: dev, accounts: { git: author, github: jane, azure-devops: Jane, slack: U0DEV } }
groups: { leads: [anna, dev] }
approvals:
  - id: slower
    when: { verdict: [fail] }
    approvers: [leads]
    connections: [slack]
`;

describe('the whole way of a change on each code host, with one installation', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-policy-'));
  let hosts: readonly WholeWayHost[];
  let jira: JiraServer;
  let slack: SlackServer;
  let teams: TeamsServer;
  let installation: Installation;

  beforeAll(async () => {
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, POLICY);
    const authorization = `Basic ${Buffer.from('bot@shop.example:jira-token').toString('base64')}`;
    [hosts, jira, slack, teams] = await Promise.all([
      startWholeWayHosts(),
      startJiraServer({ deployment: 'cloud', authorization }),
      startSlackServer({ token: 'xoxb-test', channel: CHANNEL }),
      startTeamsServer(),
    ]);
    const auth = { kind: 'basic', user: 'bot@shop.example', tokenSecret: 'jira-token' };
    const slackSettings = { baseUrl: slack.api, tokenSecret: 'slack-token', channel: CHANNEL };
    installation = await startInstallation({
      configuration: { policy },
      connections: [
        ...hosts.map(({ connection }) => connection),
        { id: 'jira', connector: 'jira', settings: { baseUrl: jira.url, auth, project: 'SHOP' } },
        {
          id: 'slack',
          connector: 'slack',
          settings: { ...slackSettings, signingSecret: 'slack-signing' },
        },
        { id: 'teams', connector: 'teams', settings: { webhookUrlSecret: 'teams-workflow' } },
      ],
      secrets: {
        ...Object.fromEntries(hosts.flatMap(({ secrets }) => Object.entries(secrets))),
        'jira-token': 'jira-token',
        'slack-token': 'xoxb-test',
        'slack-signing': SIGNING,
        'teams-workflow': teams.webhook,
      },
    });
    for (const { service } of hosts)
      await measure(service, { commit: BASE, branch: 'main', medianMs: 20, seed: 1 });
  });

  afterAll(async () => {
    await installation.stop();
    await Promise.all([...hosts.map((host) => host.stop()), jira.stop(), slack.stop(), teams.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  describe.each(['git', 'github', 'azure-devops'] as const)('on %s', (id) => {
    const host = (): WholeWayHost => {
      const found = hosts.find((one) => one.id === id);
      if (found === undefined) throw new TypeError(`The test has no host "${id}".`);
      return found;
    };

    it('tells a regression in comment, check, ticket, Slack and Teams, and waits for a person', async () => {
      const { service } = host();
      const cards = teams.cards().length;
      await measure(service, { commit: SLOW, branch: 'feature', medianMs: 40, seed: 101 });

      const runId = await judged(host(), 1, SLOW);
      await finished(runId, ['ticket/', 'notify/to-slack', 'notify/to-teams', 'approve/act-0001']);

      expect(host().comments(1)).toEqual([
        expect.stringMatching(/### Performance regression: [^]*\*\*Waits for approval\*\* by Anna Berg/),
      ]);
      expect(host().check(1, SLOW)).toBe('pending');
      expect(host().lines(1)).toEqual([{ path: 'src/orders.ts', resolved: false }]);
      expect(openIssues(service)).toHaveLength(1);
      expect(teams.cards().length).toBeGreaterThan(cards);
    });

    it('turns its check when somebody approves in Slack', async () => {
      const question = await installation.waitFor('the question in Slack', () =>
        slack.messages().findLast(({ blocks }) => JSON.stringify(blocks).includes('"Approve"')),
      );
      const { headers, body } = slack.click({
        signingSecret: SIGNING,
        ts: question.ts,
        user: 'U0ANNA',
        button: 'Approve',
      });

      const url = `${installation.cloud.urls.functions}/api/v1/interactions/slack`;
      const reply = await fetch(url, { method: 'POST', headers: { ...headers }, body });

      expect(reply.status).toBe(200);
      await installation.waitFor('the check to turn', () => host().check(1, SLOW) === 'success');
      await installation.waitFor('the comment to say so', () =>
        host().comments(1)[0]?.includes('Approved by Anna Berg'),
      );
      expect(host().comments(1)).toHaveLength(1);
    });

    it('closes the issue, brings the comment up to date and resolves the line when a fix is pushed', async () => {
      const { service } = host();
      await measure(service, { commit: FIXED, branch: 'feature', medianMs: 20, seed: 901 });

      const runId = await judged(host(), 1, FIXED, 'const shown = orders.slice(0, 20);');
      await finished(runId, ['ticket/', 'notify/to-slack', 'notify/to-teams']);

      expect(host().comments(1)).toEqual([
        expect.stringMatching(/### No performance regression[^]*Performance regression: /),
      ]);
      expect(host().check(1, FIXED)).toBe('success');
      expect(host().lines(1)).toEqual([{ path: 'src/orders.ts', resolved: true }]);
      expect(openIssues(service)).toEqual([]);
    });

    it('hears a command of a member: answers it, judges again, and turns the check', async () => {
      const { service } = host();
      await measure(service, { commit: OTHER, branch: 'other', medianMs: 40, seed: 301 });
      const first = await judged(host(), 2, OTHER, 'await audit(orders);');
      await finished(first, ['deliver/']);
      expect(host().check(2, OTHER)).toBe('pending');
      const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

      const command = host().say(
        2,
        `/perf-agent acknowledge http_req_duration until ${until} because the audit is worth it`,
      );
      const answers = [await post(host(), command), await post(host(), command)];

      expect(answers.map(({ command: heard }) => heard)).toEqual([answers[0]?.command, answers[0]?.command]);
      await installation.waitFor('the check to turn', () => host().check(2, OTHER) === 'success');
      await installation.waitFor('an empty pipeline', () => isIdle(installation));
      expect(host().comments(2)).toEqual([
        expect.stringContaining(`acknowledged by ada until ${until}: the audit is worth it`),
        expect.stringContaining(`ada answers for \`http_req_duration\` until ${until}`),
      ]);
    });

    if (id !== 'azure-devops') {
      it('sets a check on the commit that a queue is about to merge, and comments nowhere', async () => {
        const { service } = host();
        const comments = [...host().comments(1), ...host().comments(2)];
        await measure(service, { commit: GROUP, branch: 'queue', medianMs: 20, seed: 501 });

        const queued = host().queue?.(1, GROUP, BASE) ?? { headers: {}, body: '' };
        const runId = await askedRun(installation, await post(host(), queued));
        await finished(runId, ['deliver/']);

        expect(host().check(1, GROUP)).toBe('success');
        expect([...host().comments(1), ...host().comments(2)]).toEqual(comments);
      });
    }
  });

  async function measure(
    service: string,
    run: {
      readonly commit: string;
      readonly branch: string;
      readonly medianMs: number;
      readonly seed: number;
    },
  ): Promise<void> {
    const { commit, branch, medianMs, seed } = run;
    for (let count = 0; count < 5; count += 1) {
      const lines = k6Lines({ medianMs, seed: seed + count });
      const reply = await installation.postResult(lines, { service, commit, branch });
      expect(reply.ok).toBe(true);
    }
  }

  async function judged(host: WholeWayHost, number: number, head: string, line?: string): Promise<string> {
    const pushed = host.push(number, head, { base: BASE, ...(line === undefined ? {} : { line }) });
    return askedRun(installation, await post(host, pushed));
  }

  async function post(
    { id }: WholeWayHost,
    { headers, body }: { readonly headers: Record<string, string>; readonly body: string },
  ): Promise<WebhookAnswer> {
    const url = `${installation.cloud.urls.functions}/api/webhooks/${id}`;
    const reply = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) });
    expect(reply.status).toBe(202);
    return (await reply.json()) as WebhookAnswer;
  }

  async function finished(runId: string, steps: readonly string[]): Promise<void> {
    await installation.waitFor(`${steps.join(', ')} of ${runId}`, async () => {
      const view = (await installation.api(`/api/v1/runs/${runId}`)) as {
        readonly steps?: readonly { readonly step: string; readonly part: string | null }[];
      };
      const told = (view.steps ?? []).map(({ step, part }) => `${step}/${part ?? ''}`);
      return steps.every((one) => told.includes(one));
    });
  }

  function openIssues(service: string): readonly unknown[] {
    return jira.open().filter(({ fields }) => JSON.stringify(fields).includes(service));
  }
});
