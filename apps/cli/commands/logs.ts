import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { PermanentError, TransientError } from '../../../shared/errors/pipeline-error.ts';
import {
  diffWindows,
  type DiffOptions as WindowOptions,
  type WindowDiff,
} from '../../../shared/logs/diff-windows.ts';
import { type LogMiner, type MiningResult } from '../../../shared/logs/log-miner.ts';
import { type LogPattern } from '../../../shared/logs/log-pattern.ts';
import { createMasker } from '../../../shared/masking/create-masker.ts';
import { MAX_COPY } from '../../../shared/logs/shape.ts';
import { mineFile } from '../../../shared/platform/log-workers/mine-file.ts';
import { mineStream } from '../../../shared/platform/log-workers/mine-stream.ts';
import { isReadWhole } from '../../../shared/platform/log-workers/open-log.ts';
import { readLogFiles } from '../../../shared/platform/log-workers/read-log-files.ts';
import { RecordSpool } from '../../../shared/platform/log-workers/record-spool.ts';
import { EXIT } from '../exit-codes.ts';
import { runCommand } from '../run-command.ts';
import { isClosedPipe, isWriteFailure, writeTo } from '../write-to.ts';
import { diffText, diffWarnings } from './log-diff-text.ts';
import { createLogsPushCommand } from './logs-push.ts';
import { counted, printable } from './printable.ts';
import { threadCount } from './thread-count.ts';
import { windowDurations } from './window-durations.ts';

interface LogsOptions {
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly top: number;
  readonly workers: number;
  readonly maxPatterns: number;
}

interface DiffOptions {
  readonly json?: boolean;
  readonly level: number;
  readonly durations?: WindowOptions['durations'];
  readonly workers: number;
  readonly maxPatterns: number;
}

/**
 * `perf-agent logs FILE...` and `perf-agent logs diff A B`. Exit codes: 0 done (diff: nothing significant), 1 diff
 * found significant changes, 2 wrong arguments or an unreadable file, 4 mining or writing failed.
 */
