import { join } from 'node:path';
import { rebuildCommandLine } from '../../tools/bundle.ts';

const ROOT = join(import.meta.dirname, '../..');
let built: Promise<unknown> | null = null;

/** The command line as it is shipped, built anew from the sources once. @returns its file */
export async function commandLine(): Promise<string> {
  built ??= rebuildCommandLine(ROOT);
  await built;
  return join(ROOT, 'dist/cli/main.js');
}
