import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
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
