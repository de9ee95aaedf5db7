import { afterEach, describe, expect, it } from 'vitest';
import { connectorKit } from '../../../test/support/connector-kit.ts';
import {
  type GitlabServer,
  type NewMergeRequest,
  startGitlabServer,
} from '../../../test/support/gitlab-server/start-gitlab-server.ts';
import { connector } from './index.ts';

const servers: GitlabServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const change = { project: 'group/shop', number: '1' };
const limits = { maxFiles: 100, maxBytes: 10_000 };
const hunk = '@@ -1,2 +1,3 @@\n context\n-old\n+new\n+--- not a header\n';
const item = (path: string, more: object = {}) => ({ old_path: path, new_path: path, diff: hunk, ...more });

async function diffOf(diffs: NewMergeRequest['diffs'], given = limits) {
  const server = await startGitlabServer({ token: 'token' });
  servers.push(server);
  server.addMergeRequest({
    project: change.project,
    headSha: 'a'.repeat(40),
    ...(diffs === undefined ? {} : { diffs }),
  });
  const settings = connector.settings.parse({ baseUrl: server.url, tokenSecret: 't' });
  const { changes } = connector.connect(settings, connectorKit({ t: 'token' }));
  if (changes === undefined) throw new TypeError('gitlab offers no changes');
  return { ...(await changes.fetchDiff(change, given, AbortSignal.timeout(5_000))), server };
}

describe('the diff of a merge request', () => {
  it('counts added and deleted lines, not headers', async () => {
    const { files, truncated } = await diffOf([item('a.ts')]);

    expect(files).toEqual([
      { path: 'a.ts', previousPath: null, status: 'modified', additions: 2, deletions: 1, patch: hunk },
    ]);
    expect(truncated).toBe(false);
  });

  it('tells new, deleted, renamed and binary files', async () => {
    const { files } = await diffOf([
      item('new.ts', { new_file: true }),
      item('gone.ts', { deleted_file: true }),
      { ...item('to.ts', { renamed_file: true }), old_path: 'from.ts', diff: '' },
      item('logo.png', { diff: 'Binary files a/logo.png and b/logo.png differ\n' }),
    ]);

    expect(files.map(({ status, previousPath, patch }) => [status, previousPath, patch])).toEqual([
      ['added', null, hunk],
      ['deleted', null, hunk],
      ['renamed', 'from.ts', ''],
      ['binary', null, null],
    ]);
  });

  it('finds texts that GitLab withheld in its plain diff', async () => {
    const { files, truncated, server } = await diffOf([
      item('small.ts'),
      item('dir/collapsed file.ts', { collapsed: true }),
      item('removed.ts', { too_large: true, deleted_file: true }),
    ]);

    expect(files.map(({ patch }) => patch)).toEqual([hunk, hunk, hunk]);
    expect(files[1]).toMatchObject({ additions: 2, deletions: 1 });
    expect(truncated).toBe(false);
    expect(server.requests().filter(({ path }) => path.includes('raw_diffs'))).toHaveLength(1);
  });

  it('does not ask for the plain diff when nothing was withheld', async () => {
    const { server } = await diffOf([item('small.ts')]);

    expect(server.requests().some(({ path }) => path.includes('raw_diffs'))).toBe(false);
  });

  it('says that texts are missing when the plain diff is too large, too', async () => {
    const huge = { diff: `@@ -1 +1 @@\n+${'x'.repeat(50_000)}\n`, too_large: true };

    const { files, truncated } = await diffOf([item('a.ts'), item('huge.ts', huge)]);

    expect(files.map(({ patch }) => patch)).toEqual([hunk, null]);
    expect(truncated).toBe(true);
  });
});
