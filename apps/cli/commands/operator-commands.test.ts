import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auditNoteOf } from '../../../test/support/audit-note.ts';
import { createMemoryAudit } from '../../../test/support/memory-stores.ts';
import { appendAudit } from '../../../shared/pipeline/append-audit.ts';
import { createAuditCommand } from './audit.ts';
import { createBaselineCommand } from './baseline.ts';
import { createDeadLettersCommand } from './dead-letters.ts';
import { createMigrateCommand } from './migrate.ts';
import { createPolicyCommand } from './policy.ts';
import { createRebuildCommand } from './rebuild.ts';
import { createRunsCommand } from './runs.ts';

const POLICY = `schema: perf-agent.policy.v1
id: test
metrics:
  - { id: latency, match: http_req_duration, statistics: [p95], margin: 0.1, onRegression: fail }
`;
const BUS = 'Endpoint=sb://bus.example;SharedAccessKeyName=a;SharedAccessKey=hunter2';
const MISSING = ['BLOB_STORAGE', 'DATABASE_URL', 'KEY_VAULT_URL', 'PERF_AGENT_CONFIG', 'PUBLIC_URL'];

describe('commands for operators', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-cli-'));
    // An installation in the environment of whoever runs the tests is none of theirs.
    for (const name of ['SERVICE_BUS', 'PERF_AGENT_URL', ...MISSING]) vi.stubEnv(name, undefined);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    process.exitCode = undefined;
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  function fileOf(name: string, text: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  }

  it.each([
    ['rebuild', createRebuildCommand(), ['rebuild']],
    ['migrate', createMigrateCommand(), ['migrate']],
    ['audit verify', createAuditCommand(), ['audit', 'verify']],
    ['audit export', createAuditCommand(), ['audit', 'export']],
    ['dead-letters list', createDeadLettersCommand(), ['dead-letters', 'list']],
    ['dead-letters replay', createDeadLettersCommand(), ['dead-letters', 'replay', '--all']],
    ['baseline list', createBaselineCommand(), ['baseline', 'list']],
    ['baseline show', createBaselineCommand(), ['baseline', 'show', 'orders']],
  ])(
    '%s with half an installation ends with 2 and names every setting that is missing, and no value',
    async (_name, command, args) => {
      vi.stubEnv('SERVICE_BUS', BUS);

      const ran = await run(command, [...args, '--json']);

      expect(ran.code).toBe(2);
      expect(JSON.parse(ran.output)).toMatchObject({ error: { code: 'CONFIG_INVALID' } });
      for (const setting of MISSING) expect(ran.errors).toContain(setting);
      expect(ran.errors + ran.output).not.toContain('hunter2');
    },
  );

  it('ends with 2 when no cloud runs in the folder that is named', async () => {
    const ran = await run(createRebuildCommand(), ['rebuild', '--cloud', folder]);

    expect([ran.code, ran.errors]).toEqual([2, expect.stringContaining(folder)]);
  });

  it('refuses the file of a cloud that is none, and names it', async () => {
    fileOf('cloud.json', '{"urls":{}}');

    const ran = await run(createRebuildCommand(), ['rebuild', '--cloud', folder]);

    expect([ran.code, ran.errors]).toEqual([2, expect.stringContaining('cloud.json')]);
  });

  it.each(['nowhere', 'localhost:7071', 'ftp://perf.example', ''])(
    'calls the address "%s" wrong usage',
    async (url) => {
      const ran = await run(createRunsCommand(), ['runs', '--url', url]);

      expect([ran.code, ran.errors]).toEqual([2, expect.stringContaining('CONFIG_INVALID')]);
    },
  );

  it.each([
    ['that chooses nothing', [], /Say which/],
    ['of a queue that there is not', ['--queue', 'colect'], /"colect".*collect/],
    ['of a run that is none', ['--run', 'run-7'], /24 hex digits/],
  ])('calls a replay %s wrong usage, before anything is connected', async (_name, args, said) => {
    const ran = await run(createDeadLettersCommand(), ['dead-letters', 'replay', ...args]);

    expect([ran.code, ran.errors]).toEqual([2, expect.stringMatching(said)]);
  });

  it('verifies an exported log offline: 0 when it is sound, 1 when an entry was changed, is gone or moved', async () => {
    const [first = '', second = '', third = ''] = await auditLines(['a', 'b', 'c']);
    const verify = async (lines: readonly string[]) => {
      const file = fileOf('audit.jsonl', lines.join('\n'));
      const { code, output } = await run(createAuditCommand(), ['audit', 'verify', '--json', '--file', file]);
      return [code, (JSON.parse(output) as { valid: boolean }).valid];
    };

    expect(await verify([first, second, third])).toEqual([0, true]);
    expect(await verify([first, second.replace('"b"', '"x"'), third])).toEqual([1, false]);
    expect(await verify([first, third])).toEqual([1, false]);
    expect(await verify([second, first, third])).toEqual([1, false]);
    expect(await verify([first, 'torn'])).toEqual([1, false]);
  });

  it('ends with 2 for an exported log that cannot be read', async () => {
    const file = path.join(folder, 'missing.jsonl');

    const ran = await run(createAuditCommand(), ['audit', 'verify', '--file', file]);

    expect([ran.code, ran.errors]).toEqual([2, expect.stringContaining('missing.jsonl')]);
  });

  it('checks policies and budgets, all of them, and ends with 1 when one is wrong', async () => {
    const good = fileOf('good.yaml', POLICY);
    const wrong = fileOf('wrong.yaml', POLICY.replace('margin: 0.1', 'margin: wide'));
    const budget = fileOf('.perfbudget.yml', 'schema: perf-agent.perfbudget.v1\nbudgets: none\n');
    const missing = path.join(folder, 'missing.yaml');

    const all = await run(createPolicyCommand(), ['policy', 'check', '--json', good, wrong, budget, missing]);
    const sound = await run(createPolicyCommand(), ['policy', 'check', good]);

    const faults = (JSON.parse(all.output) as { fault: string | null }[]).map(({ fault }) => fault);
    expect([all.code, sound.code]).toEqual([1, 0]);
    expect(faults).toEqual([
      null,
      expect.stringMatching(/wrong\.yaml:4:\d+.*margin/s),
      expect.stringMatching(/\.perfbudget\.yml:2:\d+.*budgets/s),
      expect.stringContaining('missing.yaml'),
    ]);
  });
});

async function auditLines(keys: readonly string[]): Promise<readonly string[]> {
  const store = createMemoryAudit();
  const notes = keys.map((key) => auditNoteOf(key, 'default'));
  await appendAudit('default', notes, store, AbortSignal.timeout(10_000));
  return store.entries;
}

async function run(command: Command, args: readonly string[]) {
  const output: string[] = [];
  const errors: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void output.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line));
  process.exitCode = undefined;
  await new Command('perf-agent').addCommand(command).parseAsync([...args], { from: 'user' });
  const code = process.exitCode;
  process.exitCode = undefined;
  return { code, output: output.join('\n'), errors: errors.join('\n') };
}
