import { setImmediate } from 'node:timers/promises';
import { type Carried, carriedBehind, NOTHING_CARRIED } from '../../masking/carried.ts';
import { createMasker, type MaskerOptions } from '../../masking/create-masker.ts';
import { readSegments, type WriteMasked } from './mask-stream.ts';
import { createBufferPool, createJobPacker, maskJob, type MaskingAnswer } from './masking-job.ts';
import { type MaskingThread, startMaskingThread } from './masking-thread.ts';
import { boundYoungGeneration } from './young-generation.ts';

export interface ParallelMasking extends Omit<MaskerOptions, 'onReplaced'> {
  /** UTF-8; each chunk has to be valid until the next is asked for. */
  readonly input: AsyncIterable<Buffer | string>;
  readonly write: WriteMasked;
  /** Threads, this one included. */
  readonly workers: number;
  /** Begins when all threads are there; by default this thread begins at once, and a short text never needs them. */
  readonly awaitsThreads?: boolean;
}

/** A message costs both sides some tenths of a millisecond, a segment two milliseconds. */
const JOB_SEGMENTS = 4;
/** Jobs that are done here before other threads are started: most texts are shorter than those take to start. */
const JOBS_ALONE = 4;
/** Jobs a thread that are waited for, or wait behind an older one: bounds what is held when one is slow. */
const JOBS_AHEAD = 4;

/** A stretch of the text that somebody masks. */
interface Part {
  readonly settled: Promise<MaskingAnswer>;
  answer: MaskingAnswer | null;
}

/**
 * Masks a stream by several threads and writes the parts in order; this thread masks, too, whenever the others have enough to do.
 * The text is cut into the segments that one thread cuts it into, so the result is the same: pseudonyms follow from the run key
 * alone, and which table or manifest is open where a part begins is read here, which takes a fiftieth of masking it.
 * @returns findings by type.
 * @throws TransientError MASKING_WORKER_FAILED when a thread ends before its work is done; what reading and writing fail with
 */
export async function maskInParallel(settings: ParallelMasking): Promise<Readonly<Record<string, number>>> {
  const { input, write, workers, runKey, customRules, awaitsThreads = false } = settings;
  const options: MaskerOptions = { runKey, ...(customRules !== undefined && { customRules }) };
  const masker = createMasker(options);
  const buffers = createBufferPool();
  const packer = createJobPacker(buffers);
  const counts = new Map<string, number>();
  const parts: Part[] = [];
  const start = (): readonly MaskingThread[] =>
    Array.from({ length: workers - 1 }, () => startMaskingThread(options));
  let threads = awaitsThreads ? start() : [];
  /** What is open where the next job begins, and behind the segments that it has so far. */
  let first: Carried = NOTHING_CARRIED;
  let last: Carried = NOTHING_CARRIED;

  async function maskPacked(): Promise<void> {
    const job = packer.take(first);
    first = last;
    const thread = threads.find((each) => each.hasRoom());
    if (thread === undefined) {
      const answer = maskJob(masker, job);
      parts.push({ settled: Promise.resolve(answer), answer });
      // Answers of threads are received between two turns of the event loop.
      await setImmediate();
    } else {
      const part: Part = { settled: thread.mask(job), answer: null };
      // Who waits for it hears of a failure; until then an older part may fail.
      part.settled.then(
        (answer) => (part.answer = answer),
        () => undefined,
      );
      parts.push(part);
    }
    while (parts[0]?.answer != null || parts.length > JOBS_AHEAD * (threads.length + 1)) await writeOldest();
  }

  async function writeOldest(): Promise<void> {
    const part = parts.shift();
    if (part === undefined) return;
    const answer = part.answer ?? (await part.settled);
    for (const [type, count] of Object.entries(answer.counts))
      counts.set(type, (counts.get(type) ?? 0) + count);
    await write(answer.masked);
    buffers.giveBack(answer.text);
    buffers.giveBack(answer.masked.buffer);
  }

  using heap = boundYoungGeneration();
  try {
    await Promise.all(threads.map(({ ready }) => ready));
    let jobs = 0;
    for await (const segment of readSegments(input)) {
      while (packer.size === JOB_SEGMENTS || !packer.add(segment)) {
        if (jobs++ === JOBS_ALONE && !awaitsThreads) threads = start();
        await maskPacked();
        heap.check();
      }
      last = carriedBehind(segment.text, last);
    }
    if (packer.size > 0) await maskPacked();
    while (parts.length > 0) await writeOldest();
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
