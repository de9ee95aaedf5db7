import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { isReadWhole } from './open-log.ts';
import { readLogFiles } from './read-log-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'perf-agent-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LOG = 'Größe 12\r\nready 😀\n'.repeat(3_000);
const littleEndian = Buffer.from(`\uFEFF${LOG}`, 'utf16le');
const bigEndian = Buffer.from(littleEndian).swap16();

async function read(
  files: readonly string[],
  input: AsyncIterable<Buffer> = Readable.from([]),
): Promise<string> {
  let text = '';
  for await (const piece of readLogFiles(files, input)) text += piece;
  return text;
}

describe('a log in UTF-16', () => {
  it.each([
    ['little endian, as PowerShell writes it', littleEndian],
    ['big endian', bigEndian],
  ])('is read from its file: %s', async (name, bytes) => {
    const path = join(folder, `${name}.log`);
    writeFileSync(path, bytes);

    expect(await read([path])).toBe(LOG);
    expect(await isReadWhole(path)).toBe(true);
  });

  it('is read from standard input, wherever it is cut', async () => {
    const pieces = Array.from({ length: Math.ceil(littleEndian.length / 777) }, (_, at) =>
      littleEndian.subarray(at * 777, (at + 1) * 777),
    );

    expect(await read([], Readable.from(pieces, { objectMode: true }))).toBe(LOG);
  });

  it('is told from UTF-8, which may be read in parts', async () => {
    const path = join(folder, 'utf-8.log');
    writeFileSync(path, LOG);

    expect(await read([path])).toBe(LOG);
    expect(await isReadWhole(path)).toBe(false);
  });
});
