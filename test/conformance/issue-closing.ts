import { describe, expect, it } from 'vitest';
import { Masked } from '../../shared/contracts/masked.ts';
import type { EnsuredIssue, IssueTracker } from '../../shared/ports/issue-tracker.ts';

export interface ClosingTrackerUnderTest {
  readonly issues: IssueTracker;
  /** Issues as they stand, oldest first. */
  all(): readonly { readonly open: boolean; readonly comments: readonly string[] }[];
  /** The next request that changes something is carried out, but its answer is lost. */
  loseNextChange(): void;
}

/** The promises of an IssueTracker that closes its issues itself (shared/ports/issue-tracker.ts). */
export function itClosesIssues(name: string, prepare: () => Promise<ClosingTrackerUnderTest>): void {
  const signal = (): AbortSignal => AbortSignal.timeout(20_000);
  const issue = { key: 'a', title: Masked.parse('Slower: a'), body: Masked.parse('one'), labels: [] };
  const closing = { key: 'a', reason: Masked.parse('Fixed: nothing is slower (run 7)') };

  function close(t: ClosingTrackerUnderTest): Promise<EnsuredIssue | null> {
    if (t.issues.closeIssue === undefined) throw new TypeError(`${name} does not close issues`);
    return t.issues.closeIssue(closing, signal());
  }

  describe(`${name} closes and opens issues`, () => {
    it('closes an issue once and says why', async () => {
      const t = await prepare();
      const made = await t.issues.ensureIssue(issue, signal());

      const closed = await close(t);
      const again = await close(t);

      expect([closed?.action, again?.action]).toEqual(['closed', 'unchanged']);
      expect(closed?.key).toBe(made.key);
      expect(t.all().map(({ open }) => open)).toEqual([false]);
      expect(t.all()[0]?.comments.filter((text) => text.includes('Fixed: nothing is slower'))).toHaveLength(
        1,
      );
    });

    it('closes nothing where there is no issue', async () => {
      const t = await prepare();

      expect(await close(t)).toBeNull();
      expect(t.all()).toEqual([]);
    });

    it('opens the same issue again when the regression is back', async () => {
      const t = await prepare();
      const made = await t.issues.ensureIssue(issue, signal());
      await close(t);

      const back = await t.issues.ensureIssue({ ...issue, body: Masked.parse('two') }, signal());
      const same = await t.issues.ensureIssue({ ...issue, body: Masked.parse('two') }, signal());

      expect(back).toMatchObject({ key: made.key, action: 'reopened' });
      expect(same.action).toBe('unchanged');
      expect(t.all().map(({ open }) => open)).toEqual([true]);
    });

    it('says why only once when the answer was lost on the way', async () => {
      const t = await prepare();
      await t.issues.ensureIssue(issue, signal());
      t.loseNextChange();

      const lost: unknown = await close(t).catch((error: unknown) => error);
      const redelivered = await close(t);

      expect(lost).toMatchObject({ disposition: 'retry' });
      expect(redelivered?.action).toMatch(/closed|unchanged/);
      expect(t.all()).toMatchObject([{ open: false }]);
      expect(t.all()[0]?.comments.filter((text) => text.includes('Fixed'))).toHaveLength(1);
    });
  });
}
