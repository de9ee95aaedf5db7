import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps a second cloud off the folder. A lock whose process is gone is taken over.
 *
 * @returns the function that gives the folder back
 * @throws Error that names the process that has the folder
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'cloud.lock');
  if (!tryCreate(file)) {
    const owner = Number(readFileSync(file, 'utf8'));
    if (Number.isInteger(owner) && owner > 0 && isAlive(owner)) {
      throw new Error(
        `${folder} is in use by the embedded cloud of process ${owner}. Stop that one, or choose another folder. (If process ${owner} is something else, delete ${file}.)`,
      );
    }
    // Moving it away first lets only one of two starters win: the second finds nothing to move.
    const stale = `${file}.${process.pid}.stale`;
    renameSync(file, stale);
    rmSync(stale);
    if (!tryCreate(file))
      throw new Error(`${folder} was taken by another start of the embedded cloud just now.`);
  }
  return () => rmSync(file, { force: true });
}

function tryCreate(file: string): boolean {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
