import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';

const PackageJson = z.looseObject({ main: z.string().min(1, 'is empty').optional() });

/**
 * Imports the app as Azure does: the file, or the files of the glob, named by package.json `main`.
 *
 * @throws Error that says which file could not be loaded and why
 */
export async function loadApp(appFolder: string): Promise<void> {
  const file = join(appFolder, 'package.json');
  const { main } = PackageJson.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (main === undefined)
    throw new Error(`${file} has no "main"; it names the file that registers the functions.`);
  const entries = globSync(main, { cwd: appFolder }).sort();
  if (entries.length === 0) {
    throw new Error(
      `${file}: "main" is "${main}", and no such file is in ${appFolder}. Was the app built (npm run build)?`,
    );
  }
  for (const entry of entries) {
    try {
      await import(pathToFileURL(join(appFolder, entry)).href);
    } catch (error) {
      throw new Error(`The app's entry point ${entry} could not be loaded: ${String(error)}`, {
        cause: error,
      });
    }
  }
}
