import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connector as jira } from '../../../shared/connectors/jira/index.ts';
import { connector as slack } from '../../../shared/connectors/slack/index.ts';
import { connector as teams } from '../../../shared/connectors/teams/index.ts';
import { createVaultSecrets } from '../../../shared/platform/secrets/create-vault-secrets.ts';
import type { ApprovalDesk } from '../../../shared/ports/approval-desk.ts';
import type { Notifier } from '../../../shared/ports/notifier.ts';
import { approvalNotice } from '../../support/approval-notice.ts';
import { brief } from '../../support/change-brief.ts';
import { startJiraServer } from '../../support/jira-server/start-jira-server.ts';
import { masked } from '../../support/report-input.ts';
import { startSlackServer } from '../../support/start-slack-server.ts';
import { startTeamsServer } from '../../support/start-teams-server.ts';
import { startVaultServer } from '../../support/start-vault-server.ts';
import { callsOfTracker } from './code-hosts.ts';
import type { Call, Remote } from './reply-targets.ts';

const TOKEN = 'token-of-the-fuzzer';
const CHANNEL = 'C0123456789';

export async function jiraRemote(deployment: 'cloud' | 'data-center'): Promise<Remote> {
  const server = await startJiraServer({ deployment, authorization: `Bearer ${TOKEN}` });
  const auth = { kind: 'bearer', tokenSecret: 'token' };
  const settings = { deployment, baseUrl: server.url, auth, project: 'SHOP' };
  return {
    name: `Jira (${deployment})`,
    secrets: { token: TOKEN },
    settings,
    connect: (kit) => callsOfTracker(jira.connect(jira.settings.parse(settings), kit).issues),
    stop: () => server.stop(),
  };
}

export async function slackRemote(): Promise<Remote> {
  const server = await startSlackServer({ token: TOKEN, channel: CHANNEL });
  const settings = { baseUrl: server.api, tokenSecret: 'token', signingSecret: 'signing', channel: CHANNEL };
  return {
    name: 'Slack',
    secrets: { token: TOKEN, signing: 'signing-secret-of-the-fuzzer' },
    settings,
    connect(kit) {
      const { notifier, approvals } = slack.connect(slack.settings.parse(settings), kit);
      return { ...callsOfNotifier(notifier), ...callsOfDesk(approvals) };
    },
    stop: () => server.stop(),
  };
}

export async function teamsRemote(): Promise<Remote> {
  const server = await startTeamsServer();
  const settings = { webhookUrlSecret: 'workflow', directWebhookUrlSecret: 'workflow' };
  return {
    name: 'Teams',
    secrets: { workflow: server.webhook },
    settings,
    connect(kit) {
      const { notifier, approvals } = teams.connect(teams.settings.parse(settings), kit);
      return { ...callsOfNotifier(notifier), ...callsOfDesk(approvals) };
    },
    stop: () => server.stop(),
  };
}

export async function vaultRemote(): Promise<Remote> {
  const server = await startVaultServer();
  server.values.set('perf-agent/gitlab-token', 'a value');
  server.logins.set('kubernetes', { role: 'perf-agent', jwt: 'ey.pod.jwt' });
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-fuzz-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const tokenFile = path.join(folder, 'jwt');
  writeFileSync(tokenFile, 'ey.pod.jwt');
  const auth = { kind: 'kubernetes' as const, role: 'perf-agent', tokenFile, mount: 'kubernetes' };
  const vault = { kind: 'hashicorp' as const, mount: 'secret', folder: 'perf-agent', auth };
  return {
    name: 'HashiCorp Vault',
    secrets: {},
    settings: { address: server.url },
    connect({ http }) {
      const secrets = createVaultSecrets({ address: server.url, vault, http, now: Date.now });
      return { read: () => secrets.read('gitlab-token') };
    },
    stop: () => server.stop(),
  };
}

function callsOfNotifier(notifier: Notifier | undefined): Readonly<Record<string, Call>> {
  if (notifier === undefined) throw new TypeError('The connector offers no notifier.');
  const at = { thread: null, since: new Date(Date.now() - 3_600_000) };
  const notice = { key: 'k', id: 'run-1', news: true, brief: brief() };
  const digest = { id: 'd', headline: masked('Three changes'), briefs: [brief()], more: 2 };
  return {
    ensureNotice: (signal) => notifier.ensureNotice(notice, at, signal),
    'ensureNotice again': (signal) => notifier.ensureNotice({ ...notice, id: 'run-2' }, at, signal),
    ensureDigest: (signal) => notifier.ensureDigest(digest, at, signal),
  };
}

function callsOfDesk(desk: ApprovalDesk | undefined): Readonly<Record<string, Call>> {
  if (desk === undefined) throw new TypeError('The connector offers no approvals.');
  const at = { thread: null, since: new Date(Date.now() - 3_600_000) };
  const links = { approve: 'https://perf.example/yes', reject: 'https://perf.example/no' };
  return {
    ensureApproval: (signal) => desk.ensureApproval(approvalNotice(), at, signal),
    'ensureApproval again': (signal) => desk.ensureApproval(approvalNotice({ sequence: 2 }), at, signal),
    tellPerson: async (signal) =>
      desk.tellPerson?.({ account: 'ada@shop.example', notice: approvalNotice(), ...links }, signal),
    'answer a click': async (signal) => desk.clicks?.answer('U0ANNA', masked('Too late.'), signal),
  };
}
