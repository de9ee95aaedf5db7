import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const NAMESPACE = 'builtin';

/**
 * Has a bundle take Node's own modules from `process.getBuiltinModule`. An `import` of one makes Node ask it for each of its exports, and those
 * that load on first use load then: of `node:process` and `node:crypto` alone that is a seventh of the start of `perf-agent mask`.
 */
export const loadBuiltinsLate: Plugin = {
  name: 'load-builtins-late',
  setup(build) {
    build.onResolve({ filter: /^[\w/:]+$/ }, ({ path, kind }) =>
      kind === 'import-statement' && isBuiltin(path)
        ? { path: path.replace(/^(?!node:)/, 'node:'), namespace: NAMESPACE, sideEffects: false }
        : undefined,
    );
    build.onLoad({ filter: /^/, namespace: NAMESPACE }, ({ path }) => ({ contents: contentsOf(path) }));
  },
};

/**
 * Modules of which few functions are used: they are named here, so that a bundle does not copy the names of all of them, and load when one is
 * called. The build fails when somebody imports another. Commander has some for what our commands never come to; node:crypto is for
 * what is not hashed here, and takes several milliseconds.
 */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['createHmac', 'hash', 'randomBytes'],
  'node:stream/promises': ['finished'],
  'node:url': ['domainToASCII'],
  'node:util': ['stripVTControlCharacters'],
};
/** Modules that are used as a whole or by few names, which are there at once. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'node:events': ['EventEmitter'],
  'node:fs': ['closeSync', 'existsSync', 'fstatSync', 'openSync', 'readFileSync', 'readSync', 'statSync'],
  'node:path': ['dirname', 'isAbsolute', 'resolve'],
  'node:process': [],
  'node:stream': ['Writable'],
  'node:string_decoder': ['StringDecoder'],
};

function contentsOf(module: string): string {
  const load = `process.getBuiltinModule(${JSON.stringify(module)})`;
  if (module === 'node:child_process')
    return `export default { spawn: (...given) => ${load}.spawn(...given) };`;
  const functions = FUNCTIONS[module];
  if (functions !== undefined)
    return functions
      .map((name) => `export const ${name} = (...given) => ${load}.${name}(...given);`)
      .join('\n');
  const values = VALUES[module];
  if (values === undefined) return `module.exports = ${load};`;
  return `const whole = ${load};\nexport default whole;\n${values.map((name) => `export const ${name} = whole.${name};`).join('\n')}`;
}
