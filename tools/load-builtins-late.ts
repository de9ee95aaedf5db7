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
    build.onLoad({ filter: /^/, namespace: NAMESPACE }, ({ path }) => ({
      contents: ONE_FUNCTION[path] ?? `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * Modules of which few functions are used, and mostly none: they load when one is called. The build fails when somebody imports another.
 * Commander has three of them for what our commands never come to; node:crypto is for what is not hashed here, and takes several milliseconds.
 */
const ONE_FUNCTION: Readonly<Record<string, string>> = {
  'node:child_process':
    "export default { spawn: (...given) => process.getBuiltinModule('node:child_process').spawn(...given) };",
  'node:crypto': [
    "const load = () => process.getBuiltinModule('node:crypto');",
    'export const createHmac = (...given) => load().createHmac(...given);',
    'export const hash = (...given) => load().hash(...given);',
    'export const randomBytes = (...given) => load().randomBytes(...given);',
  ].join('\n'),
  'node:util':
    "export const stripVTControlCharacters = (text) => process.getBuiltinModule('node:util').stripVTControlCharacters(text);",
};
