import { type Carried } from '../../masking/carried.ts';
import { type Masker } from '../../masking/create-masker.ts';
import { type Segment } from '../../masking/cut-segments.ts';

/** Segments that follow each other. Text travels as bytes in buffers that are used again: V8 keeps what it is posted too long. */
export interface MaskingJob {
  readonly text: ArrayBuffer;
  readonly stretches: readonly Stretch[];
  /** What is open where they begin. */
  readonly carried: Carried;
  /** What comes of it is written here, if there is room. */
  readonly space: ArrayBuffer;
}

/** Where a segment stands in a job's text. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly encoding: 'latin1' | 'utf16le';
  readonly isWhole: boolean;
}

export interface MaskingAnswer {
  /** The job's text, to be used again. */
  readonly text: ArrayBuffer;
  /** What the segments became, in UTF-8. */
  readonly masked: Uint8Array<ArrayBuffer>;
  /** Findings by type. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What a thread says before anything else: from now on it can take jobs. */
export const READY = 'ready';

/** A job that is being put together: a segment's string is let go as soon as its bytes are written. */
export interface JobPacker {
  /** False when there is no room: then the job is to be taken first. */
  add(segment: Segment): boolean;
  /** The job so far; the next segment begins a new one. */
  take(carried: Carried): MaskingJob;
  readonly size: number;
}

export function createJobPacker(buffers: BufferPool): JobPacker {
  let text: ArrayBuffer | null = null;
  let stretches: Stretch[] = [];
  let end = 0;
  return {
    get size() {
      return stretches.length;
    },
    add(segment) {
      const isWide = /[^\0-\xff]/.test(segment.text);
      const length = segment.text.length * (isWide ? 2 : 1);
      text ??= buffers.take(length);
      if (end + length > text.byteLength) return false;
      const encoding = isWide ? 'utf16le' : 'latin1';
      Buffer.from(text).write(segment.text, end, encoding);
      stretches.push({ start: end, end: end + length, encoding, isWhole: segment.isWhole });
      end += length;
      return true;
    },
    take(carried) {
      const job = { text: text ?? buffers.take(0), stretches, carried, space: buffers.take(0) };
      text = null;
      stretches = [];
      end = 0;
      return job;
    },
  };
}

/** Masks the segments of a job one after another. */
export function maskJob(
  masker: Masker,
  { text, stretches, carried: before, space }: MaskingJob,
): MaskingAnswer {
  const bytes = Buffer.from(text);
  const parts: string[] = [];
  const counts: Record<string, number> = {};
  let carried = before;
  for (const { start, end, encoding, isWhole } of stretches) {
    const part = masker.maskPart(bytes.toString(encoding, start, end), isWhole, carried);
    ({ carried } = part);
    parts.push(part.masked);
    for (const { type } of part.spans) counts[type] = (counts[type] ?? 0) + 1;
  }
  return { text, masked: utf8Into(parts, space), counts };
}

const encoder = new TextEncoder();

/** The texts in UTF-8, in the buffer given, if it has room. */
function utf8Into(texts: readonly string[], buffer: ArrayBuffer): Uint8Array<ArrayBuffer> {
  let end = 0;
  for (const text of texts) {
    const { read, written } = encoder.encodeInto(text, new Uint8Array(buffer, end));
    if (read < text.length) return encoder.encode(texts.join(''));
    end += written;
  }
  return new Uint8Array(buffer, 0, end);
}

/** Buffers that are used again and again, since what is dropped is not freed soon. Larger ones are made as needed. */
export interface BufferPool {
  take(size: number): ArrayBuffer;
  giveBack(buffer: ArrayBuffer): void;
}

/** Four segments of ASCII and what masking adds to them. Longer segments have buffers of their own. */
const BUFFER_BYTES = 384 * 1024;

export function createBufferPool(): BufferPool {
  const spare: ArrayBuffer[] = [];
  return {
    take: (size) =>
      (size > BUFFER_BYTES ? null : spare.pop()) ?? new ArrayBuffer(Math.max(size, BUFFER_BYTES)),
    giveBack(buffer) {
      if (buffer.byteLength === BUFFER_BYTES) spare.push(buffer);
    },
  };
}
