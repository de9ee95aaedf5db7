import { type Carried, NOTHING_CARRIED } from './carried.ts';
import { createMasker, type MaskerOptions } from './create-masker.ts';
import { createSegmentCutter, type Segment } from './cut-segments.ts';
import { type MaskedSpan } from './mask-segment.ts';

export interface StreamMaskerOptions extends MaskerOptions {
  /** Told of every replaced stretch; offsets count from the start of the stream. */
  readonly onSpan?: (span: MaskedSpan) => void;
}

export interface StreamMasker {
  /** Takes the next piece of text and returns what is masked by now. */
  push(chunk: string): string;
  /** Returns the rest. */
  end(): string;
  /** Findings by type so far. */
  counts(): Readonly<Record<string, number>>;
}

/**
 * Masks a text that arrives in pieces; the result is that of masking it whole, wherever it was cut. Holds back at most
 * one segment (256 Ki code units) beside the piece.
 */
export function createStreamMasker(options: StreamMaskerOptions): StreamMasker {
  const masker = createMasker(options);
  const cutter = createSegmentCutter();
  const { onSpan } = options;
  let consumed = 0;
  let carried: Carried = NOTHING_CARRIED;

  function maskSegment({ text, isWhole }: Segment): string {
    const part = masker.maskPart(text, isWhole, carried);
    ({ carried } = part);
    if (onSpan !== undefined) {
      for (const span of part.spans)
        onSpan({ ...span, start: span.start + consumed, end: span.end + consumed });
    }
    consumed += text.length;
    return part.masked;
  }

  return {
    push: (chunk) => cutter.push(chunk).map(maskSegment).join(''),
    end: () => cutter.end().map(maskSegment).join(''),
    counts: () => masker.counts(),
  };
}
