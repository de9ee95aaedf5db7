import { build, stop } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../functions-host/main.ts', import.meta.url));

/**
 * Bundles the Functions host into one JavaScript file. Run from its TypeScript sources, the host would load Node's
 * type stripper and a thousand modules of its dependencies: 40 MiB and half a second at every start.
 *
 * @returns the file
 */
export async function bundleHost(folder: string): Promise<string> {
  const outfile = join(folder, 'host.mjs');
  await build({
    entryPoints: [MAIN],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    minify: true,
    keepNames: true,
    logLevel: 'silent',
    // Dependencies in CommonJS ask for Node's own modules by require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  await stop();
  return outfile;
}
