import { createMasker, type MaskerOptions } from './create-masker.ts';
import { segmentEnd } from './segment-text.ts';

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
 * one segment (256 Ki code units).
 */
export function createStreamMasker(options: MaskerOptions): StreamMasker {
  const masker = createMasker(options);
  let held = '';

  function drain(isLast: boolean): string {
    const parts: string[] = [];
    for (let length = segmentEnd(held, isLast); length > 0; length = segmentEnd(held, isLast)) {
      parts.push(masker.mask(held.slice(0, length)));
      held = held.slice(length);
    }
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
