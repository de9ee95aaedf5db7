import { Command, InvalidArgumentError, Option } from 'commander';
import { loadPolicy } from '../../../shared/config/load-configuration.ts';
import type { Verdict } from '../../../shared/contracts/decision.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import type { RawMeasurement } from '../../../shared/results/raw-measurement.ts';
import { DEFAULT_POLICY } from '../default-policy.ts';
import { EXIT } from '../exit-codes.ts';
import { runCommand } from '../run-command.ts';
import { compareSides } from '../statistics/compare-sides.ts';
import { type Facts, factOption } from '../statistics/environment-facts.ts';
import { marginShare } from '../statistics/option-values.ts';
import type { RunFigures } from '../statistics/parse-figures.ts';
import { MOST_RUNS, readSide, type RunFile, type Side } from '../statistics/read-side.ts';
import {
  measurementsOf,
  type NumbersOptions,
  type Reading,
  readingOf,
  ruleOf,
  scaleOf,
} from '../statistics/runs-of-numbers.ts';
import { sidesOfFigures } from '../statistics/runs-of-figures.ts';
import { verdictTable } from '../statistics/verdict-table.ts';

interface CompareOptions extends NumbersOptions {
  readonly policy: string;
  readonly numbers?: Reading;
  readonly factA: Facts;
  readonly factB: Facts;
  readonly json?: boolean;
}

