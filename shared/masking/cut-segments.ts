import { narrowed } from './characters.ts';
import { segmentEnd } from './segment-text.ts';

/** A piece of a longer text that is masked by itself. */
export interface Segment {
  readonly text: string;
  /** True when it is all of the text: a text of nothing but a number is judged differently. */
  readonly isWhole: boolean;
}

export interface SegmentCutter {
  /** Takes the next piece of the text; returns the segments that are complete by now. */
  push(chunk: string): readonly Segment[];
  /** Returns the rest. */
  end(): readonly Segment[];
}

/** No longer text is judged differently for being all there is; a longer one may have come to its cut before its end was known. */
const LONGEST_WHOLE = 1024;
/** How much more text is waited for when what is held has no place to cut: a look at it takes a walk over all of it. */
const NEXT_LOOK = 8 * 1024;

/**
 * Cuts a text that arrives in pieces into segments: the same ones as the whole text has, wherever it was cut. Holds back at most
 * one segment (256 Ki code units) beside the piece.
 */
export function createSegmentCutter(): SegmentCutter {
  let held = '';
  let lookFrom = 0;
  let isBegun = false;

  function cut(isLast: boolean): readonly Segment[] {
    const segments: Segment[] = [];
    let from = 0;
    while (from < held.length) {
      const length = segmentEnd(from === 0 ? held : held.slice(from), isLast);
      if (length <= 0) break;
      segments.push({
        text: held.slice(from, from + length),
        isWhole: isLast && !isBegun && length === held.length && length <= LONGEST_WHOLE,
      });
      isBegun = true;
      from += length;
    }
    // One wide character makes all of a string wide, and then the next that is put together with its rest, and so on.
    held = narrowed(held.slice(from));
    lookFrom = held.length + NEXT_LOOK;
    return segments;
  }

  return {
    push: (chunk) => {
      held += chunk;
      return held.length < lookFrom ? [] : cut(false);
    },
    end: () => cut(true),
  };
}
