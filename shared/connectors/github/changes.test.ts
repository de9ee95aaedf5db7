import { afterEach, describe, expect, it } from 'vitest';
import { connectorKit } from '../../../test/support/connector-kit.ts';
import {
  type GithubServer,
  type NewPull,
  startGithubServer,
} from '../../../test/support/github-server/start-github-server.ts';
import { Masked } from '../../contracts/masked.ts';
import { connector } from './index.ts';

const servers: GithubServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const project = 'shop/basket';
const change = { project, number: '1' };
const limits = { maxFiles: 100, maxBytes: 10_000 };
const headSha = 'a'.repeat(40);
const signal = () => AbortSignal.timeout(10_000);

async function prepared(pull: Partial<NewPull> = {}, as: 'app' | 'token' = 'token') {
  const server = await startGithubServer({ token: 'token' });
  servers.push(server);
  server.addPull({ project, headSha, baseSha: 'b'.repeat(40), ...pull });
  const { clientId } = server.app;
  const auth =
    as === 'app' ? { app: { clientId, privateKeySecret: 'key', installationId: 77 } } : { tokenSecret: 't' };
  const { changes } = connector.connect(
    connector.settings.parse({ apiUrl: server.url, auth }),
    connectorKit({ t: 'token', key: server.app.privateKey }),
  );
  if (changes === undefined) throw new TypeError('github offers no changes');
  return { server, changes };
}

const comment = (body: string) => ({
  ...change,
  key: 'verdict',
  body: Masked.parse(body),
  headSha,
  order: 0,
});

