import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Masker, MaskerOptions } from '../../shared/masking/create-masker.ts';
import { bundleMasker, rebuildCommandLine } from '../../tools/bundle.ts';

const ROOT = join(import.meta.dirname, '../..');
let built: Promise<unknown> | null = null;

/** The command line as it is shipped, built anew from the sources once. @returns its file */
export async function commandLine(): Promise<string> {
  built ??= rebuildCommandLine(ROOT);
  await built;
  return join(ROOT, 'dist/cli/main.js');
}

/** The masker as the command line ships it, built anew from the sources: one file of CommonJS, a tenth faster than the modules it is made of. */
export async function shippedMasker(options: MaskerOptions): Promise<Masker> {
  const folder = mkdtempSync(join(tmpdir(), 'masker-'));
  try {
    const file = await bundleMasker(ROOT, folder);
    // What is required has no types of its own.
    const { createMasker } = createRequire(import.meta.url)(file) as {
      createMasker: (options: MaskerOptions) => Masker;
    };
    return createMasker(options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
