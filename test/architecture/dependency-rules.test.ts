import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/start-installation.ts';

const execute = promisify(execFile);

/** A violation of each rule: file that must not import, what it imports. */
const PLANTED: readonly (readonly [rule: string, from: string, imports: string])[] = [
  ['pure-imports-only-pure', 'shared/policy/bad.ts', '../platform/good.ts'],
  ['pure-does-no-io', 'shared/masking/bad.ts', 'node:fs'],
  ['contracts-import-only-contracts-and-errors', 'shared/contracts/bad.ts', '../policy/good.ts'],
  ['ports-import-only-contracts', 'shared/ports/bad.ts', '../policy/good.ts'],
  ['stages-know-ports-not-adapters', 'shared/stages/bad.ts', '../platform/good.ts'],
  ['connectors-are-islands', 'shared/connectors/one/bad.ts', '../two/good.ts'],
  ['connectors-are-islands', 'shared/connectors/common/bad.ts', '../two/good.ts'],
  ['only-platform-and-functions-touch-azure', 'shared/stages/azure.ts', '@azure/storage-blob'],
  ['only-binding-knows-azure-functions', 'functions/bad.ts', '@azure/functions'],
  ['shared-does-not-know-edges', 'shared/platform/bad.ts', '../../functions/good.ts'],
  ['edges-are-islands', 'apps/cli/bad.ts', '../local/good.ts'],
  ['nobody-imports-tests', 'shared/platform/tested.ts', '../../test/good.ts'],
  ['nothing-unresolvable', 'shared/platform/lost.ts', './nowhere.ts'],
];
const GOOD = [
  'shared/platform/good.ts',
  'shared/policy/good.ts',
  'shared/connectors/two/good.ts',
  'functions/good.ts',
  'apps/local/good.ts',
  'test/good.ts',
];

describe('the dependency rules', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-rules-'));
    const write = (file: string, text: string): void => {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    };
    for (const file of GOOD) write(file, 'export const good = 1;\n');
    for (const [, file, imported] of PLANTED)
      write(file, `import * as bad from '${imported}';\nexport const used = bad;\n`);
    write('shared/platform/round.ts', "import './about.ts';\n");
    write('shared/platform/about.ts', "import './round.ts';\n");
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    symlinkSync(path.join(ROOT, 'tsconfig.json'), path.join(folder, 'tsconfig.json'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('each fire on a planted violation', async () => {
    const report = await cruise(folder, ['functions', 'shared', 'apps', 'test']);

    const fired = new Set(report.violations.map(({ rule, from }) => `${rule.name} ${from}`));
    const missing = PLANTED.filter(([rule, from]) => !fired.has(`${rule} ${from}`));
    expect(missing).toEqual([]);
    expect([...fired].some((name) => name.startsWith('no-circular'))).toBe(true);
  });

  it('see the whole product, so that silence means something', async () => {
    const report = await cruise(ROOT, ['functions', 'shared', 'apps']);

    expect(report.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
    expect(report.totalCruised).toBeGreaterThan(300);
  });
});

interface Cruised {
  readonly totalCruised: number;
  readonly violations: readonly {
    readonly rule: { readonly name: string };
    readonly from: string;
    readonly to: string;
  }[];
}

async function cruise(folder: string, what: readonly string[]): Promise<Cruised> {
  const program = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = path.join(ROOT, '.dependency-cruiser.mjs');
  const args = [program, '--config', config, '--output-type', 'json', ...what];
  const { stdout } = await execute(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 }).catch(
    (error: unknown) => error as { stdout: string },
  );
  return (JSON.parse(stdout) as { summary: Cruised }).summary;
}
