import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { loadPolicy } from '../../../shared/config/load-configuration.ts';
import type { Measurement } from '../../../shared/contracts/measurement.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { createMasker } from '../../../shared/masking/create-masker.ts';
import type { ResultRow } from '../../../shared/ports/run-index.ts';
import { maskMeasurement } from '../../../shared/results/mask-measurement.ts';
import { compareScaled } from '../../../shared/stages/compare-scaled.ts';
import { readMeasurement } from '../../../shared/stages/read-measurement.ts';
import type { EnvironmentSides } from '../../../shared/stages/scaled-figures.ts';
import { DEFAULT_POLICY } from '../default-policy.ts';
import { EXIT } from '../exit-codes.ts';
import { withServices } from '../operator.ts';
import { type CommonOptions, runCommand } from '../run-command.ts';
import { type Facts, factOption } from '../statistics/environment-facts.ts';
import { environmentTable } from '../statistics/environment-table.ts';
import { marginShare } from '../statistics/option-values.ts';
import { MOST_RUNS, readSide } from '../statistics/read-side.ts';

interface EnvironmentsOptions extends CommonOptions {
  readonly service?: string;
  readonly branch: string;
  readonly commits: number;
  readonly factA: Facts;
  readonly factB: Facts;
  readonly policy: string;
  readonly margin: number;
  readonly sameScale?: boolean;
}

const MOST_COMMITS = 50;

/** `perf-agent environments compare A B`: two environments, their difference of scale accounted for. */
export function createEnvironmentsCommand(): Command {
  const compare = new Command('compare')
    .description(
      'compare environment B with A, figure by figure, with their difference of scale accounted for',
    )
    .argument('<a>', 'reference: a file or folder of results, or with --service the name of an environment')
    .argument('<b>', 'other environment: likewise')
    .option(
      '--service <name>',
      'take the results of this service that the server has of environments A and B',
    )
    .option('--branch <name>', 'with --service: branch whose commits are taken', 'main')
    .option(
      '--commits <n>',
      `with --service: newest commits of the branch, at most ${MOST_COMMITS}`,
      commitCount,
      10,
    )
    .addOption(
      factOption('--fact-a <name=value>', 'files: what A is made of, such as cpus=4; may be repeated'),
    )
    .addOption(factOption('--fact-b <name=value>', 'files: what B is made of'))
    .addOption(
      new Option('--policy <file>', 'rules: which figures decide, and their margins').default(
        DEFAULT_POLICY,
        'policies/default.yaml',
      ),
    )
    .option('--margin <share>', 'smallest difference that matters where no rule says', marginShare, 0.1)
    .option('--same-scale', 'A and B are of one size: take no common factor out')
    .option('--cloud <folder>', 'with --service: folder of an embedded cloud (default: .perf-agent/dev)')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit codes: 0 no figure that decides is worse, 1 one is, 2 usage, 3 undecided or nothing measured.',
    )
    .action((a: string, b: string, options: EnvironmentsOptions) =>
      runCommand(options, () => compareEnvironments(a, b, options)),
    );
  return new Command('environments')
    .description('environments that a service is measured in')
    .addCommand(compare);
}

async function compareEnvironments(a: string, b: string, options: EnvironmentsOptions): Promise<number> {
  const { policy } = await loadPolicy(options.policy);
  const sides =
    options.service === undefined ? await fromFiles(a, b, options) : await fromServer(a, b, options);
  const report = compareScaled(sides, {
    rules: policy.metrics,
    margin: options.margin,
    sameScale: options.sameScale === true,
  });
  if (report.figures.length === 0) throw invalid(`${a} and ${b} have no figure in common.`);
  if (options.json === true) console.log(JSON.stringify({ a, b, ...report }));
  else console.log(environmentTable(report));
  return { worse: EXIT.negative, 'not worse': EXIT.ok, undecided: EXIT.undecided }[report.answer];
}

async function fromFiles(
  a: string,
  b: string,
  { factA, factB }: EnvironmentsOptions,
): Promise<EnvironmentSides> {
  const masker = createMasker({ runKey: randomBytes(32) });
  const [reference, other] = await Promise.all(
    [
      { given: a, facts: factA },
      { given: b, facts: factB },
    ].map(async ({ given, facts }) => {
      const { runs } = await readSide(given);
      return runs.map((run): Measurement => {
        if (run.kind !== 'results')
          throw invalid(
            `${run.file} is a list of ${run.kind === 'numbers' ? 'numbers' : 'figures'}; environments are compared by results of load tests. A single list is for "perf-agent compare".`,
          );
        return maskMeasurement(
          { ...run.measurement, environment: { name: 'told by option', facts } },
          masker,
        );
      });
    }),
  );
  return { reference: reference ?? [], other: other ?? [] };
}

/** Newest results of either environment, of the newest commits of a branch. */
async function fromServer(a: string, b: string, options: EnvironmentsOptions): Promise<EnvironmentSides> {
  const { service = '', branch, commits: limit } = options;
  if (a === b) throw invalid(`A and B are both "${a}"; name two environments.`);
  if (Object.keys({ ...options.factA, ...options.factB }).length > 0)
    throw invalid('--fact-a and --fact-b are for files; stored results tell their facts themselves.');
  return withServices(options, async ({ index, tenant, artifacts }, signal) => {
    const commits = await index.listBranchCommits({ tenant, service, branch, limit }, signal);
    const listed: ResultRow[] = [];
    for (const commit of commits) {
      listed.push(...(await index.listResults({ tenant, service, commit, limit: MOST_RUNS }, signal)));
    }
    const runsOf = async (name: string): Promise<readonly Measurement[]> => {
      const rows = listed.filter(({ environment }) => environment === name).slice(0, MOST_RUNS);
      if (rows.length > 0)
        return Promise.all(rows.map(({ ref }) => readMeasurement({ artifacts, signal }, ref)));
      const known = [...new Set(listed.map(({ environment }) => environment))].join(', ') || 'none';
      throw invalid(
        `"${service}" has no results of "${name}" in the newest ${limit} commits of ${branch}; environments there: ${known}.`,
      );
    };
    return { reference: await runsOf(a), other: await runsOf(b) };
  });
}

function commitCount(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_COMMITS) return value;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_COMMITS}.`);
}

function invalid(message: string): PermanentError {
  return new PermanentError('INPUT_INVALID', message);
}
