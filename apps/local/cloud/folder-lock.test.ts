import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'perf-agent-lock-'));
}

describe('lockFolder', () => {
  it('keeps a second one off until it is released, and names the owner', () => {
    const folder = temporaryFolder();
    const unlock = lockFolder(folder);

    expect(() => lockFolder(folder)).toThrow(`in use by the embedded cloud of process ${process.pid}`);
    unlock();

    expect(existsSync(join(folder, 'cloud.lock'))).toBe(false);
    lockFolder(folder)();
  });

  it.each(['999999999', '', 'no number'])(
    'takes over a lock that says "%s", whose process is gone',
    (content) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'cloud.lock'), content);

      const unlock = lockFolder(folder);
      unlock();

      expect(existsSync(join(folder, 'cloud.lock'))).toBe(false);
    },
  );

  it('makes the folder', () => {
    const folder = join(temporaryFolder(), 'a', 'b');

    lockFolder(folder)();

    expect(existsSync(folder)).toBe(true);
  });
});
