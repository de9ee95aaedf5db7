import { describe, expect, it } from 'vitest';
import { Masked } from '../../shared/contracts/masked.ts';
import type { LineNote } from '../../shared/ports/change-host.ts';
import type { ChangeHostUnderTest } from './change-host-under-test.ts';

const NONE = { created: 0, updated: 0, unchanged: 0, resolved: 0, unplaced: 0 };

/** What a ChangeHost promises about notes on lines: those that are wanted stand once, the others are resolved. */
export function itEnsuresLineNotes(name: string, prepare: () => Promise<ChangeHostUnderTest>): void {
  const signal = () => AbortSignal.timeout(20_000);
  const note = (index: number, more: Partial<LineNote> = {}): LineNote => ({
    key: `src/file-${index}.ts`,
    path: `src/file-${index}.ts`,
    line: 1,
    body: Masked.parse(`**Possible cause** number ${index}`),
    ...more,
  });
  const prepareFiles = async () => {
    const t = await prepare();
    t.setFiles(3, 40);
    const ensure = (notes: readonly LineNote[], beside?: string) =>
      t.host.ensureLineNotes(
        {
          project: t.project,
          number: t.number,
          headSha: t.headSha,
          notes,
          ...(beside === undefined ? {} : { beside: Masked.parse(beside) }),
        },
        signal(),
      );
    return { t, ensure };
  };

  describe(`${name} ensures notes on lines`, () => {
    it('makes a note on the line once, leaves it alone when nothing changed, and updates it in place', async () => {
      const { t, ensure } = await prepareFiles();

      const first = await ensure([note(0)]);
      const writes = t.writes();
      const again = await ensure([note(0)]);
      const unwritten = t.writes() - writes;
      const changed = await ensure([note(0, { body: Masked.parse('rose further') })]);

      expect([first, again, changed]).toEqual([
        { ...NONE, created: 1 },
        { ...NONE, unchanged: 1 },
        { ...NONE, updated: 1 },
      ]);
      expect(unwritten).toBe(0);
      expect(t.lineNotes()).toEqual([
        {
          path: 'src/file-0.ts',
          line: 1,
          resolved: false,
          text: expect.stringContaining('rose further') as string,
        },
      ]);
      expect(t.comments()).toEqual([]);
    });

    it('resolves a note whose cause is gone, says since when, and does so once', async () => {
      const { t, ensure } = await prepareFiles();
      await ensure([note(0), note(1)]);

      const fixed = await ensure([note(1)]);
      const writes = t.writes();
      const again = await ensure([note(1)]);

      expect([fixed, again]).toEqual([
        { ...NONE, unchanged: 1, resolved: 1 },
        { ...NONE, unchanged: 1 },
      ]);
      expect(t.writes()).toBe(writes);
      const [gone, left] = t.lineNotes();
      expect(gone).toMatchObject({ path: 'src/file-0.ts', resolved: true });
      expect(gone?.text).toMatch(new RegExp(`Resolved[^]*${t.headSha.slice(0, 10)}[^]*number 0`));
      expect(left).toMatchObject({ path: 'src/file-1.ts', resolved: false });
    });

    it('opens a note again when its cause comes back, instead of making another', async () => {
      const { t, ensure } = await prepareFiles();
      await ensure([note(0)]);
      await ensure([]);

      const back = await ensure([note(0)]);

      expect(back).toEqual({ ...NONE, updated: 1 });
      expect(t.lineNotes().map(({ resolved }) => resolved)).toEqual([false]);
      expect(t.lineNotes()[0]?.text).not.toContain('Resolved');
    });

    it.each([
      ['a file that the change does not touch', { path: 'src/elsewhere.ts' }],
      ['a path that names no file', { path: '[masked]/x.ts' }],
    ])('makes no note on %s, counts it, and makes the others', async (_where, at) => {
      const { t, ensure } = await prepareFiles();

      const told = await ensure([note(0, at), note(1)]);

      expect(told).toEqual({ ...NONE, created: 1, unplaced: 1 });
      expect(t.lineNotes()).toMatchObject([{ path: 'src/file-1.ts' }]);
    });

    it('posts no second note when the answer to the first was lost', async () => {
      const { t, ensure } = await prepareFiles();
      t.loseNextCreation();

      const lost: unknown = await ensure([note(0)]).catch((error: unknown) => error);
      const redelivered = await ensure([note(0)]);

      expect(lost).toMatchObject({ disposition: 'retry' });
      expect(redelivered).toEqual({ ...NONE, unchanged: 1 });
      expect(t.lineNotes()).toHaveLength(1);
    });

    it('leaves one note when several processes make it at once', async () => {
      const { t, ensure } = await prepareFiles();

      await Promise.all(Array.from({ length: 4 }, () => ensure([note(0)])));

      expect(t.lineNotes()).toHaveLength(1);
    });

    it("keeps the notes of a service judged beside the change's own apart", async () => {
      const { t, ensure } = await prepareFiles();
      await ensure([note(0)]);
      await ensure([note(0)], 'payments');

      const gone = await ensure([], 'payments');

      expect(gone).toEqual({ ...NONE, resolved: 1 });
      expect(t.lineNotes().map(({ resolved }) => resolved)).toEqual([false, true]);
    });

    it('says plainly, after one try, that it may not write on lines', async () => {
      const { t, ensure } = await prepareFiles();
      t.refusals.find(({ refuses }) => refuses !== 'status')?.set();
      const before = t.writes();

      const refused: unknown = await ensure([note(0), note(1)]).catch((error: unknown) => error);

      expect(refused).toMatchObject({ disposition: 'dead-letter' });
      expect(t.writes()).toBe(before + 1);
      expect(t.lineNotes()).toEqual([]);
    });
  });
}
