import { afterEach } from 'vitest';
import { connector } from '../../shared/connectors/jira/index.ts';
import type { IssueTracker } from '../../shared/ports/issue-tracker.ts';
import { brief } from '../support/change-brief.ts';
import { connectorKit } from '../support/connector-kit.ts';
import { type JiraServer, startJiraServer } from '../support/jira-server/start-jira-server.ts';
import { masked } from '../support/report-input.ts';

type Wanted = Parameters<IssueTracker['ensureIssue']>[0];

const servers: JiraServer[] = [];

/** Call it once at the top of a test file. */
export function stopJiraAfterEach(): void {
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
}

export const signal = (): AbortSignal => AbortSignal.timeout(20_000);

/** A look-alike Jira and the connector on it, with further settings. */
export async function prepareJira(given: Readonly<Record<string, unknown>> = {}): Promise<{
  readonly server: JiraServer;
  readonly issues: IssueTracker;
  readonly close: NonNullable<IssueTracker['closeIssue']>;
}> {
  const deployment = given['deployment'] === 'data-center' ? 'data-center' : 'cloud';
  const server = await startJiraServer({ deployment, authorization: 'Bearer token-of-jira' });
  servers.push(server);
  const auth = { kind: 'bearer', tokenSecret: 'jira' };
  const settings = connector.settings.parse({ baseUrl: server.url, auth, project: 'SHOP', ...given });
  const kit = connectorKit({ jira: 'token-of-jira' }, { timeoutMs: 500 });
  const { issues } = connector.connect(settings, kit);
  if (issues?.closeIssue === undefined) throw new TypeError('jira offers no issues');
  return { server, issues, close: issues.closeIssue };
}

/** An issue with everything; override what the test is about. */
export function wanted(more: Partial<Wanted> = {}): Wanted {
  return {
    key: 'gitlab:shop/orders:17:orders',
    title: masked('Performance regression: http_req_duration p95 rose by 86 %'),
    body: masked('unused where a brief is given'),
    labels: ['performance', 'needs care'],
    brief: brief(),
    picture: { name: 'perf-agent-0123456789ab.png', type: 'image/png', bytes: new Uint8Array([1, 2, 3]) },
    ...more,
  };
}
