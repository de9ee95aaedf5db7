import { StringDecoder } from 'node:string_decoder';
import { type StreamMasker } from '../../masking/create-stream-masker.ts';

/** Takes masked text or its UTF-8 bytes, and says when it can take more. */
export type WriteMasked = (chunk: string | Uint8Array) => Promise<void>;

/**
 * Pumps UTF-8 bytes through a stream masker; waits when the reader is slower, so memory stays flat. Bytes that are no UTF-8
 * become U+FFFD.
 * @throws what reading or writing fails with
 */
export async function maskStream(
  input: AsyncIterable<Buffer | string>,
  masker: StreamMasker,
  write: WriteMasked,
): Promise<void> {
  const decoder = new StringDecoder('utf8');
  for await (const chunk of input) {
    const masked = masker.push(typeof chunk === 'string' ? chunk : decoder.write(chunk));
    if (masked !== '') await write(masked);
  }
  await write(masker.push(decoder.end()) + masker.end());
}
