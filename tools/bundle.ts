import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { loadBuiltinsLate } from './load-builtins-late.ts';
import { loadNumberingPlansLate } from './load-numbering-plans-late.ts';

/** CommonJS packages inside an ES module bundle still call require. */
const REQUIRE =
  "import { createRequire as __cr } from 'node:module';\nconst require = __cr(import.meta.url);";

/** The same for files of which most never do. */
const REQUIRE_LATE =
  "const require = (name) => process.getBuiltinModule('node:module').createRequire(import.meta.url)(name);";

/** What a CommonJS bundle has instead of `import.meta`. */
const FILE_URL = 'bundleUrl';
const META = { 'import.meta.url': FILE_URL, 'import.meta.main': 'false' };
const URL_OF_FILE = `const ${FILE_URL} = process.getBuiltinModule('node:url').pathToFileURL(__filename).href;`;

/** Node prints the line in which a program ends by an error. */
const LONGEST_LINE = 200;

/** The host supplies the first; the others carry native code or are only there when installed beside it. */
const EXTERNAL = [
  '@azure/functions-core',
  '@resvg/resvg-js',
  'pg-native',
  '@azure/functions-opentelemetry-instrumentation',
];

/** Where the command line gets `mask` from. */
const MASK = 'start-mask';

/**
 * What masks in threads: like `mask` itself each is one file of CommonJS. As ES modules the same code runs slower by a tenth, measured by turns
 * in one process; within a function of such a module it does not.
 */
const MASKING_THREADS: readonly string[] = ['mask-in-parallel', 'answer-jobs'];

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
 * others, as one file of CommonJS: Node reads that with a tenth less processor time than the same code in chunks that import each other.
 * @returns names of the files that make up the build.
 */
export async function bundleCommandLine(root: string): Promise<readonly string[]> {
  const any = await buildInto(
    root,
    'dist/cli',
    { main: 'apps/cli/main.ts', 'log-worker': 'shared/platform/log-workers/worker.ts' },
    { plugins: [maskRequired] },
  );
  const parts: Record<string, string> = {};
  const mask = await buildInto(
    root,
    'dist/cli',
    { [MASK]: 'apps/cli/start-mask.ts' },
    { ...ONE_FILE, plugins: [importsApart(parts), loadBuiltinsLate, loadNumberingPlansLate] },
  );
  const worker = await buildInto(
    root,
    'dist/cli',
    { 'masking-worker': 'shared/platform/masking-workers/worker.ts' },
    { ...SMALL, plugins: [importsApart(parts)] },
  );
  const isThreads = ([name]: [string, string]): boolean => MASKING_THREADS.includes(name);
  const threads = await buildInto(
    root,
    'dist/cli',
    Object.fromEntries(Object.entries(parts).filter(isThreads)),
    { ...ONE_FILE, plugins: [loadBuiltinsLate, loadNumberingPlansLate] },
  );
  const seldom = await buildInto(
    root,
    'dist/cli',
    Object.fromEntries(Object.entries(parts).filter((each) => !isThreads(each))),
    { ...SMALL, plugins: [loadBuiltinsLate, loadNumberingPlansLate], banner: { js: REQUIRE_LATE } },
  );
  const apart = [mask, worker, threads, seldom];
  // What apps/cli/perf-agent.mjs looks at, so that nobody runs yesterday's bundle of sources that were edited today.
  await writeFile(path.resolve(root, 'dist/cli', SOURCES), JSON.stringify(ownSources(any.sources)));
  await writeFile(
    path.resolve(root, 'dist/cli', MASK_SOURCES),
    JSON.stringify(
      ownSources([...new Set(['apps/cli/main.ts', ...apart.flatMap(({ sources }) => sources)])]),
    ),
  );
  return [...new Set([any, ...apart].flatMap(({ names }) => names)), SOURCES, MASK_SOURCES];
}

/** The same, and removes what earlier builds left: chunks have the name of their content. Not while the command line runs, which loads them late. */
export async function rebuildCommandLine(root: string): Promise<void> {
  await removeStale(path.join(root, 'dist/cli'), await bundleCommandLine(root));
}

/** Builds the masker by itself, in the form in which the command line has it: for measuring that. @returns the file */
export async function bundleMasker(root: string, folder: string): Promise<string> {
  const name = 'create-masker';
  await buildInto(
    root,
    folder,
    { [name]: `shared/masking/${name}.ts` },
    { ...ONE_FILE, plugins: [loadBuiltinsLate, loadNumberingPlansLate] },
  );
  return path.resolve(root, folder, `${name}.cjs`);
}

/** What is read whenever a line is masked. */
const SMALL = { minifyWhitespace: true, lineLimit: LONGEST_LINE };

/** What is loaded as a whole and runs long. */
const ONE_FILE: Omit<BuildOptions, 'metafile' | 'write'> = {
  ...SMALL,
  minifyIdentifiers: true,
  format: 'cjs',
  splitting: false,
  outExtension: { '.js': '.cjs' },
  define: META,
  banner: { js: URL_OF_FILE },
};

/** Has the command line's first file require `mask`: to import CommonJS, Node would first look through all of it for what it exports. */
const maskRequired: Plugin = {
  name: 'mask-required',
  setup(building) {
    const imported = `await import('./${MASK}.ts')`;
    const required = `process.getBuiltinModule('node:module').createRequire(import.meta.url)('./${MASK}.cjs')`;
    building.onLoad({ filter: /\/apps\/cli\/main\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      if (!source.includes(imported)) throw new Error(`${file} has no "${imported}" to be replaced.`);
      return { contents: source.replace(imported, required), loader: 'ts' };
    });
  },
};

/** Leaves what is imported on some calls only to files of their own beside the bundle, and notes the source of each. */
function importsApart(noted: Record<string, string>): Plugin {
  return {
    name: 'imports-apart',
    setup(building) {
      building.onResolve({ filter: /\.ts$/ }, ({ path: file, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const name = path.basename(file, '.ts');
        noted[name] = path.resolve(resolveDir, file);
        return { path: `./${name}.${MASKING_THREADS.includes(name) ? 'cjs' : 'js'}`, external: true };
      });
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
  more: Omit<BuildOptions, 'metafile' | 'write'> = {},
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
  await rebuildCommandLine(root);
  process.stdout.write('Built dist/functions and dist/cli\n');
}
