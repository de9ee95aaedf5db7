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
 * @throws Error when the sources were edited during each of three builds
 */
export async function buildUnlessCurrent(
  root: string,
  name: string,
  build: () => Promise<readonly string[]>,
): Promise<boolean> {
  const folder = path.join(root, 'dist', name);
  let seenAt = new Date();
  let sources = await digestOfSources(root);
  if (await isCurrent(folder, sources)) {
    await dateLists(folder, seenAt);
    return false;
  }
  let names = await build();
  for (let builds = 1; ; builds++) {
    await dateLists(folder, seenAt);
    const before = sources;
    seenAt = new Date();
    sources = await digestOfSources(root);
    if (sources === before) break;
    // What was edited meanwhile may be in the build or not.
    if (builds === MOST_BUILDS)
      throw new Error(`The sources were edited during each of ${MOST_BUILDS} builds of dist/${name}.`);
    names = await build();
  }
  const files: Record<string, string> = {};
  for (const file of names) files[file] = digest(await readFile(path.join(folder, file)));
  await mkdir(path.dirname(folder), { recursive: true });
  await writeFile(`${folder}.json`, JSON.stringify({ sources, files } satisfies z.infer<typeof Stamp>));
  return true;
}

const MOST_BUILDS = 3;
/** A folder that cannot be written to: then the times stay as they are, and the command line runs its sources. */
const IS_READ_ONLY = /^(?:EROFS|EACCES|EPERM)$/;

/**
 * Lists of sources are compared with those by their times (apps/cli/perf-agent.mjs). They get the time before the sources were read: so what was
 * touched and has its old content counts as built, and what is edited while it is read or built does not.
 */
async function dateLists(folder: string, seenAt: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^sources.*\.json$/.test(name)) continue;
    try {
      await utimes(path.join(folder, name), seenAt, seenAt);
    } catch (error) {
      if (!IS_READ_ONLY.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
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
