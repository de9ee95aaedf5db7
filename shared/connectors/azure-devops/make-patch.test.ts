import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureCpu } from '../../../test/support/measure-cpu.ts';
import { makePatch } from './make-patch.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('makePatch', () => {
  it('writes hunks as git does', () => {
    expect(makePatch(bytes('a\nb\nc\n'), bytes('a\nB\nc\n'))).toEqual({
      kind: 'text',
      hunks: '@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n',
    });
    expect(makePatch(null, bytes('a\nb\n'))).toEqual({ kind: 'text', hunks: '@@ -0,0 +1,2 @@\n+a\n+b\n' });
    expect(makePatch(bytes('a\n'), null)).toEqual({ kind: 'text', hunks: '@@ -1,1 +0,0 @@\n-a\n' });
  });

  it('says when the last line has no end', () => {
    expect(makePatch(bytes('a'), bytes('b\n'))).toEqual({
      kind: 'text',
      hunks: '@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+b\n',
    });
  });

  it('has no hunks for the same bytes, or for an empty file', () => {
    expect(makePatch(bytes('same\n'), bytes('same\n'))).toEqual({ kind: 'text', hunks: '' });
    expect(makePatch(null, bytes(''))).toEqual({ kind: 'text', hunks: '' });
  });

  it('knows a binary file by a NUL, on either side', () => {
    expect(makePatch(bytes('text'), new Uint8Array([137, 80, 78, 71, 0, 1]))).toEqual({ kind: 'binary' });
    expect(makePatch(new Uint8Array([0]), null)).toEqual({ kind: 'binary' });
  });

  it('gives up two large files that have nothing in common within its second', () => {
    const lines = (word: string) =>
      bytes(Array.from({ length: 40_000 }, (_, index) => `${word} ${index}\n`).join(''));

    const { value, tookMs } = measureCpu(() => makePatch(lines('one'), lines('two')));

    expect(value).toEqual({ kind: 'missing' });
    expect(tookMs).toBeLessThan(10_000);
  });

  it('makes what turns the one text into the other', () => {
    const line = fc.constantFrom('a', 'b', '', '\t', 'ü', '--- x', '+++ y', '@@ -1 +1 @@', '-', '\\ z');
    const text = fc.tuple(fc.array(line, { maxLength: 40 }), fc.boolean());
    fc.assert(
      fc.property(text, text, ([before, beforeEnd], [after, afterEnd]) => {
        const [a, b] = [
          before.join('\n') + (beforeEnd ? '\n' : ''),
          after.join('\n') + (afterEnd ? '\n' : ''),
        ];

        const patch = makePatch(bytes(a), bytes(b));

        const hunks = patch.kind === 'text' ? patch.hunks : 'none';
        expect(hunks === '' ? a : applyPatch(a, `--- a\n+++ b\n${hunks}`)).toBe(b);
      }),
    );
  });
});
