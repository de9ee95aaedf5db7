import { afterEach } from 'vitest';
import { adfText } from '../../shared/connectors/jira/adf-from-blocks.ts';
import { connector } from '../../shared/connectors/jira/index.ts';
import { connectorKit } from '../support/connector-kit.ts';
import { type JiraServer, startJiraServer } from '../support/jira-server/start-jira-server.ts';
import { itClosesIssues } from './issue-closing.ts';
import { itIsAnIssueTracker } from './issue-tracker.ts';

const servers: JiraServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const token = 'jira-token-of-the-test';
const DEPLOYMENTS = {
  cloud: {
    auth: { kind: 'basic', user: 'bot@shop.example', tokenSecret: 'jira' },
    authorization: `Basic ${Buffer.from(`bot@shop.example:${token}`).toString('base64')}`,
  },
  'data-center': { auth: { kind: 'bearer', tokenSecret: 'jira' }, authorization: `Bearer ${token}` },
} as const;

for (const deployment of ['cloud', 'data-center'] as const) {
  const { auth, authorization } = DEPLOYMENTS[deployment];

  async function prepare() {
    const server = await startJiraServer({ deployment, authorization });
    servers.push(server);
    const settings = connector.settings.parse({ deployment, baseUrl: server.url, auth, project: 'SHOP' });
    const { issues } = connector.connect(settings, connectorKit({ jira: token }));
    if (issues === undefined) throw new TypeError('jira offers no issues');
    return { server, issues };
  }

  itIsAnIssueTracker(`jira ${deployment}`, async () => {
    const { server, issues } = await prepare();
    return {
      issues,
      token,
      open: () =>
        server.open().map(({ fields, labels }) => ({
          title: String(fields['summary']),
          text: textOf(fields['description']),
          labels,
        })),
      loseNextCreation: () =>
        server.misbehave({ method: 'POST', path: /\/issue$/, answer: { kind: 'lose-answer' } }),
      failNext: (answer, times = 1) =>
        server.misbehave({
          times,
          answer: { kind: 'status', ...answer, body: JSON.stringify({ errorMessages: [token] }) },
        }),
    };
  });

  itClosesIssues(`jira ${deployment}`, async () => {
    const { server, issues } = await prepare();
    return {
      issues,
      all: () =>
        server.world.issues.map(({ status, comments }) => ({
          open: status.category !== 'done',
          comments: comments.map(({ body }) => textOf(body)),
        })),
      loseNextChange: () =>
        server.misbehave({ method: 'POST', path: /comment$/, answer: { kind: 'lose-answer' } }),
    };
  });
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : adfText(body);
}
