import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';

/** Builds what Azure loads through package.json `main`: one entry and lazy chunks, without node_modules. */
export async function bundle(root: string): Promise<void> {
  const outdir = resolve(root, 'dist/functions');
  await rm(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['functions/index.ts'],
    outdir,
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
}

if (import.meta.filename === process.argv[1]) {
  await bundle(resolve(import.meta.dirname, '..'));
  process.stdout.write('Built dist/functions\n');
}
