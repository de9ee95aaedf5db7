import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimFolder } from './claim-folder.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'perf-agent-claim-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('claimFolder', () => {
  it('leaves a folder alone that holds something else, and says why', () => {
    writeFileSync(path.join(base, 'thesis.tex'), 'years of work');

    expect(() => claimFolder(base)).toThrow(/not empty and was not made by an earlier try/);
    expect(readdirSync(base)).toEqual(['thesis.tex']);
  });

  it('refuses a file in place of a folder', () => {
    const file = path.join(base, 'file');
    writeFileSync(file, 'x');

    expect(() => claimFolder(file)).toThrow(/--folder/);
    expect(existsSync(file)).toBe(true);
  });

  it.each([
    ['a new folder', 'new/folder'],
    ['an empty one', ''],
  ])('takes %s', (_what, name) => {
    const folder = path.join(base, name);

    claimFolder(folder)();

    expect(readdirSync(folder)).toEqual(['.made-by-perf-agent-try']);
  });

  it('empties what an earlier try left', () => {
    claimFolder(base)();
    mkdirSync(path.join(base, 'cloud'));
    writeFileSync(path.join(base, 'cloud/data'), 'x');

    claimFolder(base)();

    expect(readdirSync(base)).toEqual(['.made-by-perf-agent-try']);
  });

  it('takes the default folder without a marker, and no other folder of the product', () => {
    for (const name of ['try', 'dev']) {
      mkdirSync(path.join(base, '.perf-agent', name), { recursive: true });
      writeFileSync(path.join(base, '.perf-agent', name, 'data'), 'x');
    }

    claimFolder(path.join(base, '.perf-agent', 'try'))();

    expect(() => claimFolder(path.join(base, '.perf-agent', 'dev'))).toThrow(/not empty/);
  });

  it('removes nothing while another try has the folder', () => {
    const release = claimFolder(base);
    writeFileSync(path.join(base, 'running'), 'x');

    expect(() => claimFolder(base)).toThrow(/in use/);
    expect(existsSync(path.join(base, 'running'))).toBe(true);

    release();
    claimFolder(base)();
    expect(existsSync(path.join(base, 'running'))).toBe(false);
  });
});
