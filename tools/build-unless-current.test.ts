import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildUnlessCurrent } from './build-unless-current.ts';

let root = '';
let built = 0;

beforeEach(() => {
  built = 0;
  root = mkdtempSync(path.join(tmpdir(), 'perf-agent-built-'));
  for (const folder of ['apps/cli', 'functions', 'policies', 'schemas', 'shared', 'tools'])
    mkdirSync(path.join(root, folder), { recursive: true });
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'apps/cli/main.ts'])
    write(file, file);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, content: string): void {
  writeFileSync(path.join(root, file), content);
}

function build(): Promise<boolean> {
  return buildUnlessCurrent(root, 'part', async () => {
    built += 1;
    mkdirSync(path.join(root, 'dist/part'), { recursive: true });
    write('dist/part/main.js', 'bundled');
    return ['main.js'];
  });
}

describe('a build that is made when it is not current', () => {
  it('is made once while nothing changes', async () => {
    expect([await build(), await build(), await build()]).toEqual([true, false, false]);
    expect(built).toBe(1);
  });

  it.each([
    ['a source is edited', 'apps/cli/main.ts'],
    ['a source is added', 'shared/other.ts'],
    ['a schema is edited', 'schemas/one.json'],
    ['packages change', 'package-lock.json'],
    ['a file of it is edited', 'dist/part/main.js'],
  ])('is made again when %s', async (_, file) => {
    await build();
    write(file, 'other');

    expect([await build(), await build()]).toEqual([true, false]);
  });

  it('is made again when a source or a file of it is gone', async () => {
    await build();
    rmSync(path.join(root, 'dist/part/main.js'));
    expect(await build()).toBe(true);
    rmSync(path.join(root, 'apps/cli/main.ts'));
    expect(await build()).toBe(true);
  });

  it('is made again at once when a source was edited while it was made', async () => {
    let builds = 0;
    await buildUnlessCurrent(root, 'part', async () => {
      mkdirSync(path.join(root, 'dist/part'), { recursive: true });
      write('dist/part/main.js', 'bundled');
      if (++builds === 1) write('apps/cli/main.ts', 'edited');
      return ['main.js'];
    });

    expect(builds).toBe(2);
    expect(await build()).toBe(false);
  });

  it('fails when the sources are edited during each build', async () => {
    let builds = 0;
    const restless = buildUnlessCurrent(root, 'part', async () => {
      mkdirSync(path.join(root, 'dist/part'), { recursive: true });
      write('dist/part/main.js', 'bundled');
      write('apps/cli/main.ts', `edit ${++builds}`);
      return ['main.js'];
    });

    await expect(restless).rejects.toThrow('edited during each of 3 builds of dist/part');
    expect(await build()).toBe(true);
  });

  it('has lists that are older than what was edited while it was made', async () => {
    let builds = 0;
    await buildUnlessCurrent(root, 'part', async () => {
      mkdirSync(path.join(root, 'dist/part'), { recursive: true });
      if (++builds === 2) {
        const list = statSync(path.join(root, 'dist/part/sources.json')).mtimeMs;
        expect(statSync(path.join(root, 'apps/cli/main.ts')).mtimeMs).toBeGreaterThan(list);
      }
      // A clock of the file system may be a little behind.
      await setTimeout(20);
      if (builds === 1) write('apps/cli/main.ts', 'edited');
      write('dist/part/sources.json', '[]');
      write('dist/part/main.js', 'bundled');
      return ['main.js'];
    });

    expect(builds).toBe(2);
  });

  it('has lists of sources that are no older than a source that was touched', async () => {
    await build();
    write('dist/part/sources-of-mask.json', '[]');
    const list = path.join(root, 'dist/part/sources-of-mask.json');
    utimesSync(list, 1, 1);

    expect(await build()).toBe(false);
    expect(statSync(list).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  });

  it('is not made again for a test', async () => {
    await build();
    write('apps/cli/main.test.ts', 'a test');

    expect(await build()).toBe(false);
  });

  it('leaves nothing behind that passes for a build when it fails', async () => {
    const failing = buildUnlessCurrent(root, 'part', () => Promise.reject(new Error('no such module')));

    await expect(failing).rejects.toThrow('no such module');
    expect(await build()).toBe(true);
  });
});
