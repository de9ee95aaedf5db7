import { describe, expect, it } from 'vitest';
import { Masked } from '../../shared/contracts/masked.ts';
import type { ChangeHost } from '../../shared/ports/change-host.ts';

/** A code host prepared for the suite: one open change with files, and ways to look at it and to disturb it. */
interface ChangeHostUnderTest {
  readonly host: ChangeHost;
  readonly project: string;
  readonly number: string;
  readonly headSha: string;
  readonly baseSha: string;
  /** Texts of all comments on the change, oldest first. */
  comments(): readonly string[];
  /** Whether the change still awaits its merge. */
  isOpen(): boolean;
  /** States of the commit's status as they stand now, by name. */
  states(): readonly string[];
  /** Adds comments by other people, one of them with the given text. */
  addForeignComments(count: number, text: string): void;
  /** Makes the change one of `count` files with a patch of about `patchBytes` each. */
  setFiles(count: number, patchBytes: number): void;
  addFile(path: string, ref: string, content: string): void;
  /** The next request is answered so, with the token quoted in the body. */
  failNext(
    answer: { readonly status: number; readonly headers?: Record<string, string> },
    times?: number,
  ): void;
  readonly token: string;
}

/** The promises that every ChangeHost keeps (shared/ports/change-host.ts). */
export function itIsAChangeHost(name: string, prepare: () => Promise<ChangeHostUnderTest>): void {
  const signal = () => AbortSignal.timeout(20_000);
  const comment = (
    t: ChangeHostUnderTest,
    body: string,
    more: { order?: number; headSha?: string; key?: string } = {},
  ) => ({
    project: t.project,
    number: t.number,
    key: 'verdict',
    body: Masked.parse(body),
    headSha: t.headSha,
    order: 1,
    ...more,
  });
  const status = (t: ChangeHostUnderTest, state: 'pending' | 'success' | 'failed') => ({
    project: t.project,
    sha: t.headSha,
    state,
    description: Masked.parse(`state ${state}`),
    url: null,
  });

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

    it('creates a comment once, leaves it alone when nothing changed, and updates it in place', async () => {
      const t = await prepare();

      const first = await t.host.ensureComment(comment(t, 'one'), signal());
      const again = await t.host.ensureComment(comment(t, 'one'), signal());
      const changed = await t.host.ensureComment(comment(t, 'two'), signal());

      expect([first.status, again.status, changed.status]).toEqual(['created', 'unchanged', 'updated']);
      expect(new Set([first.url, again.url, changed.url]).size).toBe(1);
      expect(t.comments()).toEqual([expect.stringContaining('two')]);
    });

    it('finds its comment among hundreds of others', async () => {
      const t = await prepare();
      t.addForeignComments(150, 'before');
      await t.host.ensureComment(comment(t, 'one'), signal());
      t.addForeignComments(150, 'after');

      const again = await t.host.ensureComment(comment(t, 'two'), signal());

      expect(again.status).toBe('updated');
      expect(t.comments()).toHaveLength(301);
    });

    it('is not deceived by a comment of somebody else that carries our marker', async () => {
      const t = await prepare();
      await t.host.ensureComment(comment(t, 'one', { key: 'other' }), signal());
      const forged = (t.comments()[0] ?? '')
        .replace('key=other', 'key=verdict')
        .replace('order=1', 'order=99');
      t.addForeignComments(1, forged);

      const ours = await t.host.ensureComment(comment(t, 'real'), signal());

      expect(ours.status).toBe('created');
      expect(t.comments().filter((text) => text.includes('real'))).toHaveLength(1);
    });

    it('keeps one comment for each key', async () => {
      const t = await prepare();

      await t.host.ensureComment(comment(t, 'one', { key: 'a' }), signal());
      await t.host.ensureComment(comment(t, 'two', { key: 'b' }), signal());

      expect(t.comments()).toHaveLength(2);
    });

    it('does not let an older order of the same head replace a newer one', async () => {
      const t = await prepare();
      await t.host.ensureComment(comment(t, 'newer', { order: 2 }), signal());

      const late = await t.host.ensureComment(comment(t, 'older', { order: 1 }), signal());

      expect(late.status).toBe('unchanged');
      expect(t.comments()).toEqual([expect.stringContaining('newer')]);
    });

    it('replaces the comment of an earlier head whatever its order was', async () => {
      const t = await prepare();
      await t.host.ensureComment(comment(t, 'earlier', { order: 7, headSha: 'e'.repeat(40) }), signal());

      const next = await t.host.ensureComment(comment(t, 'next', { order: 1 }), signal());

      expect(next.status).toBe('updated');
    });

    it('leaves one comment when several processes create it at once', async () => {
      const t = await prepare();

      const results = await Promise.all(
        Array.from({ length: 4 }, () => t.host.ensureComment(comment(t, 'same'), signal())),
      );

      expect(t.comments()).toHaveLength(1);
      expect(new Set(results.map((result) => result.url)).size).toBe(1);
    });

    it('cuts a comment that is longer than the host takes, and says so', async () => {
      const t = await prepare();

      const result = await t.host.ensureComment(comment(t, 'x'.repeat(1_100_000)), signal());

      expect(result.status).toBe('created');
      expect(t.comments()[0]).toContain('cut here');
    });

    it('posts text that can only be read, not carried out', async () => {
      const t = await prepare();

      await t.host.ensureComment(comment(t, 'quoted:\n/close\n/merge'), signal());
      await t.host.ensureComment(comment(t, 'again:\r\n/merge'), signal());

      expect(t.isOpen()).toBe(true);
    });

    it('sets a status once, and the same state again is one state', async () => {
      const t = await prepare();

      await t.host.ensureStatus(status(t, 'pending'), signal());
      await t.host.ensureStatus(status(t, 'pending'), signal());
      await t.host.ensureStatus(status(t, 'success'), signal());
      await t.host.ensureStatus(status(t, 'success'), signal());

      expect(t.states()).toEqual(['success']);
    });

    it('sets one status when several processes set it at once', async () => {
      const t = await prepare();

      await Promise.all(Array.from({ length: 3 }, () => t.host.ensureStatus(status(t, 'pending'), signal())));

      expect(t.states()).toEqual(['pending']);
    });

    it('cuts a description that is longer than the host takes', async () => {
      const t = await prepare();

      await t.host.ensureStatus(
        { ...status(t, 'success'), description: Masked.parse('y'.repeat(400)) },
        signal(),
      );

      expect(t.states()).toEqual(['success']);
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
