import { type FileHandle, open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { PermanentError, TransientError } from '../../errors/pipeline-error.ts';
import { type MaskerOptions } from '../../masking/create-masker.ts';
import { type Table, tableBehind } from '../../masking/rules/tables.ts';
import { isCutPoint } from '../../masking/segment-text.ts';
import { type WriteMasked } from './mask-stream.ts';
import { type MaskingAnswer, type MaskingJob } from './masking-job.ts';

export interface ParallelMasking extends MaskerOptions {
  readonly file: string;
  readonly write: WriteMasked;
  /** Threads beside this one; two jobs of 256 KiB each are in flight. */
  readonly workers: number;
}

const JOB_BYTES = 256 * 1024;
/** Bytes travel in buffers of this size there and back, since what a thread drops is not freed soon. Longer jobs have their own. */
const BUFFER_BYTES = 768 * 1024;
/** Jobs that are read ahead of the oldest answer: bounds what is held when one job is slow. */
const JOBS_PER_WORKER = 2;
/** A job without any line break ends here. */
const LONGEST_JOB_BYTES = 16 * 1024 * 1024;
/** Of each thread: garbage is collected before it grows. */
const LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 };
/** How far back a place to cut is looked for: longer than the longest private key. */
const TAIL_BYTES = 128 * 1024;
const LINE_BREAK = 0x0a;

/** The thread's file: beside this one as source, by its own name in the bundle of the command line. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './masking-worker.js',
  import.meta.url,
);

/**
 * Masks a file by several threads and writes the parts in order. A job ends where no rule looks across, so the result is
 * that of one thread; pseudonyms follow from the run key alone, so the threads agree.
 * @returns findings by type.
 * @throws PermanentError INPUT_INVALID when the file cannot be read; TransientError MASKING_WORKER_FAILED when a thread ends
 * before its work is done; what `write` fails with.
 */
export async function maskFileInParallel(
  settings: ParallelMasking,
): Promise<Readonly<Record<string, number>>> {
  const { file, write, workers: count, runKey, customRules } = settings;
  const options: MaskerOptions = { runKey, ...(customRules !== undefined && { customRules }) };
  const input = await openFile(file);
  const workers = Array.from(
    { length: count },
    () => new Worker(WORKER, { workerData: options, resourceLimits: LIMITS }),
  );
  try {
    return await pump(input, write, workers);
  } finally {
    await input.close();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (cause) {
    throw new PermanentError('INPUT_INVALID', `Cannot read ${file}.`, { cause });
  }
}

async function pump(
  input: FileHandle,
  write: WriteMasked,
  workers: readonly Worker[],
): Promise<Readonly<Record<string, number>>> {
  const countsOf: Readonly<Record<string, number>>[] = [];
  const pending: Promise<MaskingAnswer>[] = [];
  const spare: ArrayBuffer[] = [];
  const settle = async (): Promise<void> => {
    const answer = await pending.shift();
    if (answer === undefined) return;
    countsOf[answer.number % workers.length] = answer.counts;
    await write(answer.bytes);
    if (answer.bytes.buffer.byteLength === BUFFER_BYTES) spare.push(answer.bytes.buffer);
  };
  let number = 0;
  let table: Table | null = null;
  for await (const { bytes, isWhole } of readJobs(input, spare)) {
    const worker = workers[number % workers.length];
    if (worker === undefined) break;
    // The bytes go to the thread and are gone then.
    const next: Table | null = isWhole
      ? null
      : tableBehind(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(), table);
    const answer = runJob(worker, { number, bytes, isWhole, table });
    table = next;
    // It is looked at in its turn; until then an earlier one may have failed.
    answer.catch(() => undefined);
    pending.push(answer);
    number++;
    if (pending.length >= workers.length * JOBS_PER_WORKER) await settle();
  }
  while (pending.length > 0) await settle();
  return sum(countsOf);
}

function sum(counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const totals = new Map<string, number>();
  for (const [type, count] of counts.flatMap((each) => Object.entries(each)))
    totals.set(type, (totals.get(type) ?? 0) + count);
  return Object.fromEntries([...totals].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Runs of whole lines of about JOB_BYTES; a longer line is a job of its own. Only the first can be the whole text. */
async function* readJobs(
  input: FileHandle,
  spare: ArrayBuffer[],
): AsyncGenerator<Pick<MaskingJob, 'bytes' | 'isWhole'>> {
  let rest = Buffer.alloc(0);
  let isFirst = true;
  for (;;) {
    const bytes = bufferFor(rest.length + JOB_BYTES, spare);
    bytes.set(rest);
    const { bytesRead } = await input.read(bytes, rest.length, JOB_BYTES);
    const held = bytes.subarray(0, rest.length + bytesRead);
    if (bytesRead === 0) {
      if (held.length > 0) yield { bytes: held, isWhole: isFirst };
      return;
    }
    const cut = lastCut(held);
    const isLong = cut === 0 && held.length >= LONGEST_JOB_BYTES;
    rest = Buffer.from(isLong ? [] : held.subarray(cut));
    if (cut > 0 || isLong) yield { bytes: isLong ? held : held.subarray(0, cut), isWhole: false };
    else if (bytes.buffer.byteLength === BUFFER_BYTES) spare.push(bytes.buffer);
    isFirst &&= cut === 0 && !isLong;
  }
}

function bufferFor(size: number, spare: ArrayBuffer[]): Uint8Array<ArrayBuffer> {
  if (size > BUFFER_BYTES) return new Uint8Array(size);
  return new Uint8Array(spare.pop() ?? new ArrayBuffer(BUFFER_BYTES));
}

/** Behind the last line break across which no rule looks (a private key may be open); 0 without one. */
function lastCut(held: Uint8Array<ArrayBuffer>): number {
  const from = Math.max(0, held.length - TAIL_BYTES);
  const tail = Buffer.from(held.buffer, from, held.length - from).toString('latin1');
  for (let at = tail.lastIndexOf('\n'); at >= 0; at = tail.lastIndexOf('\n', at - 1)) {
    if (isCutPoint(tail, at)) return held.length - tail.length + at + 1;
    if (at === 0) break;
  }
  return held.lastIndexOf(LINE_BREAK) + 1;
}

/** Sends a job and waits for its answer; jobs of one thread are answered in order. */
function runJob(worker: Worker, job: MaskingJob): Promise<MaskingAnswer> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (answer: MaskingAnswer): void => {
      if (answer.number !== job.number) return;
      stop();
      resolve(answer);
    };
    const onError = (cause: unknown): void => {
      stop();
      reject(new TransientError('MASKING_WORKER_FAILED', 'A masking thread failed.', { cause }));
    };
    const onExit = (code: number): void => onError(new Error(`exit code ${code}`));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(job, [job.bytes.buffer]);
  });
}
