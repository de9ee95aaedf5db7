import { createSegmentCutter, type Segment } from '../../masking/cut-segments.ts';
import { type StreamMasker } from '../../masking/create-stream-masker.ts';
import { decoderFor, type PieceDecoder } from '../text-decoder.ts';
import type { YoungGeneration } from './young-generation.ts';

/** Takes masked text or its UTF-8 bytes, and says when it can take more; the bytes are another text's after that. */
export type WriteMasked = (chunk: string | Uint8Array) => Promise<void>;

const FIRST_CHUNKS = 2;
const CHUNKS_A_CHECK = 16;

/**
 * Pumps bytes (UTF-8, or UTF-16 with its mark) through a stream masker; waits when the reader is slower, so memory stays flat. Bytes that
 * are neither become U+FFFD.
 * @throws what reading or writing fails with
 */
export async function maskStream(
  input: AsyncIterable<Buffer | string>,
  masker: StreamMasker,
  write: WriteMasked,
): Promise<void> {
  let heap: YoungGeneration | null = null;
  let chunks = 0;
  try {
    for await (const text of textOf(input)) {
      const masked = masker.push(text);
      if (masked !== '') await write(masked);
      chunks++;
      // A text of one chunk has no need of it, and no time.
      if (chunks === FIRST_CHUNKS) heap = (await import('./young-generation.ts')).boundYoungGeneration();
      if (chunks % CHUNKS_A_CHECK === 0) heap?.check();
    }
    await write(masker.end());
  } finally {
    heap?.[Symbol.dispose]();
  }
}

/** The segments of a stream of bytes, as `maskStream` cuts it. */
export async function* readSegments(input: AsyncIterable<Buffer | string>): AsyncGenerator<Segment> {
  const cutter = createSegmentCutter();
  for await (const text of textOf(input)) yield* cutter.push(text);
  yield* cutter.end();
}

async function* textOf(input: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  let decoder: PieceDecoder | null = null;
  for await (const chunk of input)
    yield typeof chunk === 'string' ? chunk : (decoder ??= decoderFor(chunk)).write(chunk);
  const rest = decoder?.end() ?? '';
  if (rest !== '') yield rest;
}
