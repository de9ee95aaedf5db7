import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/** The k6 program of the PATH. @returns null when there is none */
export async function findK6(searchPath = process.env['PATH'] ?? ''): Promise<string | null> {
  const name = process.platform === 'win32' ? 'k6.exe' : 'k6';
  for (const folder of searchPath.split(path.delimiter).filter((entry) => entry !== '')) {
    const file = path.join(folder, name);
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return null;
}
