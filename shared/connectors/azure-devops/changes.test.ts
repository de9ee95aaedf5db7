import { afterEach, describe, expect, it } from 'vitest';
import {
  type AzureDevopsServer,
  type NewPullRequest,
  startAzureDevopsServer,
} from '../../../test/support/azure-devops-server/start-azure-devops-server.ts';
import { connectorKit } from '../../../test/support/connector-kit.ts';
import { Masked } from '../../contracts/masked.ts';
import { connector } from './index.ts';

const servers: AzureDevopsServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const project = 'Shop/basket';
const change = { project, number: '1' };
const limits = { maxFiles: 100, maxBytes: 100_000 };
const [headSha, baseSha] = ['a'.repeat(40), 'b'.repeat(40)];
const signal = () => AbortSignal.timeout(10_000);

async function prepared(
  pull: Partial<NewPullRequest> = {},
  given: { auth?: object; settings?: object; pat?: string } = {},
) {
  let now = new Date('2026-11-21T08:00:00Z');
  const server = await startAzureDevopsServer({ pat: 'pat', now: () => now });
  servers.push(server);
  server.addPullRequest({ project, headSha, baseSha, ...pull });
  const entra = { tenantId: 'shop', clientId: 'one', clientSecret: 'entra-secret', authorityUrl: server.url };
  const settings = connector.settings.parse({
    organisationUrl: server.organisationUrl,
    auth: given.auth ?? { patSecret: 'pat' },
    ...given.settings,
  });
  const secrets = { pat: given.pat ?? 'pat', 'entra-secret': server.clientSecret };
  const connect = (auth = settings.auth) => {
    const { changes } = connector.connect({ ...settings, auth }, connectorKit(secrets, { now: () => now }));
    if (changes === undefined) throw new TypeError('azure-devops offers no changes');
    return { changes };
  };
  return {
    server,
    entra,
    connect,
    ...connect(),
    wait: (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000)),
  };
}

const status = (state: 'pending' | 'success' | 'failed', more: object = {}) => ({
  project,
  sha: headSha,
  number: '1',
  state,
  description: Masked.parse(`state ${state}`),
  url: null,
  ...more,
});
const comment = (body: string) => ({
  ...change,
  key: 'verdict',
  body: Masked.parse(body),
  headSha,
  order: 0,
});

describe('the diff of a pull request', () => {
  it('is made from both versions, with renames, binary files, and files whose old object is not named', async () => {
    const { server, changes } = await prepared({
      changes: [
        { changeType: 'add', path: 'new.ts', after: 'one\ntwo\n' },
        { changeType: 'delete', path: 'gone.ts', before: 'one\n' },
        { changeType: 'rename', path: 'b.ts', originalPath: 'a.ts', before: 'same\n', after: 'same\n' },
        { changeType: 'edit, rename', path: 'd.ts', originalPath: 'c.ts', before: 'one\n', after: 'two\n' },
        {
          changeType: 'edit',
          path: 'logo.png',
          before: new Uint8Array([1, 0]),
          after: new Uint8Array([2, 0]),
        },
        { changeType: 'edit', path: 'dir/e f.ts', before: 'old\n', after: 'new\n', hidesOldId: true },
      ],
    });
    server.addFile(project, baseSha, 'dir/e f.ts', 'old\n');

    const diff = await changes.fetchDiff(change, limits, signal());

    expect(diff.truncated).toBe(false);
    expect(diff.files.map((f) => [f.path, f.previousPath, f.status, f.additions, f.deletions])).toEqual([
      ['new.ts', null, 'added', 2, 0],
      ['gone.ts', null, 'deleted', 0, 1],
      ['b.ts', 'a.ts', 'renamed', 0, 0],
      ['d.ts', 'c.ts', 'renamed', 1, 1],
      ['logo.png', null, 'binary', 0, 0],
      ['dir/e f.ts', null, 'modified', 1, 1],
    ]);
    expect(diff.files[5]?.patch).toBe('@@ -1,1 +1,1 @@\n-old\n+new\n');
  });

  it('says that a text is missing when a version is gone or too large', async () => {
    const { changes } = await prepared({
      changes: [
        { changeType: 'edit', path: 'gone.ts', before: 'old\n', after: 'new\n', hidesOldId: true },
        { changeType: 'add', path: 'data.csv', after: 'x'.repeat(1024 * 1024 + 1) },
      ],
    });

    const diff = await changes.fetchDiff(change, limits, signal());

    expect(diff).toMatchObject({
      truncated: true,
      files: [
        { path: 'gone.ts', patch: null },
        { path: 'data.csv', patch: null },
      ],
    });
  });

  it('does not take a short page for the last one, of changes or of iterations', async () => {
    const { server, changes } = await prepared({
      changes: Array.from({ length: 10 }, (_, index) => ({
        changeType: 'add',
        path: `${index}.ts`,
        after: `${index}\n`,
      })),
    });
    for (const letter of ['c', 'd', 'e']) {
      server.addPullRequest({
        project,
        headSha: letter.repeat(40),
        baseSha,
        changes: [{ changeType: 'add', path: 'last.ts', after: letter }],
      });
    }
    server.limitPages(2);

    const told = await changes.fetchChange(project, '1', signal());

    expect(told?.headSha).toBe('e'.repeat(40));
    server.addPullRequest({
      project,
      headSha: 'e'.repeat(40),
      baseSha,
      changes: Array.from({ length: 5 }, (_, index) => ({
        changeType: 'add',
        path: `${index}.ts`,
        after: `${index}\n`,
      })),
    });
    expect((await changes.fetchDiff(change, limits, signal())).files).toHaveLength(5);
  });
});

