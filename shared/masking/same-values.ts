/** Where a value stands in its text, and what it is. */
export interface ValuePlace {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

/** For a place that holds what no earlier one was found to hold. */
export const NO_PLACE = -1;

const SLOT_BITS = 10;
/** 2^32 divided by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4). */
const MULTIPLIER = 0x9e3779b1;
/** What lies here may be of another text: every answer is checked. */
const placeIn = new Int32Array(1 << SLOT_BITS);

/**
 * For each of some places of a text an earlier one that holds the same value of the same type, or NO_PLACE. Most values that repeat are
 * found, each compared with one other at the most, for less than hashing them takes.
 */
export function sameValues(text: string, places: readonly ValuePlace[]): Int32Array {
  const same = new Int32Array(places.length);
  for (let each = 0; each < places.length; each++) {
    const place = places[each]!;
    const slot = slotOf(text, place);
    const earlier = placeIn[slot]!;
    const isKnown = earlier < each && isSame(text, places[earlier]!, place);
    same[each] = isKnown ? earlier : NO_PLACE;
    if (!isKnown) placeIn[slot] = each;
  }
  return same;
}

/** By its length and by what mostly differs: what stands in its middle, and how it ends. */
function slotOf(text: string, { start, end }: ValuePlace): number {
  const middle = (start + end) >> 1;
  let sum = end - start;
  sum = Math.imul(sum, 31) + text.charCodeAt(middle - 1);
  sum = Math.imul(sum, 31) + text.charCodeAt(middle);
  sum = Math.imul(sum, 31) + text.charCodeAt(end - 2);
  sum = Math.imul(sum, 31) + text.charCodeAt(end - 1);
  return Math.imul(sum, MULTIPLIER) >>> (32 - SLOT_BITS);
}

function isSame(text: string, one: ValuePlace, other: ValuePlace): boolean {
  const length = one.end - one.start;
  if (other.end - other.start !== length || one.type !== other.type) return false;
  for (let index = 0; index < length; index++) {
    if (text.charCodeAt(one.start + index) !== text.charCodeAt(other.start + index)) return false;
  }
  return true;
}
