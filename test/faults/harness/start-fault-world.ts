import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readQueues } from '../../../apps/local/cloud/read-queues.ts';
import { type Cloud, startCloud } from '../../../apps/local/cloud/start-cloud.ts';
import {
  type GitlabServer,
  startGitlabServer,
} from '../../../apps/local/gitlab-look-alike/start-gitlab-server.ts';
import { prepareCloud } from '../../../apps/local/prepare-cloud.ts';
import { type JiraServer, startJiraServer } from '../../support/jira-server/start-jira-server.ts';
import { type ModelServer, startModelServer } from '../../support/start-model-server.ts';
import { type SlackServer, startSlackServer } from '../../support/start-slack-server.ts';
import type { HarnessApp } from './app-folder.ts';

/** Everything that a run asks over HTTP; each host has proxies of its own in front of them. */
export const HTTP_SERVERS = ['blob', 'gitlab', 'jira', 'slack', 'model', 'keyVault', 'identity'] as const;
export type HttpServer = (typeof HTTP_SERVERS)[number];

export interface FaultWorld {
  readonly cloud: Cloud;
  readonly gitlab: GitlabServer;
  readonly jira: JiraServer;
  readonly slack: SlackServer;
  readonly model: ModelServer;
  /** Addresses without a proxy. */
  readonly urls: Readonly<Record<HttpServer | 'serviceBus' | 'database', string>>;
  readonly app: HarnessApp;
  readonly policyFile: string;
  readonly log: string[];
  stop(): Promise<void>;
}

/** As in Azure's smallest: long enough for a step, short enough that what a killed host held comes back within a burst. */
const LOCK_MS = 1_500;
/**
 * A message whose process died five times is taken for poison, which is right, and tested elsewhere; here every death is ours. The number is
 * the queue's alone: the app still believes the deployed one.
 */
const MOST_DELIVERIES = 1_000;
const TOKEN = 'glpat-of-the-fault-harness';
const POLICY = `
schema: perf-agent.policy.v1
id: faults
metrics:
  - { id: latency, match: http_req_duration, statistics: [p50, p95], margin: 0.3, onRegression: fail }
tickets: { connection: jira }
notifications:
  - { connection: slack, digest: { minutes: 1, most: 50 } }
`;
const REPLY = JSON.stringify({
  summary: 'Each order is fetched by a query of its own.',
  causes: [
    {
      text: 'The loop in src/orders.ts asks once for every order.',
      evidence: ['E1', 'D1'],
      confidence: 'high',
    },
  ],
  fixes: [{ text: 'Ask for all orders with one query.', evidence: ['D1'], confidence: 'high' }],
});

/**
 * The embedded cloud, look-alikes of GitLab, Jira, Slack and a model. No host runs yet.
 * @param databaseUrl a PostgreSQL in place of the embedded one.
 */
export async function startFaultWorld(
  app: HarnessApp,
  options: { readonly databaseUrl?: string } = {},
): Promise<FaultWorld> {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-faults-'));
  const log: string[] = [];
  const [gitlab, jira, slack, model] = await Promise.all([
    startGitlabServer({ token: TOKEN }),
    startJiraServer({ deployment: 'cloud', authorization: 'Bearer jira-of-the-harness' }),
    startSlackServer({ token: 'xoxb-of-the-harness', channel: 'C0123456789' }),
    startModelServer(() => REPLY),
  ]);
  const cloud = await startCloud({
    folder,
    queues: readQueues(new URL('../../../shared/contracts/queues.json', import.meta.url)).map((queue) => ({
      ...queue,
      lockDurationMs: LOCK_MS,
      maxDeliveryCount: MOST_DELIVERIES,
    })),
    ...(options.databaseUrl === undefined ? {} : { env: { DATABASE_URL: options.databaseUrl } }),
    functionsHost: false,
    log: (line) => log.push(line),
  });
  await prepareCloud(cloud);
  cloud.setSecret('gitlab-token', TOKEN);
  cloud.setSecret('gitlab-signing', gitlab.signingSecret);
  cloud.setSecret('jira-token', 'jira-of-the-harness');
  cloud.setSecret('slack-token', 'xoxb-of-the-harness');

  const policyFile = path.join(folder, 'policy.yaml');
  writeFileSync(policyFile, POLICY);

  return {
    cloud,
    gitlab,
    jira,
    slack,
    model,
    urls: {
      blob: cloud.urls.blob,
      gitlab: gitlab.url,
      jira: jira.url,
      slack: slack.api,
      model: model.url,
      keyVault: cloud.urls.keyVault,
      identity: cloud.urls.identity,
      serviceBus: cloud.urls.serviceBus,
      database: cloud.env['DATABASE_URL'] ?? '',
    },
    app,
    policyFile,
    log,
    async stop() {
      await cloud.stop();
      await Promise.all([gitlab, jira, slack, model].map((server) => server.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
