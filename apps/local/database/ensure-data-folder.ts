import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';

const CREATE_TIMEOUT_MS = 60_000;
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/perf-agent/', import.meta.url));

/**
 * Makes an empty database when the folder is not there. initdb takes seconds, so its result is kept beside the
 * packages and copied from then on. The folder appears complete or not at all.
 *
 * @throws when initdb fails or takes longer than a minute
 */
export async function ensureDataFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const template = await ensureTemplate();
  if (template === null) await initialise(unfinished);
  // At once: one after the other, a thousand small files take twice the processor time or more.
  else cpSync(template, unfinished, { recursive: true });
  await rename(unfinished, folder);
}

/** The kept result of initdb; null when nothing can be kept beside the packages. */
async function ensureTemplate(): Promise<string | null> {
  const template = join(CACHE, `database-${versionOfPglite()}`);
  if (existsSync(template)) return template;
  const unfinished = `${template}.${process.pid}.new`;
  try {
    mkdirSync(CACHE, { recursive: true });
  } catch {
    return null;
  }
  await initialise(unfinished);
  try {
    await rename(unfinished, template);
  } catch (error) {
    // Another process was first; its template is as good.
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(template)) throw error;
  }
  return template;
}

async function initialise(folder: string): Promise<void> {
  const script = fileURLToPath(new URL('create-data.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [script, folder], { timeout: CREATE_TIMEOUT_MS });
}

function versionOfPglite(): string {
  const entry = fileURLToPath(import.meta.resolve('@electric-sql/pglite'));
  const text = readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
