import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { lockFolder } from '../cloud/folder-lock.ts';

/** Whoever finds this file in a folder knows that everything beside it may go. */
const MARKER = '.made-by-perf-agent-try';
const LOCK = 'cloud.lock';
/** The default folder is ours by its name: it was made before there was a marker. */
const OWN = path.join('.perf-agent', 'try');

/**
 * Takes a folder for one try: nobody else's while it is ours, and empty. Only what an earlier try made is removed.
 *
 * @returns the function that gives the folder back
 * @throws PermanentError(`INPUT_INVALID`) when the folder holds something else or is in use; nothing was changed then
 */
export function claimFolder(folder: string): () => void {
  if (!isOurs(folder)) {
    throw new PermanentError(
      'INPUT_INVALID',
      `--folder ${folder}: it is not empty and was not made by an earlier try, so nothing in it is removed. Name an empty or a new folder.`,
    );
  }
  const release = lock(folder);
  for (const name of readdirSync(folder)) {
    if (name !== LOCK) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
  writeFileSync(path.join(folder, MARKER), 'Made by "npm run try", which empties this folder each time.\n');
  return release;
}

function isOurs(folder: string): boolean {
  if (!existsSync(folder)) return true;
  if (!statSync(folder).isDirectory()) return false;
  const names = readdirSync(folder);
  return names.length === 0 || names.includes(MARKER) || folder.endsWith(path.sep + OWN);
}

function lock(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  try {
    return lockFolder(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PermanentError('INPUT_INVALID', `--folder: ${why}`, { cause: error });
  }
}
