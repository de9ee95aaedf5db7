import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { effectivePolicy } from '../../../shared/policy/effective-policy.ts';
import { idleSettings } from '../../../shared/policy/idle-settings.ts';
import type { SourcedDocument } from '../../../shared/policy/parse-yaml-document.ts';
import { PERF_BUDGET_FILE, type PerfBudget } from '../../../shared/policy/perf-budget.ts';
import { placedWords } from '../../../shared/policy/policy-fault.ts';
import type { LoadedPolicy } from '../../../shared/policy/policy.ts';
import { refusalWords } from '../../../shared/stages/mask-policy.ts';
import { DEFAULT_POLICY } from '../default-policy.ts';
import { EXIT } from '../exit-codes.ts';
import { type PolicyFile, readPolicyFile } from '../policy-files.ts';
import { runCommand } from '../run-command.ts';

interface CheckOptions {
  readonly policy?: string;
  readonly json?: boolean;
}

interface Checked {
  readonly file: string;
  readonly read: PolicyFile | null;
  readonly fault: string | null;
}

/** `perf-agent policy check [FILES…]`: with line and column of every fault, and what levels below would not be granted. */
export function createPolicyCheckCommand(): Command {
  return new Command('check')
    .description(
      'check policy files (*.yaml) and budget files (.perfbudget.yml); exit code 1 when one is invalid',
    )
    .argument('[files...]', 'files (default: the policy, and .perfbudget.yml where there is one)')
    .option(
      '--policy <file>',
      "organisation's policy that budget files are held against (default: the one policy among the files, or policies/default.yaml)",
    )
    .option('--json', 'print one JSON document')
    .action((files: string[], options: CheckOptions) =>
      runCommand(options, async () => {
        const report = await checkFiles(files.length > 0 ? files : defaultFiles(options), options);
        if (options.json === true) console.log(JSON.stringify(report));
        else for (const one of report) console.log(wordsOf(one));
        return report.every(({ fault }) => fault === null) ? EXIT.ok : EXIT.negative;
      }),
    );
}

/** One line a fault: each begins with its file. */
function wordsOf({ file, fault }: { readonly file: string; readonly fault: string | null }): string {
  return fault === null ? `${file}: ok` : fault.replaceAll(`; ${file}:`, `\n${file}:`);
}

function defaultFiles({ policy = DEFAULT_POLICY }: CheckOptions): readonly string[] {
  return existsSync(PERF_BUDGET_FILE) ? [policy, PERF_BUDGET_FILE] : [policy];
}

async function checkFiles(
  files: readonly string[],
  options: CheckOptions,
): Promise<readonly { readonly file: string; readonly fault: string | null }[]> {
  const checked = await Promise.all(files.map(checkFile));
  const organisation = await organisationOf(checked, options);
  return checked.map(({ file, read, fault }) => {
    if (read === null) return { file, fault };
    const refused =
      read.kind === 'policy'
        ? refusals(read.loaded, null)
        : organisation === null
          ? []
          : refusals(organisation, read.document);
    const faults = [...idleWords(read, organisation), ...refused];
    return { file, fault: faults.length === 0 ? null : faults.join('; ') };
  });
}

async function checkFile(file: string): Promise<Checked> {
  try {
    return { file, read: await readPolicyFile(file), fault: null };
  } catch (error) {
    if (error instanceof PermanentError) return { file, read: null, fault: error.message };
    throw error;
  }
}

/** What stands in the file for nothing. */
function idleWords(read: PolicyFile, organisation: LoadedPolicy | null): readonly string[] {
  const document = read.kind === 'budget' ? read.document.value : read.loaded.policy;
  const source = read.kind === 'budget' ? read.document : read.loaded.source;
  if (source === undefined) return [];
  const above = read.kind === 'policy' ? 'none' : (organisation?.policy ?? 'unknown');
  return placedWords(idleSettings(document, above), source);
}

/** The policy that budget files are merged with; null when several are checked at once and none is named. */
async function organisationOf(
  checked: readonly Checked[],
  options: CheckOptions,
): Promise<LoadedPolicy | null> {
  if (!checked.some(({ read }) => read?.kind === 'budget')) return null;
  if (options.policy !== undefined) return loadedOf(await readPolicyFile(options.policy));
  const policies = checked.flatMap(({ read }) => (read?.kind === 'policy' ? [read.loaded] : []));
  if (policies.length === 0) return loadedOf(await readPolicyFile(DEFAULT_POLICY));
  return policies.length === 1 ? (policies[0] ?? null) : null;
}

function loadedOf(read: PolicyFile): LoadedPolicy {
  if (read.kind === 'policy') return read.loaded;
  throw new PermanentError(
    'INPUT_INVALID',
    `${read.file} is a budget file; --policy takes the organisation's policy.`,
  );
}

/** Everything that would not be granted, for any service and any path that the files name. */
function refusals(loaded: LoadedPolicy, repository: SourcedDocument<PerfBudget> | null): readonly string[] {
  const { services, paths } = loaded.policy;
  const own = repository?.value.service;
  const names = own === undefined ? ['', ...services.map(({ match }) => match)] : [own];
  // A pattern fits itself, so naming every pattern applies every path.
  const files = [
    ...paths,
    ...services.flatMap((service) => service.paths),
    ...(repository?.value.paths ?? []),
  ].flatMap(({ match }) => match);
  const found = names.flatMap((service) =>
    [null, ...files].flatMap(
      (file) =>
        effectivePolicy(loaded, repository, { service, files: file === null ? null : [file] }).refused,
    ),
  );
  const file = repository?.file ?? loaded.source?.file;
  return [...new Set(found.filter(({ origin }) => origin.file === file).map(refusalWords))].slice(0, 20);
}
