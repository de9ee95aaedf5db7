import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file whole or not at all; of two hosts that share a folder and write at one moment one comes last, and neither fails. */
export function replaceFile(file: string, text: string, mode = 0o666): void {
  writeThen(file, text, mode, (written) => renameSync(written, file));
}

/** Writes a file whole unless it is there; of two hosts that share a folder and write at one moment one comes first, and neither fails. */
export function createFile(file: string, text: string, mode = 0o666): void {
  writeThen(file, text, mode, (written) => {
    try {
      linkSync(written, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    }
  });
}

function writeThen(file: string, text: string, mode: number, place: (written: string) => void): void {
  const written = `${file}.${randomUUID()}.new`;
  try {
    writeFileSync(written, text, { mode });
    place(written);
  } finally {
    rmSync(written, { force: true });
  }
}
