import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createMaskCommand } from './mask.ts';
import { createLogsCommand } from './logs.ts';

const ODD: readonly (readonly [string, Buffer, number])[] = [
  ['nothing', Buffer.alloc(0), 0],
  ['one line feed', Buffer.from('\n'), 1],
  ['line feeds alone', Buffer.from('\n\n\n'), 3],
  ['no line feed at the end', Buffer.from('a 1\nb 2'), 2],
  ['carriage returns before line feeds', Buffer.from('a 1\r\nb 2\r\n'), 2],
  ['carriage returns alone', Buffer.from('a\rb\rc'), 1],
  ['a byte order mark', Buffer.from('\uFEFF2024-05-01 10:00:00 INFO a 1\n'), 1],
  ['line separators', Buffer.from('a\u2028b 1\nc 2\n'), 2],
  ['NUL bytes', Buffer.from('a\0b 1\n\0\0\n'), 2],
  ['bytes that are no UTF-8', Buffer.from([0xff, 0xc0, 0x80, 0x0a, 0xed, 0xa0, 0x80, 0x0a, 0xc3]), 3],
  ['UTF-16 without its mark', Buffer.from('a 1\nb 2\n', 'utf16le'), 3],
  ['UTF-16', Buffer.from('\uFEFFa 1\nb 2\n', 'utf16le'), 2],
  ['a line of 10 MB', Buffer.from(`${'x'.repeat(10_000_000)}\nshort\n`), 2],
  ['a line of 10 MB of words', Buffer.from('word 1 '.repeat(1_430_000)), 1],
  ['escape sequences', Buffer.from('\u001b[31mred 1\u001b[0m\n'.repeat(4)), 4],
  ['JSON that is none', Buffer.from('{"a":\n[]\n{}\n{"msg":7}\n{"msg":null}\n'), 5],
  ['JSON nested deeply', Buffer.from(`${'{"a":'.repeat(5_000)}\n${'['.repeat(50_000)}\n`), 2],
  ['JSON with lone surrogates', Buffer.from('{"msg":"\\ud800 1"}\n{"msg":"\\udc00\\ud800"}\n'), 2],
  ['keys of an object’s own', Buffer.from('{"__proto__":{"x":1},"constructor":"c"}\n'), 1],
  ['continuations alone', Buffer.from('\tat a.b(c.java:1)\n'.repeat(3)), 3],
  ['placeholders', Buffer.from('<*> <*> 1\n<email-3fa2c19b04d7> 2\n'), 2],
];

/** A device that has no room for anything, where the system has it. */
const FULL_DISK = '/dev/full';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'perf-agent-odd-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

describe.each(ODD)('a log of %s', (_what, bytes, lines) => {
  it('has one answer for each of its lines with logs --jsonl', async () => {
    const { output, code } = await logs(await fileOf(bytes), '--jsonl');

    const answers = output.split('\n').slice(0, -1);
    expect([answers.length, code]).toEqual([lines, 0]);
    for (const answer of answers)
      expect(JSON.parse(answer)).toEqual({
        cluster: expect.any(String) as unknown,
        template: expect.any(String) as unknown,
      });
  });

  it('is compared with itself without a change', async () => {
    const file = await fileOf(bytes);

    const { output, code } = await logs('diff', file, file, '--json');

    expect([JSON.parse(output), code]).toEqual([expect.objectContaining({ changes: [] }), 0]);
  });

  it('reads the same when it is masked twice', async () => {
    const once = await mask(bytes);

    expect((await mask(Buffer.from(once))) === once).toBe(true);
  });
});

