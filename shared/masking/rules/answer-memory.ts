const FIRST_BEYOND_ASCII = 0x80;
/** Multiplier and start of FNV-1a with 32 bits (RFC 9923). */
const FNV_PRIME = 0x01000193;
const FNV_START = 0x811c9dc5;
/** At most two to the power of this, and a few more, of a word's bytes say where its answer is kept. */
const SAMPLES_BITS = 3;

/** What is not kept. */
export const NO_SLOT = -1;
/** What is answered of that, and of what was not asked about yet. */
export const UNKNOWN_ANSWER = 0;

/** Answers about words, by their bytes: what was said of those that were asked about last. */
export interface AnswerMemory {
  /** Where the answer about the bytes `[start, end)` is kept; NO_SLOT for what is too long. */
  slotOf(bytes: Uint8Array, start: number, end: number): number;
  /** What was kept there when just this was asked. `kind` is what else the answer depends on, 0 to 255. */
  answerAt(slot: number, kind: number, bytes: Uint8Array, start: number, end: number): number;
  /** Keeps an answer, 1 to 255; of what is not of ASCII none, for its bytes do not tell it. */
  keep(slot: number, kind: number, bytes: Uint8Array, start: number, end: number, answer: number): void;
}

/**
 * Makes a memory of so many slots, a power of two, for words of up to `longest` bytes, at most 255. It is taken when the first answer is
 * kept. The bytes are copied: a piece of a text would keep all of it.
 */
export function createAnswerMemory(slots: number, longest: number): AnswerMemory {
  let kept: Uint8Array | null = null;
  const lengths = new Uint8Array(slots);
  const kinds = new Uint8Array(slots);
  const answers = new Uint8Array(slots);

  return {
    slotOf: (bytes, start, end) => {
      if (end - start > longest) return NO_SLOT;
      // A part of the bytes: all of them are compared when an answer is asked for.
      const step = ((end - start) >> SAMPLES_BITS) + 1;
      let hash = FNV_START ^ (end - start);
      for (let index = end - 1; index >= start; index -= step)
        hash = Math.imul(hash ^ bytes[index]!, FNV_PRIME);
      return (hash ^ (hash >>> 16)) & (slots - 1);
    },
    answerAt: (slot, kind, bytes, start, end) => {
      if (slot === NO_SLOT || kept === null || kinds[slot] !== kind || lengths[slot] !== end - start)
        return UNKNOWN_ANSWER;
      const from = slot * longest - start;
      for (let index = start; index < end; index++) {
        if (kept[from + index] !== bytes[index]) return UNKNOWN_ANSWER;
      }
      return answers[slot]!;
    },
    keep: (slot, kind, bytes, start, end, answer) => {
      if (slot === NO_SLOT) return;
      for (let index = start; index < end; index++) {
        if (bytes[index]! >= FIRST_BEYOND_ASCII) return;
      }
      kept ??= new Uint8Array(slots * longest);
      const from = slot * longest - start;
      for (let index = start; index < end; index++) kept[from + index] = bytes[index]!;
      lengths[slot] = end - start;
      kinds[slot] = kind;
      answers[slot] = answer;
    },
  };
}
