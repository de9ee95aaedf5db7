import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FILE_MAGIC } from './record.ts';

/** Most buffers that one writev takes (IOV_MAX on Linux and macOS). */
const MAX_BUFFERS = 1024;

/** An append-only file whose bytes are on disk when `sync` resolves. */
export class JournalFile {
  readonly #handle: FileHandle;
  #size: number;

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.#size = size;
  }

  /** Creates the file and makes its name durable. */
  static async create(path: string): Promise<JournalFile> {
    const handle = await open(path, 'w', 0o600);
    await handle.write(FILE_MAGIC);
    await handle.datasync();
    await syncFolder(dirname(path));
    return new JournalFile(handle, FILE_MAGIC.length);
  }

  get size(): number {
    return this.#size;
  }

  async write(parts: readonly Buffer[]): Promise<void> {
    for (let start = 0; start < parts.length; start += MAX_BUFFERS) {
      await this.#writeAll(parts.slice(start, start + MAX_BUFFERS));
    }
  }

  async sync(): Promise<void> {
    await this.#handle.datasync();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #writeAll(parts: Buffer[]): Promise<void> {
    let left = parts;
    while (left.length > 0) {
      const { bytesWritten } = await this.#handle.writev(left);
      this.#size += bytesWritten;
      left = behind(left, bytesWritten);
    }
  }
}

/** Makes created and renamed names durable; Windows does so by itself and opens no folders. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function behind(parts: readonly Buffer[], written: number): Buffer[] {
  let skip = written;
  const left: Buffer[] = [];
  for (const part of parts) {
    if (skip >= part.length) skip -= part.length;
    else {
      left.push(part.subarray(skip));
      skip = 0;
    }
  }
  return left;
}
