import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChangedText, patchOfFiles } from './code-of-diff.ts';
import { patchIdOfDiff } from './patch-id.ts';

describe('patchOfFiles', () => {
  it('is the id that git gives the whole diff', () => {
    const diff = 'diff --git a/src/a.ts b/src/a.ts\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n-a\n+b\n';

    expect(patchOfFiles([fileOf()], false)).toBe(patchIdOfDiff(diff));
  });

  it('does not change with line numbers, nor with the order of the files', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9_999), { minLength: 2, maxLength: 8 }), (starts) => {
        const moved = starts.map((start, number) =>
          fileOf({
            path: `src/${number}.ts`,
            patch: `@@ -${start + 1} +${start + 1} @@\n-a\n+b ${number}\n`,
          }),
        );
        const plain = moved.map((file, number) => ({ ...file, patch: `@@ -1 +1 @@\n-a\n+b ${number}\n` }));

        expect(patchOfFiles(moved.reverse(), false)).toBe(patchOfFiles(plain, false));
      }),
    );
  });

  it('takes white space for nothing, but for something where indentation is the program', () => {
    const spaced = (path: string) => [
      patchOfFiles([fileOf({ path, patch: '@@ -1 +1 @@\n-a\n+  b\n' })], false),
      patchOfFiles([fileOf({ path, patch: '@@ -1 +1 @@\n-a\n+b\n' })], false),
    ];

    expect(new Set(spaced('src/a.ts')).size).toBe(1);
    expect(new Set(spaced('src/a.py')).size).toBe(2);
    expect(new Set(spaced('deploy/Makefile')).size).toBe(2);
  });

  it.each([
    ['texts are missing', [fileOf({ patch: null })], false],
    ['a file is binary', [fileOf(), fileOf({ path: 'x.bin', status: 'binary', patch: null })], false],
    ['the list was cut', [fileOf()], true],
    ['nothing changed', [], false],
  ])('says nothing when %s', (_why, files, truncated) => {
    expect(patchOfFiles(files, truncated)).toBeNull();
  });

  it('knows a file that was only moved, and a new one without content', () => {
    const moved = fileOf({
      path: 'b.ts',
      previousPath: 'a.ts',
      status: 'renamed',
      additions: 0,
      deletions: 0,
      patch: null,
    });
    const empty = fileOf({ status: 'added', additions: 0, deletions: 0, patch: '' });

    expect(patchOfFiles([moved], false)).toMatch(/^[0-9a-f]{40}$/);
    expect(patchOfFiles([empty], false)).toMatch(/^[0-9a-f]{40}$/);
    expect(patchOfFiles([{ ...moved, path: 'c.ts' }], false)).not.toBe(patchOfFiles([moved], false));
  });
});

function fileOf(more: Partial<ChangedText> = {}): ChangedText {
  const patch = '@@ -1 +1 @@\n-a\n+b\n';
  return {
    path: 'src/a.ts',
    previousPath: null,
    status: 'modified',
    additions: 1,
    deletions: 1,
    patch,
    ...more,
  };
}
