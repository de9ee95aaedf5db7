import { sha256 } from '../audit/sha256.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';

/** Enough for the deliveries of one message, throttled ones included. */
const MOST_TRIES = 500;
/** Network failures at which nothing was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'circuit-open', 'too-many-calls']);

/**
 * For effects that can neither be found again nor taken back: each try is noted before it is made, and a refusal after it.
 * A try without a refusal may have succeeded (the process died, the answer was lost), so it is never repeated.
 * @returns null when an earlier or this try has an unknown outcome
 * @throws what the effect throws, when the other side certainly did nothing
 */
export async function atMostOnce<T>(
  artifacts: ArtifactStore,
  folder: string,
  id: string,
  signal: AbortSignal,
  effect: () => Promise<T>,
): Promise<T | null> {
  const prefix = `${folder}/${sha256(id).slice(0, 32)}/`;
  const refs = await artifacts.list(prefix, 2 * MOST_TRIES, signal);
  const begun = refs.filter((ref) => ref.endsWith('-begun.json')).length;
  const refused = refs.filter((ref) => ref.endsWith('-refused.json')).length;
  if (begun > refused) return null;
  const note = async (what: 'begun' | 'refused'): Promise<boolean> => {
    const ref = `${prefix}${String(begun + 1).padStart(4, '0')}-${what}.json`;
    return (await artifacts.create(ref, new TextEncoder().encode('{}'), 'application/json', signal)).created;
  };
  // Somebody else was faster and is at it.
  if (!(await note('begun'))) return null;
  try {
    return await effect();
  } catch (error) {
    if (!didNothing(error)) return null;
    await note('refused');
    throw error;
  }
}

function didNothing(error: unknown): boolean {
  if (!PipelineError.is(error)) return true;
  if (error.disposition !== 'retry') return true;
  const { status, reason } = error.details;
  // A gateway that gave up waiting does not know what became of the request.
  if (typeof status === 'number') return status !== 504;
  return typeof reason === 'string' && NOT_SENT.has(reason);
}
