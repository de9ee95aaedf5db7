import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file whole or not at all; of two hosts that share a folder and write at one moment one comes last, and neither fails. */
export function replaceFile(file: string, text: string, mode = 0o666): void {
  const written = `${file}.${randomUUID()}.new`;
  try {
    writeFileSync(written, text, { mode });
    renameSync(written, file);
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  }
}
