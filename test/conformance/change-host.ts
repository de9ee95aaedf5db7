import { describe, expect, it } from 'vitest';
import type { ChangeHostUnderTest } from './change-host-under-test.ts';
import { itEnsuresEffects } from './change-host-effects.ts';
import { itEnsuresLineNotes } from './change-host-line-notes.ts';

/** The promises that every ChangeHost keeps (shared/ports/change-host.ts). */
export function itIsAChangeHost(name: string, prepare: () => Promise<ChangeHostUnderTest>): void {
  const signal = () => AbortSignal.timeout(20_000);
  itEnsuresEffects(name, prepare);
  itEnsuresLineNotes(name, prepare);

  describe(`${name} is a change host`, () => {
    it('tells a change with its head and base commit', async () => {
      const t = await prepare();

      const change = await t.host.fetchChange(t.project, t.number, signal());

      expect(change).toMatchObject({
        project: t.project,
        number: t.number,
        headSha: t.headSha,
        baseSha: t.baseSha,
      });
    });

    it('answers null for a change that does not exist', async () => {
      const t = await prepare();

      expect(await t.host.fetchChange(t.project, '99999', signal())).toBeNull();
    });

    it('lists changed files over several pages', async () => {
      const t = await prepare();
      t.setFiles(230, 20);

      const diff = await t.host.fetchDiff(t, { maxFiles: 1_000, maxBytes: 1_000_000 }, signal());

      expect(diff.files).toHaveLength(230);
      expect(new Set(diff.files.map((file) => file.path)).size).toBe(230);
      expect(diff.truncated).toBe(false);
    });

    it('stops at the limit of files and says so', async () => {
      const t = await prepare();
      t.setFiles(130, 20);

      const diff = await t.host.fetchDiff(t, { maxFiles: 120, maxBytes: 1_000_000 }, signal());

      expect(diff.files).toHaveLength(120);
      expect(diff.truncated).toBe(true);
    });

    it('leaves out patches beyond the limit of bytes, keeps their files, and says so', async () => {
      const t = await prepare();
      t.setFiles(5, 1_000);

      const diff = await t.host.fetchDiff(t, { maxFiles: 10, maxBytes: 2_500 }, signal());

      expect(diff.files).toHaveLength(5);
      expect(diff.files.filter((file) => file.patch !== null)).toHaveLength(2);
      expect(diff.truncated).toBe(true);
    });

    it('tells who wrote the commits of a change, over several pages, and the address of who has no account', async () => {
      const t = await prepare();
      const many = Array.from({ length: 130 }, () => ({ account: 'jane', email: 'jane@shop.example' }));
      t.setCommits([...many, { account: null, email: 'laptop@nowhere.example' }]);

      const authors = await t.host.fetchCommitAuthors(t.project, t.number, signal());

      expect(authors).toEqual(expect.arrayContaining(['jane', 'laptop@nowhere.example']));
      expect(authors).not.toContain('web-flow');
      expect(new Set(authors).size).toBe(authors.length);
    });

    it('names no authors of commits for a change that does not exist', async () => {
      const t = await prepare();

      expect(await t.host.fetchCommitAuthors(t.project, '99999', signal())).toEqual([]);
    });

    it('tells who changed a file last up to a commit, as it names the authors of changes', async () => {
      const t = await prepare();
      t.setLastAuthor(t.baseSha, 'src/pay & ship.ts', 'bert');

      const author = await t.host.fetchLastAuthor(t.project, 'src/pay & ship.ts', t.baseSha, signal());

      expect(author).toBe('bert');
    });

    it('tells nobody for a file that no commit touched, and when it refuses to tell', async () => {
      const t = await prepare();
      const ask = () => t.host.fetchLastAuthor(t.project, 'src/new.ts', t.baseSha, signal());
      const untouched = await ask();
      t.failNext({ status: 403 });

      expect([untouched, await ask()]).toEqual([null, null]);
    });

    it('tells which commits have the same tree', async () => {
      const t = await prepare();
      const [one, other, third] = ['1', '2', '3'].map((digit) => digit.repeat(40)) as [
        string,
        string,
        string,
      ];
      t.sameTree(one, other);

      const trees = await Promise.all(
        [one, other, third].map((sha) => t.host.fetchTree(t.project, sha, signal())),
      );

      expect(trees[0]).toMatch(/^[0-9a-f]{40}$/);
      expect(trees[1]).toBe(trees[0]);
      expect(trees[2]).not.toBe(trees[0]);
    });

    it('tells how a branch moved, and says that it cannot when it cannot', async () => {
      const t = await prepare();
      const [from, to] = ['1'.repeat(40), '2'.repeat(40)];
      t.setMovement(from, to, ['src/a.ts', 'docs/b.md']);

      expect(await t.host.fetchMovement(t.project, { from, to }, signal())).toEqual({
        paths: ['src/a.ts', 'docs/b.md'],
        truncated: false,
      });
      expect(await t.host.fetchMovement(t.project, { from: to, to: from }, signal())).toBeNull();
    });

    it('reads a file at a commit and answers null when there is none', async () => {
      const t = await prepare();
      t.addFile('dir with blank/ü#?.yml', t.headSha, 'budget: ü\n');

      expect(await t.host.fetchFile(t.project, 'dir with blank/ü#?.yml', t.headSha, signal())).toBe(
        'budget: ü\n',
      );
      expect(await t.host.fetchFile(t.project, 'missing.yml', t.headSha, signal())).toBeNull();
    });

    it('refuses a file name that would lead elsewhere', async () => {
      const t = await prepare();

      await expect(t.host.fetchFile('..', 'x', t.headSha, signal())).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      });
    });

    it.each([
      [401, {}, 'REMOTE_UNAUTHORISED', 'dead-letter'],
      [403, {}, 'REMOTE_FORBIDDEN', 'dead-letter'],
      [429, { 'retry-after': '7' }, 'REMOTE_THROTTLED', 'retry-later'],
      [500, {}, 'REMOTE_UNAVAILABLE', 'retry'],
    ])(
      'turns status %i into the error that says what to do, without a secret in it',
      async (status_, headers, code, disposition) => {
        const t = await prepare();
        t.failNext({ status: status_, headers: { ...headers } }, 2);

        const failure: unknown = await t.host
          .fetchChange(t.project, t.number, signal())
          .catch((error: unknown) => error);

        expect(failure).toMatchObject({ code, disposition });
        expect(JSON.stringify(failure) + String(failure)).not.toContain(t.token);
      },
    );

    it.each([
      [429, 'seconds', '7', 7_000],
      [429, 'a date', new Date(Date.now() + 600_000).toUTCString(), 600_000],
      [503, 'seconds', '11', 11_000],
    ])('comes back when a %i says so in %s', async (limited, _form, retryAfter, waitMs) => {
      const t = await prepare();
      t.failNext({ status: limited, headers: { 'retry-after': retryAfter } }, 2);

      const failure: unknown = await t.host
        .fetchChange(t.project, t.number, signal())
        .catch((error: unknown) => error);

      const { retryAfterMs } = failure as { readonly retryAfterMs: number };
      expect(failure).toMatchObject({ code: 'REMOTE_THROTTLED', disposition: 'retry-later' });
      expect(Math.abs(retryAfterMs - waitMs)).toBeLessThan(60_000);
    });

    it('does not take a page of HTML for an answer', async () => {
      const t = await prepare();
      t.failNext({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } }, 2);

      await expect(t.host.fetchChange(t.project, t.number, signal())).rejects.toMatchObject({
        disposition: 'dead-letter',
      });
    });

    it('does not wait for ever for a host that never answers', async () => {
      const t = await prepare();
      t.hangNext();

      await expect(t.host.fetchChange(t.project, t.number, AbortSignal.timeout(300))).rejects.toMatchObject({
        disposition: 'retry',
      });
    });

    it('survives one failure of the network or the host', async () => {
      const t = await prepare();
      t.failNext({ status: 502 });

      expect(await t.host.fetchChange(t.project, t.number, signal())).not.toBeNull();
    });

    it('honours the signal', async () => {
      const t = await prepare();

      await expect(t.host.fetchChange(t.project, t.number, AbortSignal.abort())).rejects.toMatchObject({
        disposition: 'retry',
      });
    });
  });
}
