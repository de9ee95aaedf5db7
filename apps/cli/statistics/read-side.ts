import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { PermanentError, PipelineError } from '../../../shared/errors/pipeline-error.ts';
import { createResultReader } from '../../../shared/results/create-result-reader.ts';
import { DETECTION_BYTES, detectFormat } from '../../../shared/results/detect-format.ts';
import type { RawMeasurement, ResultReader } from '../../../shared/results/raw-measurement.ts';
import { figuresOfCsv } from './figures-of-csv.ts';
import { mayBeFigures, parseFigures, type RunFigures } from './parse-figures.ts';
import { parseNumbers } from './parse-numbers.ts';
import { bytesOf } from './read-text.ts';

/** What one file holds: the result of a load run, a plain list of numbers, or figures of runs. */
export type RunFile =
  | { readonly file: string; readonly kind: 'results'; readonly measurement: RawMeasurement }
  | { readonly file: string; readonly kind: 'numbers'; readonly numbers: readonly number[] }
  | { readonly file: string; readonly kind: 'figures'; readonly figures: readonly RunFigures[] };

export interface Side {
  readonly runs: readonly RunFile[];
  /** Files of the folder that are no results by their name. */
  readonly leftOut: readonly string[];
}

export const MOST_RUNS = 200;
const MOST_LIST_BYTES = 64 * 1024 ** 2;
const RESULT_FILE = /\.(json|ndjson|jsonl|csv|jtl|txt)(\.gz)?$/i;

/**
 * The runs of one side: a file, or the files of a folder (not of folders in it) in the order of their names.
 * @throws PermanentError(`INPUT_INVALID` | `SAMPLE_INVALID`) naming the file, and what can be read
 */
export async function readSide(given: string): Promise<Side> {
  const { files, leftOut } = await filesOf(given);
  if (files.length > MOST_RUNS) {
    throw new PermanentError(
      'INPUT_INVALID',
      `${given} holds ${files.length} results; at most ${MOST_RUNS} runs a side are compared.`,
    );
  }
  const runs: RunFile[] = [];
  for (const file of files) runs.push(await readRun(file));
  return { runs, leftOut };
}

async function filesOf(given: string): Promise<{ files: readonly string[]; leftOut: readonly string[] }> {
  const isFolder = await stat(given).then(
    (found) => found.isDirectory(),
    // Not there: opening it says so in words.
    () => false,
  );
  if (!isFolder) return { files: [given], leftOut: [] };
  const entries = await readdir(given, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
  const files = names.filter((name) => RESULT_FILE.test(name)).map((name) => path.join(given, name));
  if (files.length === 0) {
    throw new PermanentError(
      'INPUT_INVALID',
      `The folder ${given} holds no results (.json, .ndjson, .jsonl, .csv, .jtl or .txt, each also as .gz).`,
    );
  }
  return { files, leftOut: names.filter((name) => !RESULT_FILE.test(name)) };
}

async function readRun(file: string): Promise<RunFile> {
  const chunks = bytesOf(file);
  try {
    return await readKnown(file, chunks);
  } catch (error) {
    if (!PipelineError.is(error) || error.message.startsWith(file)) throw error;
    throw new PermanentError(error.code, `${file}: ${error.message}`, { cause: error });
  } finally {
    await chunks.return(undefined);
  }
}

async function readKnown(file: string, chunks: AsyncGenerator<Uint8Array>): Promise<RunFile> {
  const held: Uint8Array[] = [];
  let length = 0;
  let reader: ResultReader | null = null;
  for await (const chunk of chunks) {
    if (reader !== null) {
      reader.push(chunk);
      continue;
    }
    held.push(chunk);
    length += chunk.byteLength;
    if (length > MOST_LIST_BYTES)
      throw new PermanentError(
        'INPUT_INVALID',
        `${file}: a list of numbers has at most ${MOST_LIST_BYTES} bytes.`,
      );
    // Told as soon as the first bytes are there, so that a long stream is not held.
    if (length - chunk.byteLength < DETECTION_BYTES && length >= DETECTION_BYTES) reader = readerFor(held);
  }
  reader ??= readerFor(held);
  if (reader !== null) return { file, kind: 'results', measurement: reader.end() };
  const text = textOf(held);
  const value = jsonIn(text);
  const runs = mayBeFigures(value) ? value : figuresOfCsv(text);
  return runs === null
    ? { file, kind: 'numbers', numbers: parseNumbers(text) }
    : { file, kind: 'figures', figures: parseFigures(runs) };
}

/** The whole as JSON; what is none may still be a list of lines, so nothing is thrown here. */
function jsonIn(text: string): unknown {
  if (!/^\uFEFF?\s*[[{]/.test(text)) return null;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}

/** A reader that has what was held, or null when these are not results of a tool. */
function readerFor(held: readonly Uint8Array[]): ResultReader | null {
  const bytes = Buffer.concat(held);
  if (detectFormat(bytes) === null || isFiguresObject(bytes)) return null;
  const reader = createResultReader({
    service: 'compared',
    commit: 'compared',
    branch: null,
    environment: { name: 'default', facts: {} },
  });
  reader.push(bytes);
  return reader;
}

/** Every object that no other tool's report is counts as a summary of k6, which has one of these members; figures of runs have neither. */
function isFiguresObject(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, DETECTION_BYTES));
  return (
    detectFormat(bytes) === 'k6-summary' &&
    /"(p\(?\d|positive|runs|errors|mean|median|avg|med|value)/i.test(start) &&
    !/"(metrics|results|root_group)"\s*:/.test(start)
  );
}

function textOf(held: readonly Uint8Array[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(held));
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', 'it is not text in UTF-8.', { cause: error });
  }
}
