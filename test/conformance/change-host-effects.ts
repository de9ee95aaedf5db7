import { describe, expect, it } from 'vitest';
import { Masked } from '../../shared/contracts/masked.ts';
import type { ChangeHostUnderTest } from './change-host-under-test.ts';

/** What a ChangeHost promises about comments and statuses: whatever is done twice, is done once. */
export function itEnsuresEffects(name: string, prepare: () => Promise<ChangeHostUnderTest>): void {
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

  describe(`${name} ensures comments and statuses`, () => {
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

    it("keeps one status for each service judged beside the change's own", async () => {
      const t = await prepare();
      const payments = { ...status(t, 'success'), beside: Masked.parse('payments') };

      await t.host.ensureStatus(status(t, 'failed'), signal());
      await t.host.ensureStatus(payments, signal());
      const writes = t.writes();
      await t.host.ensureStatus(status(t, 'failed'), signal());
      await t.host.ensureStatus(payments, signal());

      expect(t.writes()).toBe(writes);
      expect(t.states()).toHaveLength(2);
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

    it('keeps the headline of an earlier head in the comment, below the verdict', async () => {
      const t = await prepare();
      await t.host.ensureComment(
        comment(t, '### It was slower\n\nmuch text', { headSha: 'e'.repeat(40) }),
        signal(),
      );

      await t.host.ensureComment(comment(t, '### All is well'), signal());
      const again = await t.host.ensureComment(comment(t, '### All is well'), signal());

      expect(again.status).toBe('unchanged');
      expect(t.comments()).toHaveLength(1);
      expect(t.comments()[0]).toMatch(/### All is well[^]*<details>[^]*`eeeeeeeeee`: It was slower/);
      expect(t.comments()[0]).not.toContain('much text');
    });

    it('writes no comment where none is wanted, and brings one up to date that stands', async () => {
      const t = await prepare();
      const quiet = { write: { create: false, sameTopic: true } };

      const none = await t.host.ensureComment({ ...comment(t, 'nothing to say'), ...quiet }, signal());
      await t.host.ensureComment(comment(t, 'slower'), signal());
      const fixed = await t.host.ensureComment({ ...comment(t, 'all is well'), ...quiet }, signal());

      expect([none, fixed.status]).toEqual([{ status: 'unneeded', url: null }, 'updated']);
      expect(t.comments()).toEqual([expect.stringContaining('all is well')]);
    });

    it('leaves a comment as it is while it would say the same in one word', async () => {
      const t = await prepare();
      const flips = (body: string, topic: string) =>
        t.host.ensureComment(
          { ...comment(t, body), topic, write: { create: true, sameTopic: false } },
          signal(),
        );

      const told = [
        await flips('rose by 5 %', 'fail'),
        await flips('rose by 6 %', 'fail'),
        await flips('fine', 'pass'),
      ];

      expect(told.map((one) => one.status)).toEqual(['created', 'unchanged', 'updated']);
      expect(t.comments()).toEqual([expect.stringContaining('fine')]);
    });

    it('leaves one comment when several processes create it at once', async () => {
      const t = await prepare();

      const results = await Promise.all(
        Array.from({ length: 4 }, () => t.host.ensureComment(comment(t, 'same'), signal())),
      );

      expect(t.comments()).toHaveLength(1);
      expect(new Set(results.map((result) => result.url)).size).toBe(1);
    });

    it('posts no second comment when the answer to the first was lost', async () => {
      const t = await prepare();
      t.loseNextCreation();

      const lost: unknown = await t.host
        .ensureComment(comment(t, 'same'), signal())
        .catch((error: unknown) => error);
      const redelivered = await t.host.ensureComment(comment(t, 'same'), signal());

      expect(lost).toMatchObject({ disposition: 'retry' });
      expect(redelivered.status).toBe('unchanged');
      expect(t.comments()).toHaveLength(1);
    });

    it('is refused once where it may not comment, and leaves nothing behind', async () => {
      const t = await prepare();
      t.failNext({ status: 403 });

      const refused = t.host.ensureComment(comment(t, 'one'), signal());

      await expect(refused).rejects.toMatchObject({ code: 'REMOTE_FORBIDDEN', disposition: 'dead-letter' });
      expect(t.comments()).toEqual([]);
    });

    it('says plainly, after one try, why the host takes nothing', async () => {
      const { length } = (await prepare()).refusals;
      expect(length).toBeGreaterThan(0);
      for (let at = 0; at < length; at += 1) {
        const t = await prepare();
        const refusal = t.refusals[at];
        refusal?.set();
        const before = t.writes();

        const commented = await t.host
          .ensureComment(comment(t, 'one'), signal())
          .catch((error: unknown) => error);
        const told = await t.host
          .ensureStatus({ ...status(t, 'success'), number: t.number }, signal())
          .catch((error: unknown) => error);

        const refused = { comment: [commented], status: [told], both: [commented, told] }[
          refusal?.refuses ?? 'both'
        ];
        for (const failure of refused) {
          expect(failure).toMatchObject({ disposition: 'dead-letter' });
          expect(String(failure)).toMatch(refusal?.words ?? /^$/);
        }
        expect(t.writes()).toBe(before + 2);
      }
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
  });
}
