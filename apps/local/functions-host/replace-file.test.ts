import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createFile, replaceFile } from './replace-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-replace-'));
const file = path.join(folder, 'status.json');
const TIMES = 300;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('replaceFile', () => {
  it('leaves what was written last, and nothing beside it', () => {
    replaceFile(file, 'first');
    replaceFile(file, 'second');

    expect(readFileSync(file, 'utf8')).toBe('second');
    expect(readdirSync(folder)).toEqual(['status.json']);
  });

  it('leaves nothing beside it when it fails', () => {
    mkdirSync(path.join(folder, 'taken'));

    expect(() => replaceFile(path.join(folder, 'taken'), 'text')).toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(readdirSync(folder)).not.toContainEqual(expect.stringContaining('.new'));
    rmSync(path.join(folder, 'taken'), { recursive: true });
  });

  it('fails in none of two processes that write the same file again and again', async () => {
    const module = new URL('replace-file.ts', import.meta.url).href;
    const write = (text: string) =>
      promisify(execFile)(process.execPath, [
        '--input-type=module',
        '--eval',
        `import { createFile, replaceFile } from '${module}'; for (let n = 0; n < ${TIMES}; n += 1) replaceFile(process.argv[1], '${text}');`,
        file,
      ]);

    await Promise.all([write('{"by":"one"}'), write('{"by":"other"}')]);

    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('by');
    expect(readdirSync(folder)).toEqual(['status.json']);
  });
});

describe('createFile', () => {
  it('leaves what was written first, and nothing beside it', () => {
    const own = path.join(folder, 'keys.json');

    createFile(own, 'first');
    createFile(own, 'second');

    expect(readFileSync(own, 'utf8')).toBe('first');
    expect(readdirSync(folder)).not.toContainEqual(expect.stringContaining('.new'));
    rmSync(own);
  });

  it('fails where there is no folder', () => {
    expect(() => createFile(path.join(folder, 'none', 'keys.json'), 'text')).toThrow(/ENOENT/);
  });
});
