import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { loadPolicy } from '../../../shared/config/load-configuration.ts';
import { parseYamlDocument } from '../../../shared/policy/parse-yaml-document.ts';
import { PerfBudget } from '../../../shared/policy/perf-budget.ts';
import { EXIT } from '../exit-codes.ts';
import { runCommand } from '../run-command.ts';

/** `perf-agent policy check FILE…`: policies and budget files, with line and column of every fault. */
export function createPolicyCommand(): Command {
  const check = new Command('check')
    .description('check policy files (*.yaml) and budget files (.perfbudget.yml)')
    .argument('<files...>', 'files')
    .option('--json', 'print one JSON document')
    .action((files: string[], options: { readonly json?: boolean }) =>
      runCommand(options, async () => {
        const faults = await Promise.all(files.map(faultOf));
        const report = files.map((file, index) => ({ file, fault: faults[index] ?? null }));
        if (options.json === true) console.log(JSON.stringify(report));
        else for (const { file, fault } of report) console.log(fault ?? `${file}: ok`);
        return faults.every((fault) => fault === null) ? EXIT.ok : EXIT.negative;
      }),
    );
  return new Command('policy').description('policies and budgets').addCommand(check);
}

async function faultOf(file: string): Promise<string | null> {
  try {
    if (file.endsWith('perfbudget.yml') || file.endsWith('perfbudget.yaml')) {
      parseYamlDocument(await readFile(file, 'utf8'), file, PerfBudget);
    } else {
      await loadPolicy(file);
    }
    return null;
  } catch (error) {
    if (error instanceof PermanentError) return error.message;
    if (error instanceof Error && 'code' in error) return `${file}: cannot be read (${String(error.code)})`;
    throw error;
  }
}
