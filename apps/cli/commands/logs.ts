import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { diffWindows, type PatternChange, type WindowDiff } from '../../../shared/logs/diff-windows.ts';
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
import { isClosedPipe, writeTo } from '../write-to.ts';
import { createLogsPushCommand } from './logs-push.ts';

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
  readonly workers: number;
  readonly maxPatterns: number;
}

/**
 * `perf-agent logs FILE...` and `perf-agent logs diff A B`. Exit codes: 0 done (diff: nothing significant), 1 diff
 * found significant changes, 2 wrong arguments or an unreadable file, 4 mining failed.
 */
export function createLogsCommand(): Command {
  const logs = new Command('logs')
    .description('find the message patterns of log files (- or none: standard input)')
    .argument('[files...]', 'log files, plain or gzip; several are read one after another as one log')
    .exitOverride()
    .option('--json', 'print one JSON document with all patterns')
    .option('--jsonl', 'print {"cluster","template"} for each input line, in order')
    .option('--top <count>', 'patterns to list', positiveInteger, 40)
    .option('--workers <count>', 'threads for a large file', positiveInteger, 1)
    .option('--max-patterns <count>', 'bound of memory: message shapes kept apart', positiveInteger, 20_000)
    .action((files: string[], options: LogsOptions) => run(options, () => listPatterns(files, options)));
  logs
    .command('diff')
    .description(
      'compare two logs: new, vanished, surging and falling patterns; exit code 1 when any is significant',
    )
    .argument('<baseline>', 'log file of the baseline')
    .argument('<candidate>', 'log file of the candidate')
    .option('--level <rate>', 'false discovery rate', probability, 0.05)
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\n--workers and --max-patterns of `logs` are understood too.')
    .action((baseline: string, candidate: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<DiffOptions>();
      return run(options, () => diffLogs(baseline, candidate, options));
    });
  return logs.addCommand(createLogsPushCommand());
}

/** A reader that went away (`| head`) is no failure. */
function run(options: { readonly json?: boolean }, action: () => Promise<number>): Promise<void> {
  return runCommand(options, async () => {
    try {
      return await action();
    } catch (error) {
      if (isClosedPipe(error)) return EXIT.ok;
      throw error;
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
  const diff = diffWindows(before, after, { level: options.level });
  if (options.json === true) await print(`${JSON.stringify(diffSummary(diff), null, 2)}\n`);
  else await print(diffTable(diff));
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

function diffSummary(diff: WindowDiff): object {
  const show = patternShower();
  const changes = diff.changes.map((change) => ({
    ...change,
    rateRatio: finiteOrText(change.rateRatio),
    interval: change.interval.map(finiteOrText),
    pattern: show(change.pattern),
  }));
  return { ...diff, changes };
}

/** JSON has no infinity. */
function finiteOrText(value: number): number | string {
  return Number.isFinite(value) ? value : 'Infinity';
}

function tableOf(result: MiningResult, top: number): string {
  const head = `${result.lines} lines, ${result.records} records, ${result.patterns.length} patterns${
    result.unsorted > 0 ? `, ${result.unsorted} records beyond --max-patterns` : ''
  }\n`;
  const rows = result.patterns.slice(0, top).map(({ count, severity, id, template }) => {
    const share = ((100 * count) / Math.max(1, result.records)).toFixed(1);
    return `${String(count).padStart(9)} ${share.padStart(5)}%  ${(severity ?? '').padEnd(7)} ${id}  ${printable(template)}\n`;
  });
  return head + rows.join('');
}

function diffTable(diff: WindowDiff): string {
  const head = `${diff.baseline.records} records against ${diff.candidate.records}, ${diff.tested} patterns, compared by ${diff.comparedBy}\n`;
  if (diff.changes.length === 0) return `${head}No pattern changed.\n`;
  const rows = diff.changes.map((change) => `${changeRow(change)}\n`);
  const causes = diff.causes.map(
    ({ kind, evidence, patterns }) =>
      `  ${kind}${evidence.length > 0 ? ` (${evidence.map(printable).join(', ')})` : ''}: ${patterns.length} patterns\n`,
  );
  return `${head}${rows.join('')}Probable causes:\n${causes.join('')}`;
}

function changeRow(change: PatternChange): string {
  const { kind, baselineCount, candidateCount, rateRatio, interval, adjustedPValue, significant, pattern } =
    change;
  const ratio = `x${shortNumber(rateRatio)} [${shortNumber(interval[0])}, ${shortNumber(interval[1])}]`;
  const mark = significant ? '*' : ' ';
  return `${mark} ${kind.padEnd(8)} ${baselineCount} -> ${candidateCount}  ${ratio}  p=${adjustedPValue.toPrecision(2)}  ${pattern.severity ?? ''}  ${printable(pattern.template)}`;
}

function shortNumber(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '∞';
}

const MAX_SHOWN = 300;

/** Control characters of a hostile log must not reach the terminal. */
function printable(text: string): string {
  return text.slice(0, MAX_SHOWN).replace(/\p{Cc}/gu, '·');
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
