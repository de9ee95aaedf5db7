import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeIdOf } from './tree-id.ts';

describe('treeIdOf', () => {
  it('is the id of the empty tree that every git knows', () => {
    expect(treeIdOf([])).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
  });

  it('is the id that git gives a folder, in whatever order it is listed', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tree-id-'));
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
    try {
      git('init', '-q');
      for (const name of ['src', 'src-more', 'src.d']) mkdirSync(path.join(folder, name));
      for (const name of ['src/a', 'src-more/b', 'src.d/c', 'src.ts', 'ü.md', 'z']) {
        writeFileSync(path.join(folder, name), name);
      }
      git('add', '-A');
      git('update-index', '--chmod=+x', 'z');
      const id = git('write-tree').trim();
      const entries = git('ls-tree', '-z', id)
        .split('\0')
        .map((line) => /^(\d+) \w+ ([0-9a-f]+)\t(.+)$/s.exec(line))
        .filter((row) => row !== null)
        .map(([, mode = '', entryId = '', name = '']) => ({ mode, id: entryId, name }));

      expect(entries).toHaveLength(6);
      expect(treeIdOf(entries)).toBe(id);
      expect(treeIdOf([...entries].reverse())).toBe(id);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
