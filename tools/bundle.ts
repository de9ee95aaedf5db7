import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * Builds what Azure loads through package.json `main`: one entry and lazy chunks, without node_modules. Files are replaced one by
 * one and only when they differ, so that a host that runs the same code beside it does not lose its chunks.
 * @returns names of the files that make up the build.
 */
export async function bundle(root: string): Promise<readonly string[]> {
  const outdir = path.resolve(root, 'dist/functions');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['functions/index.ts'],
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minifySyntax: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'external',
    logLevel: 'warning',
    // The host supplies the first; the others carry native code or are only there when installed beside it.
    external: [
      '@azure/functions-core',
      '@resvg/resvg-js',
      'pg-native',
      '@azure/functions-opentelemetry-instrumentation',
    ],
    // CommonJS packages inside an ES module bundle still call require.
    banner: {
      js: "import { createRequire as __cr } from 'node:module';\nconst require = __cr(import.meta.url);",
    },
  });
  await mkdir(outdir, { recursive: true });
  for (const file of outputFiles) await replaceFile(file.path, file.contents);
  return outputFiles.map((file) => path.basename(file.path));
}

async function replaceFile(file: string, contents: Uint8Array): Promise<void> {
  const standing = await readFile(file).catch(() => null);
  if (standing?.equals(contents) === true) return;
  const fresh = `${file}.${process.pid}.new`;
  await writeFile(fresh, contents);
  await rename(fresh, file);
}

async function removeStale(folder: string, current: readonly string[]): Promise<void> {
  const keep = new Set(current);
  const names = await readdir(folder);
  await Promise.all(names.filter((name) => !keep.has(name)).map((name) => rm(path.join(folder, name))));
}

if (import.meta.filename === process.argv[1]) {
  const root = path.resolve(import.meta.dirname, '..');
  await removeStale(path.join(root, 'dist/functions'), await bundle(root));
  process.stdout.write('Built dist/functions\n');
}
