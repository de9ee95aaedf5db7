import { once } from 'node:events';
import { type FileHandle, open } from 'node:fs/promises';
import { type Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { TransientError } from '../../errors/pipeline-error.ts';
import { type MaskerOptions } from '../../masking/create-masker.ts';
import { isCutPoint } from '../../masking/segment-text.ts';
import { type MaskingAnswer, type MaskingJob } from './masking-job.ts';

export interface ParallelMasking extends MaskerOptions {
  readonly file: string;
  readonly output: Writable;
  /** Threads beside this one; two jobs of 1 MiB each are in flight. */
  readonly workers: number;
}

const JOB_BYTES = 1024 * 1024;
/** Jobs that are read ahead of the oldest answer: bounds what is held when one job is slow. */
const JOBS_PER_WORKER = 2;
/** A job without any line break ends here. */
const LONGEST_JOB_BYTES = 16 * 1024 * 1024;
/** How far back a place to cut is looked for: longer than the longest private key. */
const TAIL_BYTES = 128 * 1024;
const LINE_BREAK = 0x0a;

/**
 * Masks a file by several threads and writes the parts in order. A job ends where no rule looks across, so the result is
 * that of one thread; pseudonyms follow from the run key alone, so the threads agree.
 * @returns findings by type.
 * @throws TransientError MASKING_WORKER_FAILED when a thread ends before its work is done.
 */
export async function maskFileInParallel(
  settings: ParallelMasking,
): Promise<Readonly<Record<string, number>>> {
  const { file, output, workers: count, runKey, customRules } = settings;
  const options: MaskerOptions = { runKey, ...(customRules !== undefined && { customRules }) };
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL('./worker.ts', import.meta.url), { workerData: options }),
  );
  const input = await open(file);
  try {
    return await pump(input, output, workers);
  } finally {
    await input.close();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function pump(
  input: FileHandle,
  output: Writable,
  workers: readonly Worker[],
): Promise<Readonly<Record<string, number>>> {
  const totals = new Map<string, number>();
  const pending: Promise<MaskingAnswer>[] = [];
  let number = 0;
  for await (const bytes of readJobs(input)) {
    const worker = workers[number % workers.length];
    if (worker === undefined) break;
    pending.push(runJob(worker, { number, bytes }));
    number++;
    if (pending.length >= workers.length * JOBS_PER_WORKER) await settle(pending, output, totals);
  }
  while (pending.length > 0) await settle(pending, output, totals);
  return Object.fromEntries([...totals].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function settle(
  pending: Promise<MaskingAnswer>[],
  output: Writable,
  totals: Map<string, number>,
): Promise<void> {
  const answer = await pending.shift();
  if (answer === undefined) return;
  for (const [type, count] of Object.entries(answer.counts))
    totals.set(type, (totals.get(type) ?? 0) + count);
  if (!output.write(answer.bytes)) await once(output, 'drain');
}

/** Runs of whole lines of about JOB_BYTES; a longer line is a job of its own. */
async function* readJobs(input: FileHandle): AsyncGenerator<Uint8Array> {
  let held = Buffer.alloc(0);
  for (;;) {
    const chunk = Buffer.allocUnsafe(JOB_BYTES);
    const { bytesRead } = await input.read(chunk, 0, JOB_BYTES);
    if (bytesRead === 0) break;
    held = Buffer.concat([held, chunk.subarray(0, bytesRead)]);
    const cut = lastCut(held);
    if (cut === 0 && held.length < LONGEST_JOB_BYTES) continue;
    yield Uint8Array.from(held.subarray(0, cut === 0 ? held.length : cut));
    held = cut === 0 ? Buffer.alloc(0) : Buffer.from(held.subarray(cut));
  }
  if (held.length > 0) yield Uint8Array.from(held);
}

/** Behind the last line break across which no rule looks (a private key may be open); 0 without one. */
function lastCut(held: Buffer): number {
  const tail = held.subarray(Math.max(0, held.length - TAIL_BYTES)).toString('latin1');
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
    worker.postMessage(job, [job.bytes.buffer as ArrayBuffer]);
  });
}
