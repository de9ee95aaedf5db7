import { setImmediate as toTheLoop } from 'node:timers/promises';
import { PipelineError } from '../../../shared/errors/pipeline-error.ts';
import { createRandom } from '../../../shared/statistics/distributions/create-random.ts';
import type { Coverage } from './coverage.ts';
import { mutate } from './mutate.ts';
import type { Target } from './target.ts';

/** Most processor time for one document of at most 64 KiB; longer is a way to hold up a worker. Waiting for a busy machine does not count. */
const LONGEST_MS = 2_000;
/** A reading that waits for something that does not come. */
const HANGS_AFTER_MS = 20_000;
const MOST_FAULTS = 5;
/** A look at the coverage takes as long as many readings; so many times as long is read between two. */
const READING_FOR_LOOKING = 4;
const MOST_BETWEEN_LOOKS = 4_096;
const MOST_KEPT = 2_000;
/** Replies are there at once, so that without a pause the timers of calls that ended would never be run and given back. */
const PAUSE_EVERY_MS = 100;

export interface FuzzResult {
  readonly target: string;
  readonly documents: number;
  readonly slowestMs: number;
  /** Documents that made code run that had not run before, and were built on. */
  readonly kept: number;
  readonly faults: readonly Fault[];
}

export interface Fault {
  readonly what: string;
  readonly document: Uint8Array;
}

export interface FuzzOptions {
  readonly forMs: number;
  readonly seed: number;
  readonly coverage?: Coverage;
}

/**
 * Reads documents made of the target's seeds until the time is over. With coverage, what made new code run becomes a seed itself, so that conditions
 * behind conditions are reached; without it the same seed makes the same documents.
 */
export async function fuzz(target: Target, { forMs, seed, coverage }: FuzzOptions): Promise<FuzzResult> {
  const random = createRandom(seed);
  const seeds: readonly Uint8Array[] = target.seeds.map((text) => new TextEncoder().encode(text));
  const pool = [...seeds];
  const faults: Fault[] = [];
  const end = performance.now() + forMs;
  if (coverage !== undefined) await learnSeeds(target, seeds, coverage);
  let recent: Uint8Array[] = [];
  let lookAt = 0;
  let documents = 0;
  let slowestMs = 0;
  let pauseAt = 0;
  // The seeds are read whatever time there is.
  while ((documents < seeds.length || performance.now() < end) && faults.length < MOST_FAULTS) {
    const document = seeds[documents] ?? mutate(pool, random);
    const { what, tookMs } = await read(target, document);
    documents += 1;
    slowestMs = Math.max(slowestMs, tookMs);
    if (performance.now() >= pauseAt) {
      await toTheLoop();
      pauseAt = performance.now() + PAUSE_EVERY_MS;
    }
    if (what !== null) faults.push({ what, document });
    if (coverage === undefined || pool.length >= MOST_KEPT) continue;
    recent.push(document);
    if (performance.now() < lookAt && recent.length < MOST_BETWEEN_LOOKS) continue;
    const lookedAt = performance.now();
    const look = await coverage.look();
    const tookLookingMs = performance.now() - lookedAt;
    if (look.isNew) pool.push(...(await discoveries(target, recent, coverage, end)));
    recent = [];
    lookAt = performance.now() + tookLookingMs * READING_FOR_LOOKING;
  }
  return { target: target.name, documents, slowestMs, kept: pool.length - seeds.length, faults };
}

/** What the seeds reach is where the search begins. */
async function learnSeeds(target: Target, seeds: readonly Uint8Array[], coverage: Coverage): Promise<void> {
  for (const seed of seeds) await read(target, seed);
  (await coverage.look()).remember();
}

/** Which of the documents made something new run, found by halving: a look costs as much as many readings. */
async function discoveries(
  target: Target,
  documents: readonly Uint8Array[],
  coverage: Coverage,
  end: number,
): Promise<readonly Uint8Array[]> {
  if (performance.now() > end) return [];
  const half = Math.ceil(documents.length / 2);
  const found: Uint8Array[] = [];
  for (const part of [documents.slice(0, half), documents.slice(half)].filter(({ length }) => length > 0)) {
    for (const document of part) await read(target, document);
    const look = await coverage.look();
    if (!look.isNew) continue;
    if (part.length > 1) found.push(...(await discoveries(target, part, coverage, end)));
    else {
      look.remember();
      found.push(...part);
    }
  }
  return found;
}

/** Reads one document. @returns what is wrong with how it was read, and the processor time that it took */
export async function read(
  target: Target,
  document: Uint8Array,
): Promise<{ readonly what: string | null; readonly tookMs: number }> {
  const started = process.cpuUsage();
  const what = await faultOf(target, document);
  const { user, system } = process.cpuUsage(started);
  const tookMs = (user + system) / 1_000;
  return { what: what ?? (tookMs > LONGEST_MS ? `took ${Math.round(tookMs)} ms` : null), tookMs };
}

async function faultOf(target: Target, document: Uint8Array): Promise<string | null> {
  try {
    const reading = target.read(document);
    if (reading instanceof Promise) await withinTime(reading);
    return null;
  } catch (error) {
    if (PipelineError.is(error)) return null;
    return error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'threw no error';
  }
}

async function withinTime(reading: Promise<unknown>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new TypeError(`did not end within ${HANGS_AFTER_MS} ms`)),
    HANGS_AFTER_MS,
  );
  try {
    await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
