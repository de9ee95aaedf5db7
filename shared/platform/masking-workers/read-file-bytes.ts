import { open } from 'node:fs/promises';

/** Read at once; two of them, so that one is filled while the other is worked on. */
const BLOCK_BYTES = 256 * 1024;
/** Given out at once: with what is left of a segment this makes a string of less than 128 KiB, and V8 keeps larger ones too long. */
const CHUNK_BYTES = 32 * 1024;

/**
 * The bytes `[start, end)` of a file in order. What is given out is valid until the next is asked for. What is no file but has a path (a named
 * pipe) is read when it is asked for, as it may keep its reader waiting.
 * @throws what the file system fails with
 */
export async function* readFileBytes(path: string, start = 0, end = Infinity): AsyncGenerator<Buffer> {
  await using file = await open(path);
  const isAtHand = (await file.stat()).isFile();
  let block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let other = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let position = start;
  const read = async (): Promise<number> => {
    const size = Math.min(BLOCK_BYTES, end - position);
    if (size <= 0) return 0;
    const { bytesRead } = await file.read(other, 0, size, isAtHand ? position : null);
    position += bytesRead;
    return bytesRead;
  };
  /** Nobody waits for it yet: a failure is met by whoever asks for the bytes. */
  const readAhead = (): Promise<number> => {
    const reading = read();
    reading.catch(() => undefined);
    return reading;
  };
  let next = readAhead();
  try {
    for (;;) {
      const size = await next;
      if (size === 0) return;
      [block, other] = [other, block];
      if (isAtHand) next = readAhead();
      for (let at = 0; at < size; at += CHUNK_BYTES)
        yield block.subarray(at, Math.min(size, at + CHUNK_BYTES));
      if (!isAtHand) next = readAhead();
    }
  } finally {
    // Whoever stops early does not want to know how the reading ahead went.
    await next.catch(() => undefined);
  }
}