describe('the status of a pull request', () => {
  it('belongs to the iteration of the head, so that a push asks for it anew', async () => {
    const { server, changes } = await prepared();
    await changes.ensureStatus(status('success'), signal());
    server.addPullRequest({ project, headSha: 'c'.repeat(40), baseSha });

    await changes.ensureStatus(status('pending', { sha: 'c'.repeat(40) }), signal());

    expect(
      server.statuses(project, 1).map(({ iterationId, state, context }) => [iterationId, state, context]),
    ).toEqual([
      [1, 'succeeded', { name: 'verdict', genre: 'perf-agent' }],
      [2, 'pending', { name: 'verdict', genre: 'perf-agent' }],
    ]);
  });

  it('is one of the commit when the commit is no head, or no pull request is named', async () => {
    const { server, changes } = await prepared();

    await changes.ensureStatus(status('failed', { sha: 'd'.repeat(40) }), signal());
    await changes.ensureStatus(status('failed', { number: null }), signal());

    expect(server.statuses(project, 1)).toEqual([]);
    expect(server.commitStatuses(project, 'd'.repeat(40))).toHaveLength(1);
    expect(server.commitStatuses(project, headSha)).toHaveLength(1);
  });
});

describe('the comment', () => {
  it('is in no state unless told otherwise, so that it is seen and holds up no branch policy', async () => {
    const plain = await prepared();
    const active = await prepared({}, { settings: { commentStatus: 'active' } });

    await plain.changes.ensureComment(comment('x'), signal());
    await active.changes.ensureComment(comment('x'), signal());

    expect(plain.server.threads(project, 1)[0]?.status).toBe('unknown');
    expect(active.server.threads(project, 1)[0]?.status).toBe('active');
  });

  it('writes to nobody and links nothing, and keeps its headings', async () => {
    const { server, changes } = await prepared();

    await changes.ensureComment(comment('### No change\n@<4BC14D40> #12 !7'), signal());

    expect(server.threads(project, 1)[0]?.comments[0]?.content).toContain(
      '### No change\n@\u200b<4BC14D40> #\u200b12 !\u200b7',
    );
  });
});

describe('an Azure DevOps that refuses or slows down', () => {
  it('says that the token is wrong when a sign-in page comes instead of an answer', async () => {
    const wrong = await prepared({}, { pat: 'expired' });
    const redirected = await prepared();
    redirected.server.misbehave({
      answer: { kind: 'status', status: 302, headers: { location: 'https://login' } },
    });
    redirected.server.misbehave({ path: /blobs/, answer: { kind: 'status', status: 203, body: '<html>' } });

    for (const { changes } of [wrong, redirected]) {
      await expect(changes.fetchChange(project, '1', signal())).rejects.toMatchObject({
        code: 'REMOTE_UNAUTHORISED',
      });
    }
    await expect(wrong.changes.fetchFile(project, 'x', 'main', signal())).rejects.toMatchObject({
      code: 'REMOTE_UNAUTHORISED',
    });
  });

  it.each([
    ['seconds', '90', 90_000],
    ['a date', 'Sat, 21 Nov 2026 08:02:00 GMT', 120_000],
  ])('heeds a Retry-After in %s on an answer that it did give', async (_form, value, retryAfterMs) => {
    const { server, changes, wait } = await prepared();
    const headers = { 'retry-after': value, 'x-ratelimit-delay': '2.5' };
    const body = JSON.stringify({ count: 0, value: [] });
    server.misbehave({ path: /iterations/, answer: { kind: 'status', status: 200, headers, body } });

    await changes.fetchChange(project, '1', signal());
    const tooSoon = changes.fetchChange(project, '1', signal());

    await expect(tooSoon).rejects.toMatchObject({ code: 'REMOTE_THROTTLED', retryAfterMs });
    wait(3);
    expect(await changes.fetchChange(project, '1', signal())).not.toBeNull();
  });
});

describe('Entra ID', () => {
  it('gives one token for an hour, and a new one before the old one expires', async () => {
    const { server, entra, connect, wait } = await prepared();
    const { changes } = connect({ entra });

    await Promise.all([
      changes.fetchChange(project, '1', signal()),
      changes.fetchChange(project, '1', signal()),
    ]);
    wait(54);
    await changes.fetchChange(project, '1', signal());
    expect(server.tokensGiven()).toBe(1);
    wait(2);
    await changes.fetchChange(project, '1', signal());

    expect(server.tokensGiven()).toBe(2);
  });

  it('is asked again after it refused', async () => {
    const { server, entra, connect } = await prepared();
    const { changes } = connect({ entra });
    server.misbehave({ path: /token$/, answer: { kind: 'status', status: 401 } });

    await expect(changes.fetchChange(project, '1', signal())).rejects.toMatchObject({
      code: 'REMOTE_UNAUTHORISED',
    });
    expect(await changes.fetchChange(project, '1', signal())).not.toBeNull();
  });
});
