import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';

/** More than this is no list of numbers of a metric's history. */
const MOST_BYTES = 256 * 1024 ** 2;

/**
 * The whole of a file (`.gz` is unpacked), or of standard input for no file or `-`.
 * @throws PermanentError(`INPUT_INVALID`) for a file that cannot be read, bytes that are no UTF-8, or more than 256 MiB.
 */
export async function readText(file: string | undefined): Promise<string> {
  const isFile = file !== undefined && file !== '-';
  if (!isFile && process.stdin.isTTY) {
    throw new PermanentError('INPUT_INVALID', 'Nothing to read: name a file or pipe the input in.');
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of isFile ? bytesOf(file) : standardInput()) {
    length += chunk.byteLength;
    if (length > MOST_BYTES)
      throw new PermanentError('INPUT_INVALID', `The input has more than ${MOST_BYTES} bytes.`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', 'The input is not text in UTF-8.', { cause: error });
  }
}

/** Chunks of a file, unpacked when its name ends in `.gz`. @throws PermanentError(`INPUT_INVALID`) naming the file. */
export async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file.endsWith('.gz') ? unpacked(file) : chunksOf(createReadStream(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : `it failed: ${code}`;
    throw new PermanentError('INPUT_INVALID', `${file} cannot be read: ${why}.`, { cause: error });
  }
}

async function* unpacked(file: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const packed = createReadStream(file);
  packed.on('error', (error) => gunzip.destroy(error));
  yield* chunksOf(packed.pipe(gunzip));
}

function standardInput(): AsyncGenerator<Uint8Array> {
  return chunksOf(process.stdin);
}

async function* chunksOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}
