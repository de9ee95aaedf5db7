import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { utf16Of } from '../text-decoder.ts';
import { CHUNK_BYTES } from './read-part.ts';

const GZIP_MAGIC = [0x1f, 0x8b];

/** Whether an open file begins as gzip does (RFC 1952). */
export async function isPacked(file: FileHandle): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(GZIP_MAGIC.length), 0, GZIP_MAGIC.length, 0);
  return GZIP_MAGIC.every((byte, at) => buffer[at] === byte);
}

/** The same by path; false for what cannot be read, which whoever reads it will say. */
export function isPackedFile(path: string): Promise<boolean> {
  return isFileThat(path, isPacked);
}

/** Whether a file has to be read from its start, and not in parts: it is gzip or UTF-16. */
export function isReadWhole(path: string): Promise<boolean> {
  return isFileThat(path, async (file) => (await isPacked(file)) || (await isUtf16(file)));
}

async function isUtf16(file: FileHandle): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return utf16Of(buffer) !== null;
}

async function isFileThat(path: string, holds: (file: FileHandle) => Promise<boolean>): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    return (await file.stat()).isFile() && (await holds(file));
  } finally {
    await file.close();
  }
}

/** Bytes of a log file, unpacked when it is gzip. The stream fails when the file cannot be read or is cut short. */
export async function openLog(path: string): Promise<Readable> {
  // Asked first: nobody would hear the stream fail while this waits.
  const packed = await isPackedFile(path);
  const bytes = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (!packed) return bytes;
  const unpacked = createGunzip();
  bytes.once('error', (error) => unpacked.destroy(error));
  unpacked.once('close', () => bytes.destroy());
  return bytes.pipe(unpacked);
}

/** The same for a stream that cannot be asked first, such as standard input. Fails as `openLog` does. */
export async function* unpackStream(source: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer | string> {
  const chunks = source[Symbol.asyncIterator]();
  const rest = { [Symbol.asyncIterator]: () => chunks };
  let begin = Buffer.alloc(0);
  while (begin.length < GZIP_MAGIC.length) {
    const next = await chunks.next();
    if (next.done === true) break;
    begin = Buffer.concat([begin, Buffer.from(next.value)]);
  }
  if (!GZIP_MAGIC.every((byte, at) => begin[at] === byte)) {
    if (begin.length > 0) yield begin;
    yield* rest;
    return;
  }
  const bytes = Readable.from(withFirst(begin, rest), { objectMode: false });
  const unpacked = createGunzip();
  bytes.once('error', (error) => unpacked.destroy(error));
  unpacked.once('close', () => bytes.destroy());
  yield* bytes.pipe(unpacked);
}

async function* withFirst(
  first: Buffer,
  rest: AsyncIterable<Buffer | string>,
): AsyncGenerator<Buffer | string> {
  yield first;
  yield* rest;
}
