import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headerOf } from './mine-stream.ts';
import { findBorder } from './find-border.ts';
import { mineFile } from './mine-file.ts';
import { readLogFiles } from './read-log-files.ts';
import { RecordSpool } from './record-spool.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'perf-agent-test-'));
  large = await fileOf('large.log', logText(80_000, true));
});

let large: string;

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function fileOf(name: string, text: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const TRACE =
  'java.lang.IllegalStateException: no cart\n\tat com.shop.Cart.total(Cart.java:42)\nCaused by: java.sql.SQLException: refused\n\tat com.db.Pool.get(Pool.java:9)\n';

function logText(lines: number, headed: boolean): string {
  let text = '';
  for (let n = 0; n < lines; n++) {
    text += `${headed ? `2024-05-01 10:00:${10 + (n % 50)} INFO cart: ` : ''}served page ${n} of höst${n % 7} wörld\n`;
    if (n % 11 === 0) text += TRACE;
  }
  return text;
}

describe('findBorder', () => {
  it.each([true, false])('never cuts a record in two, at any offset (headers: %s)', async (headed) => {
    const text = Buffer.from(logText(30, headed));
    const path = await fileOf(`border-${headed}.log`, text);
    const header = headerOf(text.toString());
    await using file = await open(path);

    for (let offset = 0; offset <= text.length; offset++) {
      const border = await findBorder(file, offset, text.length, header);

      expect(border).toBeGreaterThanOrEqual(offset);
      const before = text.subarray(0, border).toString();
      const after = text.subarray(border).toString();
      expect(before === '' || before.endsWith('\n')).toBe(true);
      expect(after).not.toMatch(/^(?:\s|Caused)/);
    }
  });
});

describe('mineFile', () => {
  it('has the same result with threads as without', async () => {
    const alone = (await mineFile(large)).result();
    const together = (await mineFile(large, { workers: 3, threadsFromBytes: 1_000_000 })).result();

    expect(together.patterns).toEqual(alone.patterns);
    expect(together.lines).toBe(alone.lines);
    expect(alone.patterns).toHaveLength(2);
  });

  it('says which file it cannot read', async () => {
    await expect(mineFile(join(folder, 'absent.log'))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('absent.log') as unknown,
    });
    await expect(mineFile(folder)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('gives up at its deadline', async () => {
    await expect(mineFile(large, { workers: 2, timeoutMs: 1 })).rejects.toThrow(/timeout/i);
  });

  it('mines an empty file and binary junk', async () => {
    const junk = Buffer.from(Array.from({ length: 100_000 }, (_, n) => (n * 7919 + (n >> 3)) % 256));

    expect((await mineFile(await fileOf('empty.log', ''))).result().records).toBe(0);
    const result = (await mineFile(await fileOf('junk.log', junk))).result();
    expect(result.lines).toBeGreaterThan(100);
  });
});

describe('readLogFiles', () => {
  it('reads files one after another, with a line feed between', async () => {
    const paths = [await fileOf('one.log', 'a\nb'), await fileOf('two.log', 'c\n')];
    let text = '';

    for await (const chunk of readLogFiles(paths, noInput())) text += chunk;

    expect(text).toBe('a\nb\nc\n');
  });

  it('decodes characters that are cut between chunks', async () => {
    const bytes = Buffer.from('é😀\n');
    let text = '';

    for await (const chunk of readLogFiles([], byteByByte(bytes))) text += chunk;

    expect(text).toBe('é😀\n');
  });
});

async function* noInput(): AsyncGenerator<Buffer> {
  // Nothing is piped in.
}

async function* byteByByte(bytes: Buffer): AsyncGenerator<Buffer> {
  for (const byte of bytes) yield Buffer.of(byte);
}

describe('RecordSpool', () => {
  it('gives back what it was given, in order, across its blocks', () => {
    using spool = new RecordSpool();
    for (let n = 0; n < 100_000; n++) spool.add(n % 9, (n % 3) + 1);

    const records = [...spool.records()];

    expect(records).toHaveLength(100_000);
    expect(records.every(([id, lines], n) => id === n % 9 && lines === (n % 3) + 1)).toBe(true);
  });
});
