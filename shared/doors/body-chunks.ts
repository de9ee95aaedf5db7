import { PermanentError } from '../errors/pipeline-error.ts';
import type { DoorRequest } from './door.ts';

/** How long a body may take, in all and without a byte. */
export interface BodyTimes {
  readonly totalMs: number;
  readonly idleMs?: number;
}

/**
 * A body's chunks as they come, each awaited no longer than the times and the request's own signal allow: whoever sends slowly holds a place
 * among those that are served.
 * @throws PermanentError(`INPUT_TOO_SLOW`), answered with 408.
 */
export async function* bodyChunks(
  { body, signal }: Pick<DoorRequest, 'body' | 'signal'>,
  { totalMs, idleMs = totalMs }: BodyTimes,
): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const chunks = body[Symbol.asyncIterator]();
  const endsAt = performance.now() + totalMs;
  let isWaiting = false;
  try {
    for (;;) {
      isWaiting = true;
      const next = await within(chunks.next(), Math.min(idleMs, endsAt - performance.now()), signal);
      isWaiting = false;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // An iterator that waits for its next chunk would end only after that chunk, which may never come.
    if (!isWaiting) await chunks.return?.();
  }
}

function within<T>(work: Promise<T>, mostMs: number, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(giveUp, Math.max(0, mostMs));
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    work.then(resolve, reject).finally(end);

    function giveUp(): void {
      end();
      reject(
        new PermanentError(
          'INPUT_TOO_SLOW',
          'The body did not arrive in time; send it again, over a faster line or in smaller parts.',
        ),
      );
    }
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    }
  });
}
