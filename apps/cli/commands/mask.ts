import { type Readable, type Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { PermanentError, PipelineError } from '../../../shared/errors/pipeline-error.ts';
import { type MaskerOptions } from '../../../shared/masking/create-masker.ts';
import { createStreamMasker } from '../../../shared/masking/create-stream-masker.ts';
import { maskStream } from '../../../shared/platform/masking-workers/mask-stream.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonStringInto } from '../json-string-into.ts';
import { isClosedPipe, isWriteFailure, writeTo } from '../write-to.ts';
import { maskLines } from './mask-lines.ts';
import { RUN_KEY_VARIABLE, RUN_KEY_WARNING, runKeyOf, type RunKeyOptions } from './mask-run-key.ts';
import { checkFile, checkStandardInput, readCustomRules } from './mask-settings.ts';
import { threadCount } from './thread-count.ts';

interface MaskOptions extends RunKeyOptions {
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly explain?: boolean;
  readonly report?: boolean;
  readonly rules?: string;
  readonly policy?: string;
  readonly workers: number;
}

/** Where the command reads and writes; tests hand over their own. */
export interface MaskStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
}

/**
 * `perf-agent mask [file]`: text in, masked text out. Exit codes: 0 done (or the reader has gone), 2 trouble with input or
 * arguments, 4 a masking thread or writing failed. Without a key pseudonyms are new each time.
 */
export function createMaskCommand(streams: MaskStreams = standardStreams()): Command {
  return new Command('mask')
    .description('replace personal data, health data and secrets by pseudonyms (- or none: standard input)')
    .argument('[file]', 'text file')
    .addOption(
      new Option('--json', 'print one JSON document: {"masked", "findings" by type}').conflicts('jsonl'),
    )
    .option('--jsonl', 'lines {"id","text"} in, {"id","masked","spans":[{start,end,type,replacement}]} out')
    .option('--explain', 'tell on standard error what was found where and by which rule, never the value')
    .option('--report', 'print findings by type as JSON on standard error')
    .option(
      '--run-key-file <file>',
      `key of the pseudonyms: the same key gives the same ones (- for standard input; or ${RUN_KEY_VARIABLE})`,
    )
    .option('--run-key <key>', 'the same as an argument, which everybody on this machine can read')
    .option('--rules <file>', 'YAML or JSON file with custom rules')
    .option('--policy <file>', 'policy whose masking rules are used, too')
    .option(
      '--workers <count>',
      'threads for a large text; --jsonl and --explain have one only',
      threadCount,
      1,
    )
    .action((file: string | undefined, options: MaskOptions) => runMask(file, options, streams));
}

/** Without any argument nothing has to be parsed: what is written in a pipe is masked. */
export function maskStandardInput(): Promise<void> {
  return runMask(undefined, { workers: 1 }, standardStreams());
}

async function runMask(file: string | undefined, options: MaskOptions, streams: MaskStreams): Promise<void> {
  try {
    await maskInput(file, options, streams);
  } catch (error) {
    if (isClosedPipe(error)) return;
    if (isWriteFailure(error)) {
      teller(streams)(`Cannot write the output, which ends early: ${error.message}\n`);
      process.exitCode = EXIT.unavailable;
      return;
    }
    if (!PipelineError.is(error)) throw error;
    const { code, message } = error;
    if (options.json === true)
      await writeTo(streams.output)(`${JSON.stringify({ error: { code, message } })}\n`);
    teller(streams)(`${message}\n`);
    process.exitCode = error.disposition === 'dead-letter' ? EXIT.usage : EXIT.unavailable;
  }
}

/** @throws PermanentError INPUT_INVALID when more threads are asked for than would be used */
function checkThreads({ workers, jsonl, explain }: MaskOptions): void {
  if (workers === 1 || (jsonl !== true && explain !== true)) return;
  const alone = jsonl === true ? '--jsonl' : '--explain';
  throw new PermanentError(
    'INPUT_INVALID',
    `--workers ${workers}: ${alone} masks by one thread; leave one of them out.`,
  );
}

async function bytesOf(path: string): Promise<AsyncIterable<Buffer>> {
  const { readFileBytes } = await import('../../../shared/platform/masking-workers/read-file-bytes.ts');
  return readFileBytes(path);
}

