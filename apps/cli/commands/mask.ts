import { randomBytes } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type Readable, type Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parse, YAMLParseError } from 'yaml';
import { loadPolicy } from '../../../shared/config/load-configuration.ts';
import { PermanentError, PipelineError } from '../../../shared/errors/pipeline-error.ts';
import { createMasker } from '../../../shared/masking/create-masker.ts';
import { createStreamMasker } from '../../../shared/masking/create-stream-masker.ts';
import { CustomRules, type CustomRule } from '../../../shared/masking/custom-rules.ts';
import { maskFileInParallel } from '../../../shared/platform/masking-workers/mask-file-in-parallel.ts';
import { maskStream } from '../../../shared/platform/masking-workers/mask-stream.ts';
import { jsonStringInto } from '../json-string-into.ts';

interface MaskOptions {
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly explain?: boolean;
  readonly report?: boolean;
  readonly runKey?: string;
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

const EXIT_TROUBLE = 2;

/**
 * `perf-agent mask [file]`: text in, masked text out. Exit codes: 0 done, 2 trouble with input or arguments. Without
 * `--run-key` pseudonyms are new each time.
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
    .option('--run-key <key>', 'key of the pseudonyms: the same key gives the same ones')
    .option('--rules <file>', 'YAML or JSON file with custom rules')
    .option('--policy <file>', 'policy whose masking rules are used, too')
    .option('--workers <count>', 'threads for a large file', positiveInteger, 1)
    .action(async (file: string | undefined, options: MaskOptions) => {
      try {
        await maskInput(file, options, streams);
      } catch (error) {
        if (!PipelineError.is(error)) throw error;
        const { code, message } = error;
        if (options.json === true) streams.output.write(`${JSON.stringify({ error: { code, message } })}\n`);
        streams.errors.write(`${error.message}\n`);
        process.exitCode = EXIT_TROUBLE;
      }
    });
}

function standardStreams(): MaskStreams {
  return { input: process.stdin, output: process.stdout, errors: process.stderr };
}

interface Settings {
  readonly runKey: string;
  readonly customRules: readonly CustomRule[];
}

async function maskInput(
  file: string | undefined,
  options: MaskOptions,
  streams: MaskStreams,
): Promise<void> {
  const settings = {
    runKey: options.runKey ?? randomBytes(32).toString('hex'),
    customRules: [
      ...(options.rules === undefined ? [] : await readRules(options.rules)),
      ...(options.policy === undefined ? [] : (await loadPolicy(options.policy)).policy.masking.rules),
    ],
  };
  const isFile = file !== undefined && file !== '-';
  if (isFile) checkFile(file, 'give the path of a text file or - for standard input');
  const path = isFile ? file : null;
  const input = path === null ? streams.input : createReadStream(path);
  const source = { path, input };
  const explain = options.explain === true;
  const counts =
    options.jsonl === true
      ? await maskLines(input, settings, streams, explain)
      : options.json === true
        ? await maskToJson(source, options, settings, streams)
        : await maskText(source, options, settings, streams);
  report(counts, options, streams);
}

type Counts = Readonly<Record<string, number>>;

interface Source {
  /** Null for standard input. */
  readonly path: string | null;
  readonly input: Readable;
}

/** One document, written as it comes, so that a large input needs no more memory than without. */
async function maskToJson(
  source: Source,
  options: MaskOptions,
  settings: Settings,
  streams: MaskStreams,
): Promise<Counts> {
  streams.output.write('{"masked":"');
  const output = jsonStringInto(streams.output);
  const counts = await maskText(source, options, settings, { ...streams, output });
  output.end();
  await finished(output);
  streams.output.write(`","findings":${JSON.stringify(counts)}}\n`);
  return counts;
}

async function maskText(
  { path, input }: Source,
  options: MaskOptions,
  settings: Settings,
  { output, errors }: MaskStreams,
): Promise<Counts> {
  const { workers } = options;
  if (path !== null && workers > 1 && options.explain !== true) {
    return maskFileInParallel({ file: path, output, workers, ...settings });
  }
  const masker = createStreamMasker({
    ...settings,
    ...(options.explain === true && {
      onSpan: ({ start, end, type, rule, replacement }) =>
        void errors.write(`${start}-${end} ${type} by ${rule}: ${replacement}\n`),
    }),
  });
  await maskStream(input, output, masker);
  return masker.counts();
}

function report(counts: Counts, options: MaskOptions, streams: MaskStreams): void {
  if (options.report === true) streams.errors.write(`${JSON.stringify({ findings: counts })}\n`);
}

/** Masks `{"id","text"}` lines, each a text of its own. */
async function maskLines(
  input: Readable,
  settings: Settings,
  { output, errors }: MaskStreams,
  explain: boolean,
): Promise<Counts> {
  const masker = createMasker(settings);
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number++;
    if (line.trim() === '') continue;
    const { id, text } = readCase(line, number);
    const { masked, spans } = masker.maskWithSpans(text);
    if (explain) {
      for (const { start, end, type, rule } of spans)
        errors.write(`line ${number}: ${start}-${end} ${type} by ${rule}\n`);
    }
    const answer = {
      id,
      masked,
      spans: spans.map(({ start, end, type, replacement }) => ({ start, end, type, replacement })),
    };
    if (!output.write(`${JSON.stringify(answer)}\n`))
      await new Promise((resolve) => output.once('drain', resolve));
  }
  return masker.counts();
}

function readCase(line: string, number: number): { readonly id: unknown; readonly text: string } {
  const value = parseJson(line);
  if (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string') {
    return { id: 'id' in value ? value.id : null, text: value.text };
  }
  throw new PermanentError(
    'INPUT_INVALID',
    `Line ${number} is not a JSON object with a "text" of type string.`,
  );
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The caller says which line; the parser's message would quote the text.
    return null;
  }
}

function checkFile(file: string, cure: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new PermanentError('INPUT_INVALID', `There is no file "${file}"; ${cure}.`);
  if (found.isDirectory()) throw new PermanentError('INPUT_INVALID', `"${file}" is a folder; ${cure}.`);
}

function readYaml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new PermanentError('INPUT_INVALID', `${file} is no YAML: ${error.message}`, { cause: error });
  }
}

async function readRules(file: string): Promise<readonly CustomRule[]> {
  checkFile(file, 'give a YAML or JSON file with custom rules');
  const parsed = CustomRules.safeParse(readYaml(await readFile(file, 'utf8'), file));
  if (parsed.success) return parsed.data;
  const fault = parsed.error.issues[0];
  throw new PermanentError(
    'INPUT_INVALID',
    `${file}: ${fault?.path.join('.') ?? ''}: ${fault?.message ?? 'not a list of rules'}.`,
  );
}

function positiveInteger(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Give a whole number from 1 on.');
  return count;
}

// Runs alone as well: node apps/cli/commands/mask.ts --jsonl
if (import.meta.main) await createMaskCommand().parseAsync();
