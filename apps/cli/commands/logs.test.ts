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
    expect(output).toContain('No cause known, by exception or component:\n  component (cart): 1 pattern\n');
    expect(code).toBe(1);
  });

  it('ends with 0 when nothing changed', async () => {
    const { output, code } = await logs('diff', 'before.log', 'before.log');

    expect(output).toContain('No pattern changed.');
    expect(code).toBe(0);
  });

  it('tells a share of errors that changed within a pattern', async () => {
    const job = (n: number, level: string): string =>
      `2024-05-01 10:00:${10 + (n % 50)} ${level} app: job ${n} ended\n`;
    const all = Array.from({ length: 400 }, (_, n) => n);
    await writeFile(join(folder, 'well.log'), all.map((n) => job(n, 'INFO')).join(''));
    await writeFile(join(folder, 'ill.log'), all.map((n) => job(n, n % 2 === 0 ? 'ERROR' : 'INFO')).join(''));

    const { output, code } = await logs('diff', 'well.log', 'ill.log');

    expect(output).toMatch(/\* shift +level error 0 % \(0 of 400\) -> 50 % \(200 of 400\) .* job <\*> ended/);
    expect(output).toContain('1 pattern and 1 share of levels and statuses');
    expect(code).toBe(1);
  });

  it('says what makes a difference unsure: empty logs, too many patterns, logs of different size', async () => {
    await writeFile(join(folder, 'empty.log'), '');
    const twice = await readFile(join(folder, 'before.log'), 'utf8');
    await writeFile(join(folder, 'twice.log'), twice + twice);

    expect((await logs('diff', 'before.log', 'empty.log')).output).toContain('The candidate has no records.');
    expect((await logs('diff', 'empty.log', 'empty.log')).output).toContain('Nothing was compared.');
    expect((await logs('diff', 'before.log', 'twice.log')).output).toContain(
      'A typical pattern has x2 as many records in the candidate',
    );
    const { output, code } = await logs('diff', 'mail.log', 'after.log', '--max-patterns', '1', '--json');
    const { warnings, candidate } = JSON.parse(output) as { warnings: string[]; candidate: object };
    expect(candidate).toMatchObject({ unsorted: 200 });
    expect(warnings.join()).toContain('200 records of the candidate found no room among 1 message shapes');
    expect(code).toBe(1);
  });

  it('compares by the lengths that it is given', async () => {
    const once = await readFile(join(folder, 'before.log'), 'utf8');
    await writeFile(join(folder, 'more.log'), once.repeat(5));

    const { output, code } = await logs('diff', 'before.log', 'more.log', '--durations', '10m,600s');

    expect(output).toContain('compared by duration');
    expect(output).toMatch(/\* surging +200 -> 1000/);
    expect(code).toBe(1);
  });

  it.each([
    ['--durations', '600'],
    ['--durations', '0,5'],
    ['--durations', '1,2,3'],
    ['--workers', '17'],
  ])('refuses %s %s', async (...args) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);

    await expect(logs('diff', 'before.log', 'after.log', ...args)).rejects.toMatchObject({ exitCode: 1 });
  });

  it.each([['--jsonl'], ['--top', '1']])('refuses %s, which lists patterns', async (...args) => {
    expect((await logs('diff', 'before.log', 'after.log', ...args)).code).toBe(2);
  });

  it('prints one JSON document, infinity spelt out', async () => {
    const { output } = await logs('diff', 'before.log', 'after.log', '--json');

    expect(JSON.parse(output)).toMatchObject({
      changes: [{ kind: 'new', rateRatio: 'Infinity', significant: true }],
    });
  });
});
