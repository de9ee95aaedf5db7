import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogsCommand } from './logs.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'perf-agent-test-'));
  const line = (n: number, text: string): string => `2024-05-01 10:00:${10 + (n % 50)} INFO cart: ${text}\n`;
  const usual = Array.from({ length: 200 }, (_, n) => line(n, `served page ${n}`));
  await writeFile(join(folder, 'before.log'), usual.join(''));
  await writeFile(
    join(folder, 'after.log'),
    [...usual, ...usual.map((_, n) => line(n, `payment ${n} refused by bank`))].join(''),
  );
  const mail = Array.from({ length: 12 }, (_, n) => line(n, `mail to user${n}@example.org bounced`));
  await writeFile(join(folder, 'mail.log'), mail.join(''));
  const long = Array.from({ length: 12 }, (_, n) =>
    line(n, `${'padding '.repeat(24)}mail jane.roe${n}@example.org`),
  );
  await writeFile(join(folder, 'long.log'), long.join(''));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs `logs` with arguments; what it printed and its exit code. */
async function logs(
  ...args: readonly string[]
): Promise<{ output: string; code: number | string | null | undefined }> {
  let output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest: unknown[]) => {
    output += String(chunk);
    const done = rest.find((argument) => typeof argument === 'function');
    done?.();
    return true;
  });
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const paths = args.map((argument) => (argument.endsWith('.log') ? join(folder, argument) : argument));
  await createLogsCommand().parseAsync(paths, { from: 'user' });
  return { output, code: process.exitCode };
}

describe('perf-agent logs', () => {
  it('lists patterns, the most frequent first', async () => {
    const { output, code } = await logs('after.log');

    expect(output).toContain('400 lines, 400 records, 2 patterns');
    expect(output).toContain('payment <*> refused by bank');
    expect(code).toBe(0);
  });

  it('prints a line of JSON for each line of input, in order', async () => {
    const { output } = await logs('after.log', '--jsonl');

    const lines = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { cluster: string; template: string });
    expect(lines).toHaveLength(400);
    expect(lines[0]!.template).toBe('served page <*>');
    expect(lines[399]!.template).toBe('payment <*> refused by bank');
    expect(lines[0]!.cluster).not.toBe(lines[399]!.cluster);
  });

  it('prints one JSON document with one masked example of each pattern', async () => {
    const { output } = await logs('mail.log', '--json');

    expect(JSON.parse(output)).toMatchObject({
      lines: 12,
      patterns: [
        {
          template: 'mail to <*> bounced',
          count: 12,
          example: expect.stringMatching(/ mail to <email-[0-9a-f]{12}> bounced$/) as unknown,
        },
      ],
    });
    expect(output).not.toContain('@example.org');
  });

  it('cuts no value of an example in half', async () => {
    const { output } = await logs('long.log', '--json');

    expect(output).not.toContain('jane');
  });

  it('reads gzip as what it holds, alone and among others, and refuses what is cut short', async () => {
    const plain = await logs('before.log');
    const packed = gzipSync(await readFile(join(folder, 'before.log')));
    await writeFile(join(folder, 'packed.log'), packed);
    await writeFile(join(folder, 'cut.log'), packed.subarray(0, packed.length - 40));

    expect(await logs('packed.log')).toEqual(plain);
    expect((await logs('diff', 'before.log', 'packed.log')).output).toContain('No pattern changed.');
    expect((await logs('packed.log', 'before.log')).output).toContain('400 lines');
    expect((await logs('cut.log')).code).toBe(2);
  });

  it('ends with 2 for a file that is not there', async () => {
    expect((await logs('absent.log')).code).toBe(2);
  });

  it.each([['--top', '0'], ['--workers', 'two'], ['--nonsense']])('refuses %j %j', async (...args) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);

    await expect(logs('before.log', ...args)).rejects.toMatchObject({ exitCode: 1 });
  });
});

describe('perf-agent logs diff', () => {
  it('ends with 1 when a pattern changed, and says which', async () => {
    const { output, code } = await logs('diff', 'before.log', 'after.log');

    expect(output).toMatch(/\* new +0 -> 200 .*payment <\*> refused by bank/);
    expect(output).toContain('Probable causes:');
    expect(code).toBe(1);
  });

  it('ends with 0 when nothing changed', async () => {
    const { output, code } = await logs('diff', 'before.log', 'before.log');

    expect(output).toContain('No pattern changed.');
    expect(code).toBe(0);
  });

  it('prints one JSON document, infinity spelt out', async () => {
    const { output } = await logs('diff', 'before.log', 'after.log', '--json');

    expect(JSON.parse(output)).toMatchObject({
      changes: [{ kind: 'new', rateRatio: 'Infinity', significant: true }],
    });
  });
});
