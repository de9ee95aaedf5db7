import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { loadPolicy } from '../../../shared/config/load-configuration.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { PERF_BUDGET_FILE } from '../../../shared/policy/perf-budget.ts';
import { DEFAULT_POLICY } from '../default-policy.ts';
import { EXIT } from '../exit-codes.ts';
import { type PolicyFile, readPolicyFile } from '../policy-files.ts';
import { runCommand } from '../run-command.ts';
import { type CaseOutcome, runPolicyCase } from '../statistics/run-policy-case.ts';

interface TestOptions {
  readonly policy: string;
  readonly json?: boolean;
}

interface FileOutcome {
  readonly file: string;
  readonly cases: readonly CaseOutcome[];
}

/** `perf-agent policy test [FILES…]`: runs the example cases that are written in the files. */
export function createPolicyTestCommand(): Command {
  return new Command('test')
    .description('run the example cases ("tests") of policy and budget files; exit code 1 when one is wrong')
    .argument('[files...]', 'files (default: the policy, and .perfbudget.yml where there is one)')
    .option(
      '--policy <file>',
      "organisation's policy under which the cases of budget files run",
      DEFAULT_POLICY,
    )
    .option('--json', 'print one JSON document')
    .action((files: string[], options: TestOptions) =>
      runCommand(options, async () => {
        const standing = existsSync(PERF_BUDGET_FILE) ? [options.policy, PERF_BUDGET_FILE] : [options.policy];
        const outcomes: FileOutcome[] = [];
        for (const file of files.length > 0 ? files : standing) {
          outcomes.push({ file, cases: await casesOf(await readPolicyFile(file), options.policy) });
        }
        const all = outcomes.flatMap(({ cases }) => cases);
        if (all.length === 0) {
          const where = outcomes.map(({ file }) => file).join(', ');
          throw new PermanentError(
            'INPUT_INVALID',
            `${where}: no "tests" are written there, so nothing was tested.`,
          );
        }
        const failed = all.filter(({ passed }) => !passed).length;
        if (options.json === true)
          console.log(JSON.stringify({ cases: all.length, failed, files: outcomes }));
        else print(outcomes, all.length, failed);
        return failed === 0 ? EXIT.ok : EXIT.negative;
      }),
    );
}

async function casesOf(read: PolicyFile, policy: string): Promise<readonly CaseOutcome[]> {
  if (read.kind === 'policy') {
    return read.loaded.policy.tests.map((one) => runPolicyCase(one, read.loaded, null));
  }
  const loaded = await loadPolicy(policy);
  return read.document.value.tests.map((one) => runPolicyCase(one, loaded, read.document));
}

function print(outcomes: readonly FileOutcome[], cases: number, failed: number): void {
  for (const { file, cases: ran } of outcomes) {
    for (const { name, passed, verdict, headline, differences } of ran) {
      console.log(`${passed ? 'ok  ' : 'FAIL'} ${file}: ${name}`);
      if (passed) continue;
      for (const { field, expected, got } of differences) {
        console.log(`  - ${field}: ${said(expected)}\n  + ${field}: ${said(got)}`);
      }
      console.log(`    ${verdict}: ${headline}`);
    }
  }
  console.log(`${cases - failed} of ${cases} cases as expected.`);
}

function said(value: string | readonly string[]): string {
  if (typeof value === 'string') return value;
  return value.length === 0 ? 'none' : value.join(', ');
}
