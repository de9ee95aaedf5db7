import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { publishedSchemas } from './published-schemas.ts';

const root = path.resolve(import.meta.dirname, '..');
for (const [file, text] of Object.entries(publishedSchemas())) {
  const target = path.join(root, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
  process.stdout.write(`${file}\n`);
}
