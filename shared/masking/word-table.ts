/** Whether the letters `[start, end)` of a text's bytes are one of some words, in either case. */
export type WordTable = (bytes: Uint8Array, start: number, end: number) => boolean;

const CASE_BIT = 0x20;
const MULTIPLIER = 31;
/** Slots for each word: with fewer, more words would share one. */
const SLOTS_FOR_EACH = 2;

/**
 * A table of words of small letters `a` to `z`, asked of bytes that are letters of ASCII: without a string for each word of a text. It
 * is made when it is first asked.
 */
export function createWordTable(words: () => Iterable<string>): WordTable {
  let table: Table | null = null;
  return (bytes, start, end) => {
    table ??= tableOf([...words()]);
    return holds(table, bytes, start, end);
  };
}

interface Table {
  /** The number of a word and one more, where its letters lead; behind it what leads there, too. */
  readonly slots: Uint16Array;
  readonly letters: Uint8Array;
  /** Where the letters of each word begin, and where those of the last end. */
  readonly starts: Uint32Array;
}

function tableOf(words: readonly string[]): Table {
  const starts = new Uint32Array(words.length + 1);
  const letters = Buffer.from(words.join(''), 'latin1');
  const size = 1 << Math.ceil(Math.log2(SLOTS_FOR_EACH * words.length + 1));
  const slots = new Uint16Array(size);
  for (const [number, word] of words.entries()) {
    const start = starts[number]!;
    starts[number + 1] = start + word.length;
    let slot = hashOf(letters, start, start + word.length) & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = number + 1;
  }
  return { slots, letters, starts };
}

function holds({ slots, letters, starts }: Table, bytes: Uint8Array, start: number, end: number): boolean {
  const last = slots.length - 1;
  for (let slot = hashOf(bytes, start, end) & last; slots[slot] !== 0; slot = (slot + 1) & last) {
    const from = starts[slots[slot]! - 1]!;
    if (starts[slots[slot]!]! - from !== end - start) continue;
    let same = 0;
    while (same < end - start && (bytes[start + same]! | CASE_BIT) === letters[from + same]) same++;
    if (same === end - start) return true;
  }
  return false;
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let index = start; index < end; index++) {
    hash = (Math.imul(hash, MULTIPLIER) + (bytes[index]! | CASE_BIT)) | 0;
  }
  return hash ^ (hash >>> 15);
}
