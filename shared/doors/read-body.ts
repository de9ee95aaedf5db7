import { PermanentError } from '../errors/pipeline-error.ts';
import { bodyChunks } from './body-chunks.ts';
import type { TakeRoom } from './body-room.ts';
import type { DoorRequest } from './door.ts';

/** A webhook or a small JSON document is one packet or a few. */
const WITHIN_MS = 20_000;

/** A body below this is no burden, however many there are. */
const SMALL_BYTES = 1024 * 1024;

/**
 * @param take asked for room for what is above 1 MiB of the body
 * @returns the whole body, or null when it is longer than `maxBytes`; reading stops there.
 * @throws PermanentError(`INPUT_TOO_SLOW`) when it is not there within 20 s.
 */
export async function readBody(
  request: DoorRequest,
  maxBytes: number,
  take: TakeRoom = () => undefined,
): Promise<Uint8Array | null> {
  const declared = Number(request.headers['content-length'] ?? '0');
  if (declared > maxBytes) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bodyChunks(request, { totalMs: WITHIN_MS })) {
    length += chunk.length;
    if (length > maxBytes) return null;
    const large = Math.min(chunk.length, length - SMALL_BYTES);
    if (large > 0) take(large);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws PermanentError(`INPUT_INVALID`) when the bytes are no JSON in UTF-8. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', 'The body is not JSON in UTF-8.', { cause: error });
  }
}
