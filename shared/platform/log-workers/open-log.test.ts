import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openLog, unpackStream } from './open-log.ts';

describe('openLog', () => {
  it('tells the reader, and nobody else, that a file cannot be read', async () => {
    const missing = join(tmpdir(), 'perf-agent-no-such-file.log');

    // Which of two opens fails first is chance: an error that nobody hears would fail this run.
    for (let round = 0; round < 400; round++) {
      await expect(openLog(missing).then((stream) => text(stream))).rejects.toThrow(/ENOENT/);
      if (round % 3 === 0) await new Promise(setImmediate);
    }
  });
});

describe('unpackStream', () => {
  it.each([1, 2, 7, 10_000])(
    'unpacks gzip that comes %i bytes at a time, and leaves the rest alone',
    async (size) => {
      const log = Buffer.from('order 5 was paid\n'.repeat(50));

      expect(await text(unpackStream(inPieces(gzipSync(log), size)))).toBe(log.toString());
      expect(await text(unpackStream(inPieces(log, size)))).toBe(log.toString());
    },
  );

  it('says when the stream was cut short', async () => {
    const packed = gzipSync('order 5 was paid\n');

    await expect(text(unpackStream(inPieces(packed.subarray(0, -6), 5)))).rejects.toThrow(
      'unexpected end of file',
    );
  });

  it.each(['', '\u001f'])('hands on what is too short to be packed: %j', async (short) => {
    expect(await text(unpackStream(inPieces(Buffer.from(short), 1)))).toBe(short);
  });
});

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
