import { afterEach, describe, expect, it } from 'vitest';
import {
  type AzureDevopsServer,
  type NewPullRequest,
  startAzureDevopsServer,
} from '../../../test/support/azure-devops-server/start-azure-devops-server.ts';
import { connectorKit } from '../../../test/support/connector-kit.ts';
import { settledEvent } from '../../../test/support/settled-event.ts';
import type { ChangeEvent } from '../../ports/change-host.ts';
import { connector } from './index.ts';

const servers: AzureDevopsServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const project = 'Shop/basket';
const pushedAt = new Date('2026-11-21T08:00:00Z');

type Hook = Parameters<AzureDevopsServer['hook']>[3];

async function meaningOf(
  eventType: string,
  given: {
    readonly pull?: Partial<NewPullRequest>;
    readonly status?: 'abandoned';
    readonly hook?: Hook;
    readonly body?: object;
  } = {},
): Promise<ChangeEvent> {
  const server = await startAzureDevopsServer({ pat: 'pat', now: () => pushedAt });
  servers.push(server);
  const about = { project, headSha: 'a'.repeat(40), baseSha: 'b'.repeat(40), ...given.pull };
  const pull = server.addPullRequest(about);
  if (given.status !== undefined) pull.status = given.status;
  const settings = connector.settings.parse({
    organisationUrl: server.organisationUrl,
    auth: { patSecret: 'pat' },
  });
  const { events } = connector.connect(settings, connectorKit({ pat: 'pat' }));
  if (events === undefined) throw new TypeError('azure-devops offers no events');
  const { headers, body } =
    given.body === undefined
      ? server.hook(project, 1, eventType, given.hook)
      : server.sign(JSON.stringify({ eventType, ...given.body }));
  return settledEvent(events, { headers, body: new TextEncoder().encode(body) });
}

function whyOf(event: ChangeEvent): string {
  return event.kind === 'ignored' ? event.why : '';
}

describe('what an event of Azure DevOps means', () => {
  it('is read from the pull request, with minimal details as with all', async () => {
    const pull = { isDraft: true, fork: true, title: 'Faster' };
    const change = {
      project,
      number: '1',
      draft: true,
      fork: true,
      title: 'Faster',
      headSha: 'a'.repeat(40),
    };

    expect(await meaningOf('git.pullrequest.created', { pull })).toMatchObject({ kind: 'change', change });
    expect(await meaningOf('git.pullrequest.created', { pull, hook: { minimal: true } })).toMatchObject({
      kind: 'change',
      change,
    });
  });

  it.each([
    [0, 'change'],
    [4, 'change'],
    [6, 'ignored'],
  ])('is %i minutes after the last push: %s', async (minutes, kind) => {
    const at = new Date(pushedAt.getTime() + minutes * 60_000);

    expect((await meaningOf('git.pullrequest.updated', { hook: { at } })).kind).toBe(kind);
  });

  it('is nothing when a merge was only tried', async () => {
    expect(whyOf(await meaningOf('git.pullrequest.merged'))).toContain('still open');
  });

  it('is nothing when the event says that it was opened and Azure DevOps that it was given up', async () => {
    const meaning = await meaningOf('git.pullrequest.created', { status: 'abandoned' });

    expect(whyOf(meaning)).toContain('abandoned');
  });

  it('is nothing, but said, when the pull request does not exist: a test of the subscription', async () => {
    const repository = { id: '4bc14d40-c903-45e2-872e-0462c7748079' };
    const body = { resource: { pullRequestId: 1, repository } };

    expect(whyOf(await meaningOf('git.pullrequest.created', { body }))).toContain('test events');
  });
});
