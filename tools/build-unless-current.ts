import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { bundle, rebuildCommandLine } from './bundle.ts';

/** Whatever a bundle can be made of, in folders and files of the checkout; packages are those of the lock file. */
const FOLDERS = ['apps', 'functions', 'policies', 'schemas', 'shared', 'tools'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json'];
const IS_TEST = /\.test\.ts$/;

const Stamp = z.object({ sources: z.string(), files: z.record(z.string(), z.string()) });

/** `bundle` of `tools/bundle.ts`, unless its files stand as this very source makes them. */
export function bundleUnlessCurrent(root: string): Promise<boolean> {
  return buildUnlessCurrent(root, 'functions', async () => await bundle(root));
}

/** `rebuildCommandLine` of `tools/bundle.ts`, unless its files stand as this very source makes them. */
export function commandLineUnlessCurrent(root: string): Promise<boolean> {
  return buildUnlessCurrent(root, 'cli', async () => {
    await rebuildCommandLine(root);
    return readdir(path.join(root, 'dist/cli'));
  });
}

/**
 * Builds `dist/<name>` unless the sources and what was made of them have the content that they had after the last such build: a build takes ten
 * seconds of processor time, and whatever runs bundles asks for it. The contents are noted in `dist/<name>.json`.
 * @param build returns the names of the files in that folder that make up the build
 * @returns whether it built
 */
export async function buildUnlessCurrent(
  root: string,
  name: string,
  build: () => Promise<readonly string[]>,
): Promise<boolean> {
  const folder = path.join(root, 'dist', name);
  const sources = await digestOfSources(root);
  if (await isCurrent(folder, sources)) {
    await renewLists(folder);
    return false;
  }
  const names = await build();
  // What was edited meanwhile may be in the build or not: the next one decides.
  if ((await digestOfSources(root)) !== sources) return true;
  const files: Record<string, string> = {};
  for (const file of names) files[file] = digest(await readFile(path.join(folder, file)));
  await mkdir(path.dirname(folder), { recursive: true });
  await writeFile(`${folder}.json`, JSON.stringify({ sources, files } satisfies z.infer<typeof Stamp>));
  return true;
}

/** Lists of sources are compared with those by their times (apps/cli/perf-agent.mjs): what was touched and has its old content is built, too. */
async function renewLists(folder: string): Promise<void> {
  const now = new Date();
  for (const name of await readdir(folder)) {
    if (/^sources.*\.json$/.test(name)) await utimes(path.join(folder, name), now, now);
  }
}

async function isCurrent(folder: string, sources: string): Promise<boolean> {
  try {
    const stamp = Stamp.parse(JSON.parse(await readFile(`${folder}.json`, 'utf8')));
    if (stamp.sources !== sources) return false;
    for (const [file, expected] of Object.entries(stamp.files)) {
      if (digest(await readFile(path.join(folder, file))) !== expected) return false;
    }
    return true;
  } catch {
    // Nothing was built, or part of it is gone.
    return false;
  }
}

async function digestOfSources(root: string): Promise<string> {
  const files = [...FILES];
  for (const folder of FOLDERS) {
    const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (entry.isFile() && !IS_TEST.test(entry.name))
        files.push(path.relative(root, path.join(entry.parentPath, entry.name)));
    }
  }
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    hash.update(`${file}\0${digest(await readFile(path.join(root, file)))}\n`);
  }
  return hash.digest('hex');
}

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
