import { Worker } from 'node:worker_threads';
import { TransientError } from '../../errors/pipeline-error.ts';
import { type MaskerOptions } from '../../masking/create-masker.ts';
import { type MaskingAnswer, type MaskingJob, READY } from './masking-job.ts';

export interface MaskingThread {
  /** Settles when it can begin; rejects with TransientError MASKING_WORKER_FAILED when it never will. */
  readonly ready: Promise<unknown>;
  /**
   * True when it would soon be idle.
   * @throws TransientError MASKING_WORKER_FAILED when it has ended
   */
  hasRoom(): boolean;
  /**
   * Takes the buffers of the job away.
   * @throws TransientError MASKING_WORKER_FAILED when the thread ends before it has answered, or does not answer
   */
  mask(job: MaskingJob): Promise<MaskingAnswer>;
  end(): Promise<unknown>;
}

/** One job is done while the next two wait: the thread that hands them over masks a job itself before it looks again. */
const MOST_JOBS = 3;
/** Garbage is collected before it grows; a young generation of less makes for more work than it saves memory. */
const LIMITS = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 6 };
/** A job takes some ten milliseconds. */
const LONGEST_WAIT_MS = 600_000;

/** The thread's file: beside this one as source, by its own name in the bundle of the command line. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './masking-worker.js',
  import.meta.url,
);

/** Starts a thread with a masker of its own; it has no room before it has started. */
export function startMaskingThread(options: MaskerOptions): MaskingThread {
  const worker = new Worker(WORKER, { workerData: options, resourceLimits: LIMITS });
  const waiting: PromiseWithResolvers<MaskingAnswer>[] = [];
  const ready = Promise.withResolvers<null>();
  // Who does not wait for it meets the failure when it hands over a job.
  ready.promise.catch(() => undefined);
  let isReady = false;
  let failure: TransientError | null = null;

  const fail = (cause: unknown): void => {
    const why = cause instanceof Error ? cause.message : String(cause);
    failure ??= new TransientError('MASKING_WORKER_FAILED', `A masking thread failed: ${why}`, { cause });
    ready.reject(failure);
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  worker.on('message', (message: MaskingAnswer | typeof READY) => {
    if (message !== READY) {
      waiting.shift()?.resolve(message);
      return;
    }
    isReady = true;
    ready.resolve(null);
  });
  worker.on('messageerror', fail);
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`it ended with code ${code}`)));

  return {
    ready: ready.promise,
    hasRoom() {
      if (failure !== null) throw failure;
      return isReady && waiting.length < MOST_JOBS;
    },
    async mask(job) {
      if (failure !== null) throw failure;
      const answer = Promise.withResolvers<MaskingAnswer>();
      const late = setTimeout(
        () => fail(new Error(`it has not answered for ${LONGEST_WAIT_MS / 60_000} minutes`)),
        LONGEST_WAIT_MS,
      );
      waiting.push(answer);
      worker.postMessage(job, [job.text, job.space]);
      try {
        return await answer.promise;
      } finally {
        clearTimeout(late);
      }
    },
    end: () => worker.terminate(),
  };
}
