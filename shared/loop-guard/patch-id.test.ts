import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchIdOfDiff } from './patch-id.ts';

const DIFF = `diff --git a/src/orders.ts b/src/orders.ts
index 1111111..2222222 100644
--- a/src/orders.ts
+++ b/src/orders.ts
@@ -1,2 +1,3 @@
 const orders = await list();
-show(orders);
+for (const order of orders) show(order);
+done();
diff --git a/src/basket.ts b/src/basket.ts
index 3333333..4444444 100644
--- a/src/basket.ts
+++ b/src/basket.ts
@@ -10 +10 @@ function add() {
-  a
+  b
`;

describe('patchIdOfDiff', () => {
  it('is the id that git gives this diff', () => {
    expect(patchIdOfDiff(DIFF)).toBe(gitPatchId(DIFF));
  });

  it.each([
    ['line numbers', DIFF.replace('@@ -1,2 +1,3 @@', '@@ -101,2 +140,3 @@')],
    ['object ids', DIFF.replaceAll('2222222', 'abcdef0')],
    ['white space', DIFF.replace('+  b', '+\tb  ')],
    ['the order of files', swapped(DIFF)],
    ['a message before it', `commit ${'c'.repeat(40)}\n\n    Faster\n\n${DIFF}`],
    ['the name of the function', DIFF.replace('function add() {', 'function other() {')],
  ])('does not depend on %s', (_what, other) => {
    expect(other).not.toBe(DIFF);
    expect(patchIdOfDiff(other)).toBe(patchIdOfDiff(DIFF));
  });

  it.each([
    ['a line', DIFF.replace('done();', 'gone();')],
    ['its surroundings', DIFF.replace('= await list()', '= list()')],
    ['the name of a file', DIFF.replaceAll('basket', 'busket')],
    ['a file less', DIFF.slice(0, DIFF.lastIndexOf('diff --git'))],
  ])('depends on %s', (_what, other) => {
    expect(patchIdOfDiff(other)).not.toBe(patchIdOfDiff(DIFF));
  });

  it('has no id for nothing', () => {
    expect(['', '\n', 'no diff at all\n'].map(patchIdOfDiff)).toEqual([null, null, null]);
  });

  describe('beside git', () => {
    let repository: string;
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        cwd: repository,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    beforeAll(() => {
      repository = mkdtempSync(path.join(tmpdir(), 'patch-id-'));
      git('init', '-q', '-b', 'main');
    });
    afterAll(() => rmSync(repository, { recursive: true, force: true }));

    it('has the same id as git for any edit of text files', () => {
      const line = fc.constantFrom(
        'a',
        'b',
        '  c',
        '\td',
        'diff --git',
        '--- x',
        '+++ y',
        '@@ -1 +1 @@',
        '',
        '- ü',
        '\\ no',
      );
      const file = fc.array(line, { maxLength: 30 });
      const files = fc.record({ 'one.txt': file, 'src/two.ts': file, three: file }, { requiredKeys: [] });

      fc.assert(
        fc.property(files, files, fc.boolean(), (before, after, endsWithNewline) => {
          commit(before, true);
          commit(after, endsWithNewline);
          const diff = git('diff', '--no-color', '--no-renames', 'HEAD~1', 'HEAD');
          expect(patchIdOfDiff(diff)).toBe(gitPatchId(diff));
        }),
        { numRuns: 25 },
      );
    });

    it('has the same id as git for renames, modes and new empty files', () => {
      commit({ 'old.txt': ['1', '2', '3', '4', '5', '6'], 'run.sh': ['x'] }, true);
      renameSync(path.join(repository, 'old.txt'), path.join(repository, 'new.txt'));
      writeFileSync(path.join(repository, 'new.txt'), '1\n2\n3\n4\n5\nsix\n');
      writeFileSync(path.join(repository, 'empty'), '');
      git('add', '-A');
      git('update-index', '--chmod=+x', 'run.sh');
      git('commit', '-q', '-m', 'y');
      const diff = git('diff', '--no-color', '-M', 'HEAD~1', 'HEAD');

      expect(diff).toMatch(/rename from old.txt[^]*new mode 100755/);
      expect(patchIdOfDiff(diff)).toBe(gitPatchId(diff));
    });

    it('keeps its id when the commit is carried to another base', () => {
      commit({ 'a.txt': lines(30), 'b.txt': ['b'] }, true);
      const base = git('rev-parse', 'HEAD').trim();
      commit(
        { 'a.txt': lines(30).map((text) => (text === 'line 25' ? 'changed' : text)), 'b.txt': ['b'] },
        true,
      );
      const change = git('rev-parse', 'HEAD').trim();
      git('checkout', '-q', base);
      commit({ 'a.txt': ['new first line', ...lines(30)], 'b.txt': ['c'] }, true);
      git('cherry-pick', change);

      const [there, here] = [git('show', change), git('show', 'HEAD')].map(patchIdOfDiff);

      expect(there).toMatch(/^[0-9a-f]{40}$/);
      expect(here).toBe(there);
      git('checkout', '-q', '-B', 'main');
    });

    function commit(files: Readonly<Record<string, readonly string[]>>, endsWithNewline: boolean): void {
      git('rm', '-rqf', '--ignore-unmatch', '.');
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(repository, name)), { recursive: true });
        const text = content.join('\n') + (endsWithNewline ? '\n' : '');
        writeFileSync(path.join(repository, name), text);
      }
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', 'x');
    }
  });
});

function lines(count: number): string[] {
  return Array.from({ length: count }, (_, number) => `line ${number + 1}`);
}

function swapped(diff: string): string {
  const at = diff.lastIndexOf('diff --git');
  return diff.slice(at) + diff.slice(0, at);
}

/** What `git patch-id --stable` says; null when it says nothing. */
function gitPatchId(diff: string): string | null {
  const told = execFileSync('git', ['patch-id', '--stable'], { input: diff, encoding: 'utf8' });
  return /^[0-9a-f]{40}/.exec(told)?.[0] ?? null;
}
