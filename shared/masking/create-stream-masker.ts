import { createMasker, type MaskerOptions } from './create-masker.ts';
import { type MaskedSpan } from './mask-segment.ts';
import { type Table } from './rules/tables.ts';
import { segmentEnd } from './segment-text.ts';

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
  const { onSpan } = options;
  let held = '';
  let consumed = 0;
  let table: Table | null = null;

  function drain(isLast: boolean): string {
    const parts: string[] = [];
    let from = 0;
    while (from < held.length) {
      const length = segmentEnd(from === 0 ? held : held.slice(from), isLast);
      if (length <= 0) break;
      const isWhole = isLast && consumed === 0 && length === held.length;
      const part = masker.maskPart(held.slice(from, from + length), isWhole, table);
      const { masked, spans } = part;
      ({ table } = part);
      parts.push(masked);
      if (onSpan !== undefined) {
        for (const span of spans) onSpan({ ...span, start: span.start + consumed, end: span.end + consumed });
      }
      consumed += length;
      from += length;
    }
    held = held.slice(from);
    return parts.join('');
  }

  return {
    push: (chunk) => {
      held += chunk;
      return drain(false);
    },
    end: () => drain(true),
    counts: () => masker.counts(),
  };
}