describe('the diff of a pull request', () => {
  const rawDiff = `diff --git a/big.ts b/big.ts
--- a/big.ts
+++ b/big.ts
@@ -1 +1 @@
-old
+new
diff --git a/logo.png b/logo.png
Binary files a/logo.png and b/logo.png differ
`;
  const file = (filename: string, status = 'modified', lines = 0, more: object = {}) => ({
    filename,
    status,
    additions: lines,
    deletions: lines,
    ...more,
  });

  it('reads renames, binary and empty files, and asks the plain diff for what was withheld', async () => {
    const { changes } = await prepared({
      rawDiff,
      files: [
        file('new.ts', 'renamed', 0, { previous_filename: 'old.ts' }),
        file('moved.ts', 'renamed', 1, { previous_filename: 'from.ts', patch: '@@ -1 +1 @@\n-a\n+b' }),
        file('big.ts', 'modified', 1),
        file('logo.png'),
        file('empty.txt', 'added', 0, { sha: 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391' }),
        file('gone.ts', 'removed', 1, { patch: '@@ -1 +0,0 @@\n-a' }),
      ],
    });

    const diff = await changes.fetchDiff(change, limits, signal());

    expect(diff.truncated).toBe(false);
    expect(diff.files.map(({ path, previousPath, status }) => [path, previousPath, status])).toEqual([
      ['new.ts', 'old.ts', 'renamed'],
      ['moved.ts', 'from.ts', 'renamed'],
      ['big.ts', null, 'modified'],
      ['logo.png', null, 'binary'],
      ['empty.txt', null, 'added'],
      ['gone.ts', null, 'deleted'],
    ]);
    expect(diff.files[2]?.patch).toContain('+new');
  });

  it('says that a text is missing when GitHub gives it in no form', async () => {
    const { changes } = await prepared({ rawDiff: null, files: [file('huge.ts', 'modified', 30_000)] });

    const diff = await changes.fetchDiff(change, limits, signal());

    expect(diff).toMatchObject({
      truncated: true,
      files: [{ path: 'huge.ts', patch: null, additions: 30_000 }],
    });
  });

  it('does not take a short page for the last one', async () => {
    const { server, changes } = await prepared({
      files: Array.from({ length: 10 }, (_, index) =>
        file(`${index}.ts`, 'modified', 1, { patch: '@@ -1 +1 @@\n-a\n+b' }),
      ),
    });
    server.limitPages(3);

    const diff = await changes.fetchDiff(change, limits, signal());

    expect(diff.files).toHaveLength(10);
  });
});

describe('a pull request', () => {
  it('is told with the commit that it branched from, not the tip of the target branch', async () => {
    const { changes } = await prepared({ mergeBaseSha: 'c'.repeat(40) });

    expect(await changes.fetchChange(project, '1', signal())).toMatchObject({ baseSha: 'c'.repeat(40) });
  });

  it('is told with the tip of the target branch when GitHub cannot compare', async () => {
    const { server, changes } = await prepared();
    server.misbehave({ path: /compare/, answer: { kind: 'status', status: 404 } });

    expect(await changes.fetchChange(project, '1', signal())).toMatchObject({ baseSha: 'b'.repeat(40) });
  });
});

describe('a GitHub that refuses or misbehaves', () => {
  it('is told once that the conversation is locked', async () => {
    const { server, changes } = await prepared({ locked: true });

    const failure: unknown = await changes
      .ensureComment(comment('x'), signal())
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'REMOTE_FORBIDDEN', disposition: 'dead-letter' });
    expect(String(failure)).toContain('locked');
    expect(server.requests().filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  it.each([
    [{ 'retry-after': '9' }, '{}', 9_000],
    [{}, '{"message":"You have exceeded a secondary rate limit"}', 60_000],
  ])('is asked again later when it limits with 403 %j', async (headers, body, retryAfterMs) => {
    const { server, changes } = await prepared();
    server.misbehave({ method: 'POST', answer: { kind: 'status', status: 403, headers, body } });

    const failure = changes.ensureComment(comment('x'), signal());

    await expect(failure).rejects.toMatchObject({ code: 'REMOTE_THROTTLED', retryAfterMs });
    expect(server.comments(project, 1)).toHaveLength(0);
  });

  it('is not believed when it answers with a page instead of JSON, or with half of it', async () => {
    const { server, changes } = await prepared();
    const html = {
      kind: 'status',
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>',
    } as const;
    server.misbehave({ answer: html });
    server.misbehave({ answer: { kind: 'status', status: 200, body: '{"number":1,' } });

    await expect(changes.fetchChange(project, '1', signal())).rejects.toMatchObject({
      code: 'REMOTE_REPLY_INVALID',
    });
    await expect(changes.fetchChange(project, '1', signal())).rejects.toMatchObject({
      code: 'REMOTE_REPLY_INVALID',
    });
  });
});

describe('the check run of an App', () => {
  const status = (state: 'pending' | 'success' | 'failed', more: object = {}) => ({
    project,
    sha: headSha,
    state,
    description: Masked.parse(`state ${state}`),
    url: 'https://reports.example.com/1',
    ...more,
  });

  it('is opened, finished with the comment as its summary, and followed by a new one on a re-run', async () => {
    const { server, changes } = await prepared({}, 'app');

    await changes.ensureStatus(status('pending'), signal());
    await changes.ensureStatus(status('failed', { summary: Masked.parse('### Slower\nby @jane') }), signal());
    await changes.ensureStatus(status('pending'), signal());

    expect(server.checkRuns(project, headSha)).toMatchObject([
      {
        status: 'completed',
        conclusion: 'failure',
        output: { title: 'state failed', summary: '### Slower\nby @\u200bjane' },
      },
      { status: 'in_progress', conclusion: null },
    ]);
    expect(server.statuses(project, headSha)).toEqual([]);
  });

  it('carries more annotations than GitHub takes at once', async () => {
    const { server, changes } = await prepared({}, 'app');
    const annotations = Array.from({ length: 120 }, (_, index) => ({
      path: 'src/a.ts',
      startLine: index + 1,
      endLine: index + 1,
      level: 'warning' as const,
      title: Masked.parse('slow'),
      message: Masked.parse('asks the database once for every item'),
    }));

    await changes.ensureStatus(status('failed', { annotations }), signal());

    expect(server.checkRuns(project, headSha)).toMatchObject([{ output: { annotations_count: 120 } }]);
  });
});
