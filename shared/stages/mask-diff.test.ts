import { describe, expect, it } from 'vitest';
import { testMasker } from '../../test/support/memory-stage.ts';
import type { DiffFile } from '../ports/change-host.ts';
import { maskDiff } from './mask-diff.ts';

describe('maskDiff', () => {
  it('masks paths and patches', () => {
    const secret = 'glpat-4kTz9QwXy7Rb2mNvLp3s';

    const diff = maskDiff(
      { files: [fileOf(`src/${secret}.ts`, `+token = ${secret}\n`)], truncated: false },
      testMasker(),
    );

    expect(JSON.stringify(diff)).not.toContain(secret);
    expect(diff.text).toMatch(/^--- src\//);
  });

  it('keeps files whose text does not fit any more, with their line counts, and says so', () => {
    const words = 'const basket = items.filter(Boolean);\n'.repeat(1_500);
    const files = [fileOf('a.ts', words), fileOf('b.ts', words), fileOf('c.ts', '+small\n')];

    const diff = maskDiff({ files, truncated: false }, testMasker());

    expect(diff.files.map(({ path, additions }) => [path, additions])).toEqual([
      ['a.ts', 3],
      ['b.ts', 3],
      ['c.ts', 3],
    ]);
    expect(diff.text).toContain('--- a.ts');
    expect(diff.text).not.toContain('--- b.ts');
    expect(diff.text).toContain('--- c.ts');
    expect(diff.text?.length).toBeLessThanOrEqual(100_100);
    expect(diff.truncated).toBe(true);
  });

  it('says what the host cut', () => {
    expect(maskDiff({ files: [fileOf('a.ts', '+x\n')], truncated: true }, testMasker()).truncated).toBe(true);
  });

  it('has no text for a change of binary files alone', () => {
    const binary: DiffFile = { ...fileOf('logo.png', ''), status: 'binary', patch: null };

    const diff = maskDiff({ files: [binary], truncated: false }, testMasker());

    expect(diff).toMatchObject({ text: null, files: [{ path: 'logo.png', status: 'binary' }] });
  });
});

function fileOf(path: string, patch: string): DiffFile {
  return { path, previousPath: null, status: 'modified', additions: 3, deletions: 1, patch };
}