describe('mask --jsonl', () => {
  it.each([
    ['a byte order mark', '\uFEFF{"id":1,"text":"a"}\n', '{"id":1,"masked":"a","spans":[]}\n'],
    ['blank lines', '\n  \n{"id":1,"text":"a"}\r\n\n', '{"id":1,"masked":"a","spans":[]}\n'],
    ['a line separator', '{"id":1,"text":"a\u2028b"}', '{"id":1,"masked":"a\u2028b","spans":[]}\n'],
    ['no id', '{"text":""}\n', '{"id":null,"masked":"","spans":[]}\n'],
    ['an id of any kind', '{"id":{"a":[1]},"text":"a"}\n', '{"id":{"a":[1]},"masked":"a","spans":[]}\n'],
    ['half a character', '{"id":1,"text":"\\ud800"}\n', '{"id":1,"masked":"\\ud800","spans":[]}\n'],
  ])('takes %s', async (_what, input, output) => {
    expect(await mask(Buffer.from(input), '--jsonl')).toBe(output);
  });

  it('reads UTF-16 with its mark', async () => {
    const bytes = Buffer.from('\uFEFFpassword=Zx9kLm2Qw7 für jane@example.com\n'.repeat(500), 'utf16le');

    const masked = await mask(bytes);

    expect(masked).toMatch(/^password=<secret-[\da-f]+> für <email-[\da-f]+>\n/);
    expect(masked).not.toMatch(/Zx9k|\0|jane/);
  });

  it('refuses what is packed, and says how to unpack it', async () => {
    const said: string[] = [];

    expect(await mask(gzipSync('password=Zx9kLm2Qw7'), null, said)).toBe('');
    expect(process.exitCode).toBe(2);
    expect(said.join('')).toContain('gunzip -c');
  });

  it('counts offsets in UTF-16 code units', async () => {
    const answer = await mask(Buffer.from('{"id":1,"text":"🚀é jane@example.com"}'), '--jsonl');

    expect(JSON.parse(answer)).toMatchObject({ spans: [{ start: 4, end: 20, type: 'email' }] });
  });

  it.each([
    ['a number as text', '{"id":1,"text":5}'],
    ['no text', '{"id":1}'],
    ['an array', '[1]'],
    ['null', 'null'],
    ['a string', '"x"'],
    ['what is no JSON', 'hello'],
    ['an id that is nested too deeply', `{"id":${'['.repeat(9_000)}${']'.repeat(9_000)},"text":"a"}`],
  ])('answers the lines before %s, then says which line it is', async (_what, line) => {
    const said: string[] = [];

    const output = await mask(Buffer.from(`{"id":0,"text":"a"}\n${line}\n`), '--jsonl', said);

    expect(output).toBe('{"id":0,"masked":"a","spans":[]}\n');
    expect([said.join(''), process.exitCode]).toEqual([expect.stringMatching(/^Line 2 is not/), 2]);
  });
});

describe('a reader that goes away', () => {
  it('ends mask without a word', async () => {
    const gone = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });
    const errors = new PassThrough();
    const input = Readable.from([Buffer.from('a line\n'.repeat(50_000))]);

    await createMaskCommand({ input, output: gone, errors }).parseAsync([], { from: 'user' });

    expect([errors.read(), process.exitCode]).toEqual([null, undefined]);
  });
});

describe.skipIf(!existsSync(FULL_DISK))('a full disk', () => {
  it.each(['', '--workers=2', '--json', '--jsonl'])('ends mask %s with one sentence', async (flag) => {
    const output = createWriteStream(FULL_DISK);
    const errors = new PassThrough();
    const input = Readable.from([Buffer.from('{"text":"a"}\n'.repeat(5_000))]);
    const args = flag === '' ? [] : [flag];

    await createMaskCommand({ input, output, errors }).parseAsync(args, { from: 'user' });

    expect(String(errors.read())).toMatch(/^Cannot write the output, which ends early: ENOSPC[^\n]*\n$/);
    expect(process.exitCode).toBe(4);
  });
});

async function fileOf(bytes: Buffer): Promise<string> {
  const file = path.join(folder, 'odd.log');
  await writeFile(file, bytes);
  return file;
}

async function logs(...args: readonly string[]): Promise<{ output: string; code: unknown }> {
  const parts: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest: unknown[]) => {
    parts.push(String(chunk));
    const done = rest.find((argument) => typeof argument === 'function');
    done?.();
    return true;
  });
  await createLogsCommand().parseAsync(args, { from: 'user' });
  return { output: parts.join(''), code: process.exitCode };
}

async function mask(bytes: Buffer, flag: '--jsonl' | null = null, said: string[] = []): Promise<string> {
  const output = new PassThrough();
  const errors = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said.push(chunk.toString());
      done();
    },
  });
  const written = text(output);
  const flags = flag === null ? [] : [flag];
  await createMaskCommand({ input: Readable.from([bytes]), output, errors }).parseAsync(flags, {
    from: 'user',
  });
  output.end();
  return written;
}
