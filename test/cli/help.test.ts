import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../apps/cli/exit-codes.ts';
import { ROOT } from '../support/start-installation.ts';
import { runCli } from './run-cli.ts';

const PAGE = readFileSync(path.join(ROOT, 'docs/cli.md'), 'utf8');

describe('perf-agent --help', () => {
  it('lists commands that docs/cli.md all shows in an example', async () => {
    const { code, stdout } = await runCli(['--help']);

    const names = [...stdout.matchAll(/^ {2}([a-z][a-z-]*)(?: |$)/gm)].map(([, name]) => name ?? '');
    expect(code).toBe(0);
    for (const name of ['compare', 'detect', 'anomalies', 'forecast', 'baseline', 'mask'])
      expect(names).toContain(name);
    expect(
      names.filter((name) => name !== 'help' && !new RegExp(`perf-agent ${name}\\b`).test(PAGE)),
    ).toEqual([]);
  });

  it('keeps the exit codes that docs/cli.md lists', () => {
    expect(EXIT).toEqual({ ok: 0, negative: 1, usage: 2, undecided: 3, unavailable: 4 });
    for (const code of Object.values(EXIT)) expect(PAGE).toMatch(new RegExp(`^\\| ${code} \\| \\w`, 'm'));
  });

  it.each([[[]], [['nonsense']], [['policy', 'explain']], [['baseline', 'show']], [['detect', '--colour']]])(
    'calls %j wrong usage: exit code 2',
    async (args) => {
      expect((await runCli(args)).code).toBe(2);
    },
  );
});
