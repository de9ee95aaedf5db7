import { PipelineError } from '../../../shared/errors/pipeline-error.ts';
import { createRandom } from '../../../shared/statistics/distributions/create-random.ts';
import { mutate } from './mutate.ts';
import type { Target } from './targets.ts';

/** Most processor time for one document of at most 64 KiB; longer is a way to hold up a worker. Waiting for a busy machine does not count. */
const LONGEST_MS = 2_000;
const MOST_FAULTS = 5;

export interface FuzzResult {
  readonly target: string;
  readonly documents: number;
  readonly slowestMs: number;
  readonly faults: readonly { readonly what: string; readonly document: string }[];
}

/** Reads documents made of the target's seeds until the time is over; the same seed makes the same documents. */
export function fuzz(target: Target, forMs: number, seed: number): FuzzResult {
  const random = createRandom(seed);
  const faults: FuzzResult['faults'][number][] = [];
  const end = performance.now() + forMs;
  let documents = 0;
  let slowestMs = 0;
  while (performance.now() < end && faults.length < MOST_FAULTS) {
    const document = mutate(target.seeds, random);
    const started = process.cpuUsage();
    const what = faultOf(target, document);
    const { user, system } = process.cpuUsage(started);
    const tookMs = (user + system) / 1_000;
    documents += 1;
    slowestMs = Math.max(slowestMs, tookMs);
    const told = what ?? (tookMs > LONGEST_MS ? `took ${Math.round(tookMs)} ms` : null);
    if (told !== null) faults.push({ what: told, document: Buffer.from(document).toString('base64') });
  }
  return { target: target.name, documents, slowestMs, faults };
}

function faultOf(target: Target, document: Uint8Array): string | null {
  try {
    target.read(document);
    return null;
  } catch (error) {
    if (PipelineError.is(error)) return null;
    return error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'threw no error';
  }
}