/** Node makes each of them when it is first asked for. */
function standardStreams(): MaskStreams {
  return {
    get input() {
      checkStandardInput();
      return process.stdin;
    },
    get output() {
      return process.stdout;
    },
    get errors() {
      return process.stderr;
    },
  };
}

async function maskInput(
  file: string | undefined,
  options: MaskOptions,
  streams: MaskStreams,
): Promise<void> {
  const path = file === undefined || file === '-' ? null : file;
  checkThreads(options);
  const settings: MaskerOptions = {
    runKey: runKeyOf(options, path),
    customRules: await readCustomRules({ rules: options.rules, policy: options.policy }),
  };
  // What else is told on the side is read by programs, too.
  if (options.runKey !== undefined && options.report !== true && options.explain !== true)
    teller(streams)(`${RUN_KEY_WARNING}\n`);
  if (path !== null) checkFile(path, 'give the path of a text file or - for standard input');
  const source = { path, input: path === null ? streams.input : await bytesOf(path) };
  const counts =
    options.jsonl === true
      ? await maskLines(
          readable(source),
          settings,
          writeTo(streams.output),
          options.explain === true ? teller(streams) : undefined,
        )
      : options.json === true
        ? await maskToJson(source, options, settings, streams)
        : await maskText(source, options, settings, streams);
  if (options.report === true) teller(streams)(`${JSON.stringify({ findings: counts })}\n`);
}

/** Tells something on the side; that nobody listens any more does not end the work. */
function teller(streams: MaskStreams): (text: string) => void {
  let write: ReturnType<typeof writeTo> | null = null;
  return (text) => void (write ??= writeTo(streams.errors))(text).catch(() => undefined);
}

type Counts = Readonly<Record<string, number>>;

interface Source {
  /** Null for standard input. */
  readonly path: string | null;
  readonly input: AsyncIterable<Buffer | string>;
}

/** The input's chunks. @throws PermanentError INPUT_INVALID when it cannot be read */
async function* readable({ path, input }: Source): AsyncGenerator<Buffer | string> {
  let isFirst = true;
  try {
    for await (const chunk of input) {
      if (isFirst && isPacked(chunk)) throw packed(path);
      isFirst = false;
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof PermanentError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PermanentError('INPUT_INVALID', `Cannot read ${path ?? 'standard input'}: ${why}`, { cause });
  }
}

/** Whether it begins as gzip does (RFC 1952): masked as it is, it would come out as neither. */
function isPacked(chunk: Buffer | string): boolean {
  return typeof chunk !== 'string' && chunk[0] === 0x1f && chunk[1] === 0x8b;
}

function packed(path: string | null): PermanentError {
  return new PermanentError(
    'INPUT_INVALID',
    `${path ?? 'Standard input'} is packed with gzip; unpack it first: gunzip -c ${path ?? 'FILE'} | perf-agent mask`,
  );
}

/** One document, written as it comes, so that a large input needs no more memory than without. */
async function maskToJson(
  source: Source,
  options: MaskOptions,
  settings: MaskerOptions,
  streams: MaskStreams,
): Promise<Counts> {
  const write = writeTo(streams.output);
  await write('{"masked":"');
  const output = jsonStringInto(streams.output);
  const counts = await maskText(source, options, settings, { ...streams, output });
  output.end();
  await finished(output);
  await write(`","findings":${JSON.stringify(counts)}}\n`);
  return counts;
}

async function maskText(
  source: Source,
  options: MaskOptions,
  settings: MaskerOptions,
  streams: MaskStreams,
): Promise<Counts> {
  const write = writeTo(streams.output);
  if (options.workers > 1) {
    const { maskInParallel } = await import('../../../shared/platform/masking-workers/mask-in-parallel.ts');
    return maskInParallel({ input: readable(source), write, workers: options.workers, ...settings });
  }
  const tell = teller(streams);
  const masker = createStreamMasker({
    ...settings,
    ...(options.explain === true && {
      onSpan: ({ start, end, type, rule, replacement }) =>
        tell(`${start}-${end} ${type} by ${rule}: ${replacement}\n`),
    }),
  });
  await maskStream(readable(source), masker, write);
  return masker.counts();
}

// Runs alone as well: node apps/cli/commands/mask.ts --jsonl
if (import.meta.main) await createMaskCommand().parseAsync();
