/** Messages that are remembered: one in each slot. */
const SLOT_BITS = 12;
const SLOTS = 1 << SLOT_BITS;
/** 2^32 divided by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4). */
const MULTIPLIER = 0x9e3779b1;
/** In place of the number of a hash that was asked for. */
export const NONE = -1;

/** What a slot holds: behind these four the words of the message. What is mostly asked for lies in one line of the cache. */
const COUNT = 0;
const ASKED = 1;
const HIGH = 2;
const LOW = 3;
const WORDS = 4;
const SLOT_WORDS = 18;

/**
 * Hashes of the messages that were seen last, in a table of fixed size. A message is as many words of a block as it has with the bit that
 * ends it. They are copied: a slice would keep the whole text that it was cut from. Which messages share a slot only costs time.
 */
export interface KeptHashes {
  slotOf(words: Int32Array, count: number): number;
  holds(slot: number, words: Int32Array, count: number): boolean;
  /** Gives the slot to a message whose hash was asked for under a number. */
  keep(slot: number, words: Int32Array, count: number, asked: number): void;
  /** That number while the hash is not known, and NONE then. */
  asked(slot: number): number;
  high(slot: number): number;
  low(slot: number): number;
  /** Writes the hash that was asked for under a number, if the slot still waits for it: another message may have taken it since. */
  settle(slot: number, asked: number, high: number, low: number): void;
}

export function createKeptHashes(): KeptHashes {
  const table = new Int32Array(SLOTS * SLOT_WORDS);
  return {
    slotOf: (words, count) => {
      let sum = count;
      for (let word = 0; word < count; word++) {
        sum = Math.imul(sum ^ words[word]!, MULTIPLIER);
        // A product hands on differences to higher bits alone.
        sum ^= sum >>> 15;
      }
      return Math.imul(sum, MULTIPLIER) >>> (32 - SLOT_BITS);
    },
    holds: (slot, words, count) => {
      const place = slot * SLOT_WORDS;
      if (table[place + COUNT] !== count) return false;
      for (let word = count - 1; word >= 0; word--) {
        if (table[place + WORDS + word] !== words[word]) return false;
      }
      return true;
    },
    keep: (slot, words, count, asked) => {
      const place = slot * SLOT_WORDS;
      table[place + COUNT] = count;
      table[place + ASKED] = asked;
      for (let word = 0; word < count; word++) table[place + WORDS + word] = words[word]!;
    },
    asked: (slot) => table[slot * SLOT_WORDS + ASKED]!,
    high: (slot) => table[slot * SLOT_WORDS + HIGH]!,
    low: (slot) => table[slot * SLOT_WORDS + LOW]!,
    settle: (slot, asked, high, low) => {
      const place = slot * SLOT_WORDS;
      if (table[place + ASKED] !== asked) return;
      table[place + ASKED] = NONE;
      table[place + HIGH] = high;
      table[place + LOW] = low;
    },
  };
}
