import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patchesFromRawDiff } from './patches-from-raw-diff.ts';

describe('patchesFromRawDiff', () => {
  it('reads what git writes', () => {
    const text = [
      'diff --git a/src/a b.ts b/src/a b.ts',
      'index 83db48f..bf269f4 100644',
      '--- a/src/a b.ts\t',
      '+++ b/src/a b.ts\t',
      '@@ -1 +1 @@',
      '-diff --git a/x b/x',
      '+y',
      'diff --git a/old.ts b/new.ts',
      'similarity index 90%',
      'rename from old.ts',
      'rename to new.ts',
      '--- a/old.ts',
      '+++ b/new.ts',
      '@@ -1 +1 @@',
      '-a',
      '+b',
      'diff --git a/gone.ts b/gone.ts',
      'deleted file mode 100644',
      '--- a/gone.ts',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-a',
      'diff --git a/logo.png b/logo.png',
      'index 1..2 100644',
      'Binary files a/logo.png and b/logo.png differ',
      'diff --git a/moved.ts b/moved.ts',
      'old mode 100644',
      'new mode 100755',
      '',
    ].join('\n');

    const patches = patchesFromRawDiff(text);

    expect([...patches]).toEqual([
      ['src/a b.ts', '@@ -1 +1 @@\n-diff --git a/x b/x\n+y\n'],
      ['new.ts', '@@ -1 +1 @@\n-a\n+b\n'],
      ['gone.ts', '@@ -1 +0,0 @@\n-a\n'],
      ['logo.png', 'Binary files a/logo.png and b/logo.png differ\n'],
    ]);
  });

  it('reads any text without failing', () => {
    const line = fc.constantFrom(
      'diff --git a/x b/x',
      '--- a/x',
      '+++ b/x',
      '@@ -1 +1 @@',
      '+',
      '-a',
      'Binary files ',
      '',
    );

    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string())), (lines) => {
        const patches = patchesFromRawDiff(lines.join('\n'));

        for (const patch of patches.values()) expect(patch).toMatch(/^(@@ |Binary files |GIT binary patch)/);
      }),
    );
  });
});
