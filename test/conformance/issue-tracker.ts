import { describe, expect, it } from 'vitest';
import { Masked } from '../../shared/contracts/masked.ts';
import type { IssueTracker } from '../../shared/ports/issue-tracker.ts';

interface IssueTrackerUnderTest {
  readonly issues: IssueTracker;
  readonly token: string;
  /** Open issues as they stand, oldest first. */
  open(): readonly { readonly title: string; readonly text: string; readonly labels: readonly string[] }[];
  /** The next request that creates something is carried out, but its answer is lost. */
  loseNextCreation(): void;
  failNext(
    answer: { readonly status: number; readonly headers?: Record<string, string> },
    times?: number,
  ): void;
}

/** The promises that every IssueTracker keeps (shared/ports/issue-tracker.ts). */
export function itIsAnIssueTracker(name: string, prepare: () => Promise<IssueTrackerUnderTest>): void {
  const signal = () => AbortSignal.timeout(20_000);
  const issue = (key: string, body: string, labels: readonly string[] = ['performance']) => ({
    key,
    title: Masked.parse(`Slower: ${key}`),
    body: Masked.parse(body),
    labels,
  });

  describe(`${name} is an issue tracker`, () => {
    it('creates an issue once, leaves it alone when nothing changed, and updates it in place', async () => {
      const t = await prepare();

      const first = await t.issues.ensureIssue(issue('a', 'one'), signal());
      const again = await t.issues.ensureIssue(issue('a', 'one'), signal());
      const changed = await t.issues.ensureIssue(issue('a', 'two'), signal());

      expect([first.action, again.action, changed.action]).toEqual(['created', 'unchanged', 'updated']);
      expect(new Set([first.key, again.key, changed.key]).size).toBe(1);
      expect(first.url).toMatch(/^https?:\/\//);
      expect(t.open().map(({ title }) => title)).toEqual(['Slower: a']);
      expect(t.open()[0]?.text).toContain('two');
    });

    it('keeps one issue for each key, also when a key begins like another', async () => {
      const t = await prepare();

      await t.issues.ensureIssue(issue('checkout p95', 'x'), signal());
      await t.issues.ensureIssue(issue('checkout p9', 'x'), signal());
      await t.issues.ensureIssue(issue('checkout p95 --> <b>', 'x'), signal());

      expect(t.open()).toHaveLength(3);
    });

    it('adds labels and keeps those that people set', async () => {
      const t = await prepare();
      await t.issues.ensureIssue(issue('a', 'one', ['x']), signal());

      await t.issues.ensureIssue(issue('a', 'one', ['y']), signal());

      expect(t.open()[0]?.labels).toEqual(expect.arrayContaining(['x', 'y']));
    });

    it('leaves one open issue when several processes create it at once', async () => {
      const t = await prepare();

      const results = await Promise.all(
        Array.from({ length: 4 }, () => t.issues.ensureIssue(issue('a', 'same'), signal())),
      );

      expect(t.open()).toHaveLength(1);
      expect(new Set(results.map(({ key }) => key)).size).toBe(1);
    });

    it('makes no second issue when the answer to the first was lost', async () => {
      const t = await prepare();
      t.loseNextCreation();

      const lost: unknown = await t.issues
        .ensureIssue(issue('a', 'x'), signal())
        .catch((error: unknown) => error);
      const redelivered = await t.issues.ensureIssue(issue('a', 'x'), signal());

      // Later rather than at once where the tracker's search lags behind its creations.
      expect(lost).toMatchObject({ disposition: expect.stringMatching(/^retry/) as string });
      expect(redelivered.action).toBe('unchanged');
      expect(t.open()).toHaveLength(1);
    });

    it('finds its issue among hundreds of its own', async () => {
      const t = await prepare();
      for (let index = 0; index < 120; index += 1)
        await t.issues.ensureIssue(issue(`k${index}`, 'x'), signal());

      const again = await t.issues.ensureIssue(issue('k0', 'x'), signal());

      expect(again.action).toBe('unchanged');
    });

    it.each([
      [401, {}, 'REMOTE_UNAUTHORISED', 'dead-letter'],
      [429, { 'retry-after': '7' }, 'REMOTE_THROTTLED', 'retry-later'],
      [500, {}, 'REMOTE_UNAVAILABLE', 'retry'],
    ])(
      'turns status %i into the error that says what to do, without a secret in it',
      async (status, headers, code, disposition) => {
        const t = await prepare();
        t.failNext({ status, headers: { ...headers } }, 2);

        const failure: unknown = await t.issues
          .ensureIssue(issue('a', 'x'), signal())
          .catch((error: unknown) => error);

        expect(failure).toMatchObject({ code, disposition });
        expect(JSON.stringify(failure) + String(failure)).not.toContain(t.token);
      },
    );
  });
}
