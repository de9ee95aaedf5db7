import { PermanentError } from '../errors/pipeline-error.ts';
import { bodyChunks } from './body-chunks.ts';
import type { DoorRequest } from './door.ts';

/** A webhook or a small JSON document is one packet or a few. */
const WITHIN_MS = 20_000;

/**
 * @returns the whole body, or null when it is longer than `maxBytes`; reading stops there.
 * @throws PermanentError(`INPUT_TOO_SLOW`) when it is not there within 20 s.
 */
export async function readBody(request: DoorRequest, maxBytes: number): Promise<Uint8Array | null> {
  const declared = Number(request.headers['content-length'] ?? '0');
  if (declared > maxBytes) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bodyChunks(request, { totalMs: WITHIN_MS })) {
    length += chunk.length;
    if (length > maxBytes) return null;
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
