import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createMaskCommand } from './mask.ts';

describe('perf-agent mask', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-mask-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => {
    process.exitCode = undefined;
  });

  it('reads standard input and writes masked text', async () => {
    const { output, errors, code } = await run('mail jane.roe@example.com now\n', '--run-key', 'k');

    expect(output).toMatch(/^mail <email-[^>]+> now\n$/);
    expect([errors, code]).toEqual(['', undefined]);
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
