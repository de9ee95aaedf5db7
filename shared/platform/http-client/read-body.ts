import { PermanentError } from '../../errors/pipeline-error.ts';

/**
 * Reads a body up to a limit, counted after decompression, so that a small compressed body cannot fill the memory.
 * @throws PermanentError(`REMOTE_REPLY_INVALID`) when it is larger; the connection is closed then.
 */
export async function readBody(response: Response, maxBytes: number, call: string): Promise<Uint8Array> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel();
    throw tooLarge(call, maxBytes);
  }
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let total = 0;
  const body: ReadableStream<Uint8Array> = response.body;
  for await (const chunk of body) {
    total += chunk.byteLength;
    // Leaving the loop cancels the stream, which closes the connection.
    if (total > maxBytes) throw tooLarge(call, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, total);
}

function tooLarge(call: string, maxBytes: number): PermanentError {
  return new PermanentError('REMOTE_REPLY_INVALID', `${call} answered with more than ${maxBytes} bytes.`);
}
