import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { loadBuiltinsLate } from './load-builtins-late.ts';

/** CommonJS packages inside an ES module bundle still call require. */
const REQUIRE =
  "import { createRequire as __cr } from 'node:module';\nconst require = __cr(import.meta.url);";

/** The same for files of which most never do. */
const REQUIRE_LATE =
  "const require = (name) => process.getBuiltinModule('node:module').createRequire(import.meta.url)(name);";

/** Node prints the line in which a program ends by an error. */
const LONGEST_LINE = 200;

/** The host supplies the first; the others carry native code or are only there when installed beside it. */
const EXTERNAL = [
  '@azure/functions-core',
  '@resvg/resvg-js',
  'pg-native',
  '@azure/functions-opentelemetry-instrumentation',
];

/** The bundled command line's lists of the files that it was made of. */
const SOURCES = 'sources.json';
const MASK_SOURCES = 'sources-of-mask.json';

/**
 * Builds what Azure loads through package.json `main`: one entry and lazy chunks, without node_modules. Files are replaced one by
 * one and only when they differ, so that a host that runs the same code beside it does not lose its chunks.
 * @returns names of the files that make up the build.
 */
export async function bundle(root: string): Promise<readonly string[]> {
  return (await buildInto(root, 'dist/functions', ['functions/index.ts'])).names;
}

/**
 * Builds the command line in the same way, with a chunk for each command, and its threads' files beside it. `mask` is built apart from the
 * others: what it shares with none of them is not cut into chunks along their borders, and each file takes half a millisecond to load.
 * @returns names of the files that make up the build.
 */
export async function bundleCommandLine(root: string): Promise<readonly string[]> {
  const any = await buildInto(
    root,
    'dist/cli',
    { main: 'apps/cli/main.ts', 'log-worker': 'shared/platform/log-workers/worker.ts' },
    { plugins: [builtApart('start-mask')] },
  );
  const mask = await buildInto(
    root,
    'dist/cli',
    {
      'start-mask': 'apps/cli/start-mask.ts',
      'masking-worker': 'shared/platform/masking-workers/worker.ts',
    },
    {
      plugins: [loadBuiltinsLate],
      minifyWhitespace: true,
      lineLimit: LONGEST_LINE,
      banner: { js: REQUIRE_LATE },
    },
  );
  // What apps/cli/perf-agent.mjs looks at, so that nobody runs yesterday's bundle of sources that were edited today.
  await writeFile(path.resolve(root, 'dist/cli', SOURCES), JSON.stringify(ownSources(any.sources)));
  await writeFile(
    path.resolve(root, 'dist/cli', MASK_SOURCES),
    JSON.stringify(ownSources(['apps/cli/main.ts', ...mask.sources])),
  );
  return [...new Set([...any.names, ...mask.names, SOURCES, MASK_SOURCES])];
}

/** Leaves the import of a source to the bundle of that name, which lies beside the one that is built. */
function builtApart(name: string): Plugin {
  return {
    name: 'built-apart',
    setup(building) {
      building.onResolve({ filter: new RegExp(`/${name}\\.ts$`) }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: `./${name}.js`, external: true },
      );
    },
  };
}

function ownSources(sources: readonly string[]): readonly string[] {
  return sources.filter((source) => /^(?:apps|shared)\//.test(source));
}

async function buildInto(
  root: string,
  folder: string,
  entryPoints: string[] | Record<string, string>,
  more: Pick<BuildOptions, 'banner' | 'lineLimit' | 'minifyWhitespace' | 'plugins'> = {},
): Promise<{ readonly names: readonly string[]; readonly sources: readonly string[] }> {
  const outdir = path.resolve(root, folder);
  const { outputFiles, metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints,
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
    external: EXTERNAL,
    banner: { js: REQUIRE },
    ...more,
  });
  await mkdir(outdir, { recursive: true });
  for (const file of outputFiles) await replaceFile(file.path, file.contents);
  return {
    names: outputFiles.map((file) => path.basename(file.path)),
    sources: Object.keys(metafile.inputs),
  };
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
  await removeStale(path.join(root, 'dist/cli'), await bundleCommandLine(root));
  process.stdout.write('Built dist/functions and dist/cli\n');
}
