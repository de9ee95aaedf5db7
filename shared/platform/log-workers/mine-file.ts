import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { PermanentError, TransientError } from '../../errors/pipeline-error.ts';
import { type HeaderFormat } from '../../logs/learn-header.ts';
import { type LogMiner, type MinerSnapshot } from '../../logs/log-miner.ts';
import { boundYoungGeneration, type YoungGeneration } from '../masking-workers/young-generation.ts';
import { findBorder } from './find-border.ts';
import { readPart, type LogPart } from './read-part.ts';
import { headerOf, mineStream } from './mine-stream.ts';
import { unreadableLog } from './unreadable-log.ts';

export interface MineFileOptions {
  /** Threads, the caller's included. Default 1. */
  readonly workers?: number;
  /** Bound of memory, for each thread and for the merged miner. Default 20,000 shapes. */
  readonly maxShapes?: number;
  /** From which size of the file on threads are started. Default 32 MiB. */
  readonly threadsFromBytes?: number;
  readonly signal?: AbortSignal;
  /** How long the whole may take. Default 30 minutes. */
  readonly timeoutMs?: number;
}

/** Below this, starting threads takes longer than they save. */
const THREADS_FROM_BYTES = 33_554_432;
const CHUNKS_A_CHECK = 16;
const SAMPLE_BYTES = 2_097_152;
const DEFAULT_MAX_SHAPES = 20_000;
const DEFAULT_TIMEOUT_MS = 1_800_000;
/** The thread's file: beside this one as source, by its own name in the bundle of the command line, absent in that of the host. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './log-worker.js', import.meta.url);

/**
 * Mines a log file, in parallel when `workers` > 1: the file is cut between records, the first part is mined here,
 * the others by threads, and their miners are merged in order, with the result of a single miner. Memory does not grow with the file.
 * @throws PermanentError INPUT_INVALID when the file cannot be read; TransientError UNEXPECTED when a thread fails
 */
export async function mineFile(path: string, options: MineFileOptions = {}): Promise<LogMiner> {
  const { workers = 1, maxShapes = DEFAULT_MAX_SHAPES } = options;
  const deadline = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  const { header, borders } = await planParts(path, workers, options.threadsFromBytes ?? THREADS_FROM_BYTES);
  const parts = borders
    .slice(1)
    .map((end, at): LogPart => ({ path, start: borders[at] ?? 0, end, header, maxShapes }));
  const [first, ...others] = parts;
  using heap = boundYoungGeneration();
  if (first === undefined || others.length === 0 || !existsSync(WORKER)) {
    const whole = { path, start: 0, end: borders.at(-1) ?? 0 };
    return await mineStream(checking(readPart(whole), heap), { header, maxShapes, signal });
  }
  // Whoever fails first ends the work of all.
  const failed = new AbortController();
  const both = AbortSignal.any([signal, failed.signal]);
  try {
    const snapshots = others.map((part) => runWorker(part, both));
    for (const snapshot of snapshots) snapshot.catch((error: unknown) => failed.abort(error));
    const miner = await mineStream(checking(readPart(first), heap), { header, maxShapes, signal: both });
    for (const snapshot of await Promise.all(snapshots)) miner.merge(snapshot);
    return miner;
  } catch (error) {
    failed.abort(error);
    throw error;
  }
}

/** The same chunks, with a look at the heap now and then. */
async function* checking(chunks: AsyncIterable<string>, heap: YoungGeneration): AsyncGenerator<string> {
  let count = 0;
  for await (const chunk of chunks) {
    yield chunk;
    if (++count % CHUNKS_A_CHECK === 0) heap.check();
  }
}

async function planParts(
  path: string,
  workers: number,
  threadsFromBytes: number,
): Promise<{ header: HeaderFormat | null; borders: readonly number[] }> {
  const file = await openLog(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    const header = headerOf(buffer.toString('utf8', 0, bytesRead));
    const count = size < threadsFromBytes ? 1 : Math.max(1, Math.trunc(workers));
    const borders = [0];
    for (let part = 1; part < count; part++) {
      const border = await findBorder(file, Math.floor((size * part) / count), size, header);
      if (border > (borders.at(-1) ?? 0) && border < size) borders.push(border);
    }
    return { header, borders: [...borders, size] };
  } finally {
    await file.close();
  }
}

async function openLog(path: string): ReturnType<typeof open> {
  try {
    const file = await open(path, 'r');
    const stat = await file.stat();
    if (stat.isFile()) return file;
    await file.close();
  } catch (error) {
    throw unreadableLog(path, error);
  }
  throw new PermanentError(
    'INPUT_INVALID',
    `${path} is not a file; give a log file, or - for standard input.`,
  );
}

function runWorker(part: LogPart, signal: AbortSignal): Promise<MinerSnapshot> {
  // An event that has passed is not sent again.
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: part });
    const stop = (): void => {
      void worker.terminate();
      const reason: unknown = signal.reason;
      reject(
        reason instanceof Error ? reason : new TransientError('UNEXPECTED', 'Mining the log was aborted.'),
      );
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', (snapshot: MinerSnapshot) => resolve(snapshot));
    worker.once('error', (cause) => {
      reject(new TransientError('UNEXPECTED', `Mining a part of ${part.path} failed.`, { cause }));
    });
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', stop);
      // After an answer this says nothing any more.
      reject(new TransientError('UNEXPECTED', `A log worker ended with code ${code}.`));
    });
  });
}
