import { setTimeout as wait } from 'node:timers/promises';
import type { HttpRequest } from '@azure/functions';
import { bodyChunks } from '../../shared/doors/body-chunks.ts';

const MOST_DRAINED_BYTES = 32 * 1024 * 1024;
const DRAIN_WITHIN_MS = 5_000;
const LOOK_AGAIN_MS = 20;

type Body = Pick<HttpRequest, 'body'>;

/** Lazy, since a reader locks the stream; leaving the loop early must not cancel it, which would break the connection. */
export async function* bodyOf({ body }: Body): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  for await (const chunk of body.values({ preventCancel: true })) yield new Uint8Array(chunk as Uint8Array);
}

/**
 * Reads what a refusing door left of the body: an answer that overtakes its request would reach the client as a broken connection. Bounded in
 * bytes and time; whoever sends much more than is taken, or slowly, has to live with that.
 */
export async function drain(request: Body): Promise<void> {
  const signal = AbortSignal.timeout(DRAIN_WITHIN_MS);
  let length = 0;
  try {
    // A reader that was stopped while it waited lets go with the next chunk.
    while (request.body?.locked === true) await wait(LOOK_AGAIN_MS, undefined, { signal });
    const left = { body: bodyOf(request), signal };
    for await (const chunk of bodyChunks(left, { totalMs: DRAIN_WITHIN_MS })) {
      length += chunk.length;
      if (length > MOST_DRAINED_BYTES) return;
    }
  } catch (error) {
    // The client is too slow or went away in the middle of its body; there is nobody left who could be told more than the answer.
    if (!(error instanceof Error)) throw error;
  }
}
