import { afterEach, describe, expect, it } from 'vitest';
import { connector } from '../../shared/connectors/gitlab/index.ts';
import { Masked } from '../../shared/contracts/masked.ts';
import type { ChangeEvent } from '../../shared/ports/change-host.ts';
import { connectorKit } from '../support/connector-kit.ts';
import { type GitlabServer, startGitlabServer } from '../support/gitlab-server/start-gitlab-server.ts';
import { settledEvent } from '../support/settled-event.ts';

const project = 'shop/team one/checkout';
const headSha = 'a'.repeat(40);
const baseSha = 'b'.repeat(40);
/** A pipeline of a merge train: its commit merges the change into what is before it. */
const TRAIN = {
  iid: 3,
  sha: 'd'.repeat(40),
  ref: 'refs/merge-requests/3/train',
  parents: ['e'.repeat(40), headSha],
};

const servers: GitlabServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

describe('gitlab and pipelines on commits of their own', () => {
  it('compares the commit of a merge train with the one before it, and sets a status that its pipeline has', async () => {
    const { server, changes, hear } = await setUp();
    const train = server.addPipeline(project, TRAIN);
    const asked = await hear(train, 'running');

    await changes.ensureStatus(statusOf(TRAIN.sha, null), signal());

    expect(asked).toMatchObject({ change: { headSha: TRAIN.sha, baseSha: TRAIN.parents[0] } });
    expect(server.statuses(project, TRAIN.sha)).toMatchObject([{ status: 'failed', ref: TRAIN.ref }]);
  });

  it.each([
    ['has ended', 'success', TRAIN],
    ['waits for a person', 'manual', TRAIN],
    ['is of merged results', 'running', { ...TRAIN, ref: 'refs/merge-requests/3/merge' }],
    ['is of the branch itself', 'running', { ...TRAIN, ref: 'refs/merge-requests/3/head' }],
  ])('asks for nothing when the pipeline %s', async (_name, status, given) => {
    const { server, hear } = await setUp();

    expect((await hear(server.addPipeline(project, given), status)).kind).toBe('ignored');
  });

  it('leaves merge trains alone unless the connection is told to judge them', () => {
    const settings = connector.settings.parse({ tokenSecret: 'gitlab-token' });
    const { events } = connector.connect(settings, connectorKit({}));
    const body = JSON.stringify({ object_kind: 'pipeline', object_attributes: { id: 1, status: 'running' } });

    expect(events?.parse({ headers: {}, body: new TextEncoder().encode(body) }).result).toMatchObject({
      kind: 'ignored',
      why: expect.stringContaining('mergeTrains: ignore') as string,
    });
  });

  it('sets the status of a head in its merged-results pipeline, too, and in none of an older head', async () => {
    const { server, changes } = await setUp();
    const merged = { ...TRAIN, ref: 'refs/merge-requests/3/merge' };
    const older = { ...merged, sha: 'f'.repeat(40), parents: [baseSha, 'c'.repeat(40)] };
    server.addPipeline(project, older);
    server.addPipeline(project, merged);

    for (const number of ['3', '3', null]) await changes.ensureStatus(statusOf(headSha, number), signal());

    expect(server.statuses(project, headSha)).toMatchObject([{ status: 'failed', ref: null }]);
    expect(server.statuses(project, merged.sha)).toMatchObject([{ status: 'failed', ref: merged.ref }]);
    expect(server.statuses(project, older.sha)).toEqual([]);
  });
});

it('gitlab keeps the status of a head when its merged-results pipeline takes none', async () => {
  const { server, changes } = await setUp();
  server.addPipeline(project, { ...TRAIN, ref: 'refs/merge-requests/3/merge' });
  const answer = {
    kind: 'status',
    status: 422,
    body: '{"message":"The number of jobs has exceeded the limit"}',
  } as const;
  server.misbehave({ method: 'POST', path: new RegExp(`/statuses/${TRAIN.sha}`), answer });

  await changes.ensureStatus(statusOf(headSha, '3'), signal());

  expect(server.statuses(project, headSha)).toMatchObject([{ status: 'failed' }]);
});

async function setUp() {
  const server = await startGitlabServer({ token: 'glpat-of-the-test' });
  servers.push(server);
  server.addMergeRequest({ project, iid: 3, headSha, baseSha });
  const settings = connector.settings.parse({
    baseUrl: server.url,
    tokenSecret: 'gitlab-token',
    mergeTrains: 'judge',
  });
  const { changes, events } = connector.connect(
    settings,
    connectorKit({ 'gitlab-token': 'glpat-of-the-test' }),
  );
  if (changes === undefined || events === undefined) throw new TypeError('gitlab offers too little');
  const reads = events;
  async function hear(
    pipeline: Parameters<typeof server.signedPipeline>[1],
    status: string,
  ): Promise<ChangeEvent> {
    const { headers, body } = server.signedPipeline(project, pipeline, status);
    return settledEvent(reads, { headers, body: new TextEncoder().encode(body) });
  }
  return { server, changes, hear };
}

function signal(): AbortSignal {
  return AbortSignal.timeout(20_000);
}

function statusOf(sha: string, number: string | null) {
  const description = Masked.parse('p95 rose by 40 %');
  return { project, sha, number, state: 'failed' as const, description, url: null };
}