export function createLogsCommand(): Command {
  const logs = new Command('logs')
    .description('find the message patterns of log files (- or none: standard input)')
    .argument('[files...]', 'log files, plain or gzip; several are read one after another as one log')
    .exitOverride()
    .addOption(new Option('--json', 'print one JSON document with all patterns').conflicts('jsonl'))
    .option('--jsonl', 'print {"cluster","template"} for each input line, in order')
    .option('--top <count>', 'patterns to list', positiveInteger, 40)
    .option('--workers <count>', 'threads for a file of 32 MiB or more, 1 to 16', threadCount, 1)
    .option('--max-patterns <count>', 'bound of memory: message shapes kept apart', positiveInteger, 20_000)
    .action((files: string[], options: LogsOptions) => run(options, () => listPatterns(files, options)));
  logs
    .command('diff')
    .description(
      'compare two logs: new, vanished, surging and falling patterns, and shares of errors within one; exit code 1 when any change is significant',
    )
    .argument('<baseline>', 'log file of the baseline')
    .argument('<candidate>', 'log file of the candidate')
    .option('--level <rate>', 'false discovery rate', probability, 0.05)
    .option(
      '--durations <lengths>',
      'how long baseline and candidate are: 600,300 (seconds) or 10m,1h; without it the typical ratio of counts stands for them',
      windowDurations,
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\n--workers and --max-patterns of `logs` are understood too.')
    .action((baseline: string, candidate: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<DiffOptions>();
      return run(options, () => {
        refuseListOptions(logs);
        return diffLogs(baseline, candidate, options);
      });
    });
  return logs.addCommand(createLogsPushCommand());
}

/** @throws PermanentError INPUT_INVALID for options that say how patterns are listed, which a difference does not do */
function refuseListOptions(logs: Command): void {
  for (const name of ['top', 'jsonl']) {
    if (logs.getOptionValueSource(name) !== 'cli') continue;
    throw new PermanentError(
      'INPUT_INVALID',
      `--${name} belongs to \`logs FILE...\`; \`logs diff\` lists all changes, as text or with --json as one document.`,
    );
  }
}

/** A reader that went away (`| head`) is no failure. */
function run(options: { readonly json?: boolean }, action: () => Promise<number>): Promise<void> {
  return runCommand(options, async () => {
    try {
      return await action();
    } catch (error) {
      if (isClosedPipe(error)) return EXIT.ok;
      if (!isWriteFailure(error)) throw error;
      throw new TransientError('UNEXPECTED', `Cannot write the output, which ends early: ${error.message}`, {
        cause: error,
      });
    }
  });
}

async function listPatterns(files: readonly string[], options: LogsOptions): Promise<number> {
  if (options.jsonl === true) return printLines(files, options);
  const result = (await mine(files, options)).result();
  if (options.json === true) await print(`${JSON.stringify(summaryOf(result), null, 2)}\n`);
  else await print(tableOf(result, options.top));
  return EXIT.ok;
}

async function mine(
  files: readonly string[],
  options: Pick<LogsOptions, 'workers' | 'maxPatterns'>,
): Promise<LogMiner> {
  const [only, ...others] = files;
  const settings = { maxShapes: options.maxPatterns };
  if (only !== undefined && only !== '-' && others.length === 0 && !(await isReadWhole(only)))
    return mineFile(only, { ...settings, workers: options.workers });
  return mineStream(readLogFiles(files, process.stdin), settings);
}

/** A template is final only after the last line, so each line's shape waits in a temporary file of 8 bytes a record. */
async function printLines(files: readonly string[], options: LogsOptions): Promise<number> {
  using spool = new RecordSpool();
  const miner = await mineStream(readLogFiles(files, process.stdin), {
    maxShapes: options.maxPatterns,
    onRecord: (shapeId, lines) => spool.add(shapeId, lines),
  });
  const result = miner.result();
  const texts = new Map<number, string>();
  let batch = '';
  for (const [shapeId, lines] of spool.records()) {
    let text = texts.get(shapeId);
    if (text === undefined) {
      const { id, template } = result.patternOf(shapeId);
      text = `${JSON.stringify({ cluster: id, template })}\n`;
      texts.set(shapeId, text);
    }
    for (let line = 0; line < lines; line++) batch += text;
    if (batch.length < 65_536) continue;
    await print(batch);
    batch = '';
  }
  await print(batch);
  return EXIT.ok;
}

async function diffLogs(baseline: string, candidate: string, options: DiffOptions): Promise<number> {
  if (baseline === '-' && candidate === '-') {
    throw new PermanentError('INPUT_INVALID', 'Only one of the two logs can come from standard input.');
  }
  const before = (await mine([baseline], options)).snapshot();
  const after = (await mine([candidate], options)).snapshot();
  const { level, durations } = options;
  const diff = diffWindows(before, after, { level, ...(durations !== undefined && { durations }) });
  const warnings = diffWarnings(diff, options.maxPatterns);
  if (options.json === true) await print(`${JSON.stringify(diffSummary(diff, warnings), null, 2)}\n`);
  else await print(diffText(diff, warnings));
  return diff.changes.some((change) => change.significant) ? EXIT.negative : EXIT.ok;
}

/** A pattern as documents show it: what was copied from the caller's file (an example, its causes) is masked. */
function patternShower(): (pattern: LogPattern) => LogPattern {
  const masker = createMasker({ runKey: randomBytes(32) });
  return (pattern) => ({
    ...pattern,
    example: masker.mask(wholeWords(pattern.example)),
    causes: pattern.causes.map((cause) => masker.mask(cause)),
  });
}

/** Half of a value is not known for one: what was cut short ends with its last whole word. */
function wholeWords(example: string): string {
  return example.length < MAX_COPY - 1 ? example : example.replace(/\S*$/, '');
}

function summaryOf(result: MiningResult): object {
  const { lines, records, unsorted } = result;
  return { lines, records, unsorted, patterns: result.patterns.map(patternShower()) };
}

/** Positions of a pattern are left out: both logs were mined together, and `firstSeen` says where the candidate has it. */
function diffSummary(diff: WindowDiff, warnings: readonly string[]): object {
  const show = patternShower();
  const changes = diff.changes.map((change) => ({
    ...change,
    rateRatio: finiteOrText(change.rateRatio),
    interval: change.interval.map(finiteOrText),
    pattern: { ...show(change.pattern), ...NO_POSITION },
  }));
  return { ...diff, warnings, changes };
}

/** JSON has no place for what is undefined. */
const NO_POSITION = { firstLine: undefined, lastLine: undefined, firstTime: undefined };

/** JSON has no infinity. */
function finiteOrText(value: number): number | string {
  return Number.isFinite(value) ? value : 'Infinity';
}

function tableOf(result: MiningResult, top: number): string {
  const head = `${counted(result.lines, 'line')}, ${counted(result.records, 'record')}, ${counted(result.patterns.length, 'pattern')}${
    result.unsorted > 0 ? `, ${counted(result.unsorted, 'record')} beyond --max-patterns` : ''
  }\n`;
  const rows = result.patterns.slice(0, top).map(({ count, severity, id, template }) => {
    const share = ((100 * count) / Math.max(1, result.records)).toFixed(1);
    return `${String(count).padStart(9)} ${share.padStart(5)}%  ${(severity ?? '').padEnd(7)} ${id}  ${printable(template)}\n`;
  });
  return head + rows.join('');
}

function print(text: string): Promise<void> {
  return writeTo(process.stdout)(text);
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('Give a whole number of at least 1.');
  return value;
}

function probability(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('Give a number between 0 and 1.');
  return value;
}