/** `perf-agent compare A B`: the verdict on files, without a server. */
export function createCompareCommand(): Command {
  return new Command('compare')
    .description(
      'judge results of load tests: baseline A against candidate B, each a file or a folder of files',
    )
    .argument(
      '<a>',
      'baseline: k6 summary, k6 JSON or CSV stream, JMeter JTL (CSV), a list of numbers, summaries of runs (JSON, CSV) or quantile sketches (JSON)',
    )
    .argument('<b>', 'candidate: one file is one run, a folder holds several')
    .addOption(
      new Option('--policy <file>', 'rules of the verdict').default(DEFAULT_POLICY, 'policies/default.yaml'),
    )
    .addOption(
      new Option(
        '--numbers <reading>',
        'what a list of numbers holds: values of runs, or the samples of one run (default: a single list of at most 200 numbers holds runs)',
      ).choices(['runs', 'samples']),
    )
    .option('--metric <name>', 'numbers and figures of runs: their name', metricName, 'run')
    .option('--unit <unit>', 'numbers and figures of runs: their unit', '')
    .option('--margin <share>', 'numbers and figures of runs: smallest change that matters', marginShare, 0.1)
    .addOption(
      new Option('--direction <direction>', 'numbers and figures of runs: what is better')
        .choices(['lower-is-better', 'higher-is-better'])
        .default('lower-is-better'),
    )
    .addOption(factOption('--fact-a <name=value>', 'what A was measured on, such as cpus=4; may be repeated'))
    .addOption(
      factOption(
        '--fact-b <name=value>',
        'what B was measured on; where it differs from A a regression warns',
      ),
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExit codes: 0 pass or warning, 1 regression, 2 usage, 3 undecided.')
    .action((a: string, b: string, options: CompareOptions) =>
      runCommand(options, () => compare(a, b, options)),
    );
}

async function compare(a: string, b: string, options: CompareOptions): Promise<number> {
  const policy = await loadPolicy(options.policy);
  const sides = { baseline: await readSide(a), candidate: await readSide(b) };
  const { baseline, candidate, rules, notes: readNotes } = measurements(sides, options);
  const compared = compareSides(
    { baseline: measuredOn(baseline, options.factA), candidate: measuredOn(candidate, options.factB) },
    policy,
    rules,
  );
  const leftOut = [...sides.baseline.leftOut, ...sides.candidate.leftOut].slice(0, 20);
  const notes = [
    ...readNotes,
    ...(leftOut.length === 0 ? [] : [`Not read, by their names: ${leftOut.join(', ')}.`]),
    ...compared.notes,
  ];
  if (options.json === true) {
    const { decision, findings, budgets, environments, runs } = compared;
    const files = {
      baseline: sides.baseline.runs.map(({ file }) => file),
      candidate: sides.candidate.runs.map(({ file }) => file),
    };
    console.log(JSON.stringify({ ...decision, runs, files, findings, budgets, environments, notes }));
  } else console.log(verdictTable(compared, notes));
  return exitCodeOf(compared.decision.verdict);
}

function measurements(
  sides: { readonly baseline: Side; readonly candidate: Side },
  options: CompareOptions,
): {
  readonly baseline: readonly RawMeasurement[];
  readonly candidate: readonly RawMeasurement[];
  readonly rules: readonly ReturnType<typeof ruleOf>[];
  readonly notes: readonly string[];
} {
  const kind = kindOf(sides);
  if (kind === 'figures') {
    const figures = { baseline: figuresOf(sides.baseline), candidate: figuresOf(sides.candidate) };
    for (const side of [figures.baseline, figures.candidate]) checkRuns(side.length);
    return sidesOfFigures(figures, options);
  }
  const lists = { baseline: listsOf(sides.baseline), candidate: listsOf(sides.candidate) };
  const all = [...lists.baseline, ...lists.candidate];
  if (kind === 'results')
    return {
      baseline: resultsOf(sides.baseline),
      candidate: resultsOf(sides.candidate),
      rules: [],
      notes: [],
    };
  const readings = new Set([readingOf(lists.baseline), readingOf(lists.candidate)]);
  const reading = options.numbers ?? (readings.size === 1 ? readingOf(lists.baseline) : 'samples');
  const scale = scaleOf(all);
  for (const side of [lists.baseline, lists.candidate]) checkBound(side, reading);
  return {
    baseline: measurementsOf(lists.baseline, reading, scale, options),
    candidate: measurementsOf(lists.candidate, reading, scale, options),
    rules: [ruleOf(lists.baseline, scale, options)],
    notes: [
      reading === 'runs'
        ? 'Each number is taken as the value of one run (--numbers samples: as a sample of one run).'
        : 'Each list is taken as the samples of one run (--numbers runs: as one value of each run).',
      ...(scale === 'additive' ? ['There are negative values, so differences are judged, not ratios.'] : []),
    ],
  };
}

/** Runs with what is told of their side by option, beside what their files tell. */
function measuredOn(side: readonly RawMeasurement[], facts: Facts): readonly RawMeasurement[] {
  return side.map((run) => ({
    ...run,
    environment: { ...run.environment, facts: { ...run.environment.facts, ...facts } },
  }));
}

function checkBound(side: readonly (readonly number[])[], reading: Reading): void {
  if (reading === 'runs') checkRuns(side.flat().length);
}

function checkRuns(runs: number): void {
  if (runs <= MOST_RUNS) return;
  throw new PermanentError(
    'INPUT_INVALID',
    `A side has ${runs} runs; at most ${MOST_RUNS} runs a side are compared. Numbers may be samples of one run: --numbers samples.`,
  );
}

function listsOf({ runs }: Side): readonly (readonly number[])[] {
  return runs.flatMap((run) => (run.kind === 'numbers' ? [run.numbers] : []));
}

function figuresOf({ runs }: Side): readonly RunFigures[] {
  return runs.flatMap((run) => (run.kind === 'figures' ? run.figures : []));
}

/** What all files of both sides hold. @throws PermanentError(`INPUT_INVALID`) when they hold different things */
function kindOf({
  baseline,
  candidate,
}: {
  readonly baseline: Side;
  readonly candidate: Side;
}): RunFile['kind'] {
  const runs = [...baseline.runs, ...candidate.runs];
  const [first] = runs;
  const kind = first?.kind ?? 'results';
  const other = runs.find((run) => run.kind !== kind);
  if (first === undefined || other === undefined) return kind;
  throw new PermanentError(
    'INPUT_INVALID',
    `${first.file} is ${KINDS[kind]} and ${other.file} ${KINDS[other.kind]}: compare like with like.`,
  );
}

const KINDS = {
  numbers: 'a list of numbers',
  figures: 'summaries or sketches of runs',
  results: 'the result of a load test',
} as const;

function resultsOf({ runs }: Side): readonly RawMeasurement[] {
  return runs.flatMap((run) => (run.kind === 'results' ? [run.measurement] : []));
}

function exitCodeOf(verdict: Verdict): number {
  if (verdict === 'fail') return EXIT.negative;
  return verdict === 'pass' || verdict === 'warn' ? EXIT.ok : EXIT.undecided;
}

function metricName(text: string): string {
  if (/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_./-]{0,99}$/u.test(text)) return text;
  throw new InvalidArgumentError('Give a name of letters, digits and _ . / -');
}
