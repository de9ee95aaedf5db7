import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether what Azurite keeps of a blob stands on the disk: its entry, and the entry of the extent that holds its bytes. */
export function isSaved(folder: string, name: string): boolean {
  const files = [join(folder, 'blobs.json'), join(folder, 'extents.json')];
  if (!files.every((file) => existsSync(file))) return false;
  const [blobs = '', extents = ''] = files.map((file) => readFileSync(file, 'utf8'));
  const entry = blobs.slice(blobs.indexOf(`"name":${JSON.stringify(name)}`));
  const extent = /"persistency":\{"id":"([^"]+)"/.exec(entry)?.[1];
  return entry.startsWith('"name":') && extent !== undefined && extents.includes(extent);
}
