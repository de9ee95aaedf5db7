import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createMaskCommand } from './mask.ts';

const MAIL = 'mail jane.roe@example.com now\n';

describe('perf-agent mask', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-mask-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => {
    process.exitCode = undefined;
  });

  it('reads standard input and writes masked text', async () => {
    const { output, errors, code } = await run(MAIL);

    expect(output).toMatch(/^mail <email-[^>]+> now\n$/);
    expect([errors, code]).toEqual(['', undefined]);
  });

  it('gives the same pseudonyms under the same key, from a file or as an argument, and warns of the argument', async () => {
    const key = path.join(folder, 'key.txt');
    writeFileSync(key, 'k\n');

    const fromFile = await run(MAIL, '--run-key-file', key);
    const argument = await run(MAIL, '--run-key', 'k');
    const other = await run(MAIL, '--run-key', 'l');

    expect([fromFile.errors, argument.output]).toEqual(['', fromFile.output]);
    expect(other.output).not.toBe(fromFile.output);
    expect(argument.errors).toMatch(/list of processes.*--run-key-file/);
  });

  it('keeps standard error a document with --report, and refuses a key that is not there', async () => {
    const report = await run(MAIL, '--run-key', 'k', '--report');
    const missing = await run(MAIL, '--run-key-file', path.join(folder, 'none.txt'));
    const twice = await run(MAIL, '--run-key-file', '-');
    const empty = await run(MAIL, '--run-key', '');

    expect(JSON.parse(report.errors)).toMatchObject({ findings: { email: 1 } });
    expect([missing.code, twice.code, empty.code]).toEqual([2, 2, 2]);
    expect([missing.output, twice.output, empty.output]).toEqual(['', '', '']);
    expect(twice.errors).toContain('cannot hold both key and text');
  });

  it('masks standard input by several threads, to the same text and report', async () => {
    const text = Array.from(
      { length: 40_000 },
      (_, index) => `${index} user${index % 97}@example.com came from 10.0.${index % 200}.7 – größer\n`,
    ).join('');
    const ended = vi.spyOn(Worker.prototype, 'terminate');

    const one = await run(text, '--run-key', 'k', '--report');
    const two = await run(text, '--run-key', 'k', '--report', '--workers', '2');
    const json = await run(text, '--run-key', 'k', '--json', '--workers', '2');

    expect(ended).toHaveBeenCalledTimes(2);
    expect(two.output === one.output).toBe(true);
    expect(two.errors).toBe(one.errors);
    expect((JSON.parse(json.output) as { masked: string }).masked === one.output).toBe(true);
  });

  it.each(['--jsonl', '--explain'])('refuses several threads for %s, which has one', async (option) => {
    const refused = await run(MAIL, option, '--workers', '2');
    const alone = await run('{"text":"a"}\n', option, '--workers', '1');

    expect(refused).toMatchObject({ code: 2, output: '' });
    expect(refused.errors).toBe(`--workers 2: ${option} masks by one thread; leave one of them out.\n`);
    expect(alone.output).not.toBe('');
  });

  it('names a file that is not there, a folder, and rules that are no YAML, with exit code 2', async () => {
    const rules = path.join(folder, 'rules.yaml');
    writeFileSync(rules, 'rules: [\n - x: {');

    const missing = await run('', path.join(folder, 'none.log'));
    const isFolder = await run('', folder);
    const noYaml = await run('text\n', '--rules', rules);

    expect(missing).toMatchObject({
      code: 2,
      errors: expect.stringContaining('There is no file') as unknown,
    });
    expect(isFolder).toMatchObject({ code: 2, errors: expect.stringContaining('is a folder') as unknown });
    expect(noYaml).toMatchObject({ code: 2, errors: expect.stringContaining('is no YAML') as unknown });
    expect(noYaml.output).toBe('');
  });
});

async function run(
  text: string,
  ...args: readonly string[]
): Promise<{ readonly output: string; readonly errors: string; readonly code: unknown }> {
  const written = { output: '', errors: '' };
  const into = (name: 'output' | 'errors'): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  const streams = {
    input: Readable.from([Buffer.from(text)]),
    output: into('output'),
    errors: into('errors'),
  };
  await createMaskCommand(streams).parseAsync(['node', 'mask', ...args]);
  return { ...written, code: process.exitCode };
}
