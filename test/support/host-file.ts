import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { bundleHost } from '../../apps/local/cloud/bundle-host.ts';
import { buildUnlessCurrent } from '../../tools/build-unless-current.ts';

const NAME = 'local-host';
let made: Promise<string> | undefined;

/**
 * The bundled Functions host, which all installations of tests are started from.
 * @returns the file
 */
export function hostFile(root: string): Promise<string> {
  made ??= make(root);
  return made;
}

async function make(root: string): Promise<string> {
  const folder = path.join(root, 'dist', NAME);
  await buildUnlessCurrent(root, NAME, async () => {
    // Whole or not at all: another run of tests may start hosts from it.
    const fresh = path.join(folder, String(process.pid));
    await mkdir(fresh, { recursive: true });
    try {
      const built = await bundleHost(fresh);
      await rename(built, path.join(folder, path.basename(built)));
      return [path.basename(built)];
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  });
  return path.join(folder, 'host.mjs');
}
