import type { SecretClass } from './secret-class.ts';

const SLOTS = 1024;
const LONGEST = 64;
const FIRST_BEYOND_ASCII = 0x80;
/** Multiplier and start of FNV-1a with 32 bits (RFC 9923). */
const FNV_PRIME = 0x01000193;
const FNV_START = 0x811c9dc5;
/** By the answers that are kept; 0 is kept of none. */
const CLASSES: readonly (SecretClass | null)[] = [null, null, 'password', 'token', 'key'];

/** What was said of the names that were judged last. */
export interface JudgedNames {
  /** The class of a name of ASCII that stands in a text at `[start, end)`. */
  classIn(text: string, bytes: Uint8Array, start: number, end: number): SecretClass | null;
  classOf(name: string): SecretClass | null;
}

/**
 * Remembers what `judge` says of up to 1024 names of up to 64 characters of ASCII, one in each slot, by their bytes: names repeat, and
 * a piece of a text would keep all of it. The memory is taken when the first name is judged.
 */
export function createJudgedNames(judge: (name: string) => SecretClass | null): JudgedNames {
  let kept: Uint8Array | null = null;
  const lengths = new Uint8Array(SLOTS);
  const answers = new Uint8Array(SLOTS);
  const asked = new Uint8Array(LONGEST);

  function classIn(text: string, bytes: Uint8Array, start: number, end: number): SecretClass | null {
    const length = end - start;
    if (length > LONGEST) return judge(text.slice(start, end));
    let hash = FNV_START;
    for (let index = start; index < end; index++) hash = Math.imul(hash ^ bytes[index]!, FNV_PRIME);
    const slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    kept ??= new Uint8Array(SLOTS * LONGEST);
    if (answers[slot] !== 0 && lengths[slot] === length && isKept(kept, slot * LONGEST, bytes, start, length))
      return CLASSES[answers[slot]!]!;
    const secretClass = judge(text.slice(start, end));
    for (let index = 0; index < length; index++) kept[slot * LONGEST + index] = bytes[start + index]!;
    lengths[slot] = length;
    answers[slot] = CLASSES.lastIndexOf(secretClass);
    return secretClass;
  }

  function classOf(name: string): SecretClass | null {
    if (name.length > LONGEST) return judge(name);
    for (let index = 0; index < name.length; index++) {
      const code = name.charCodeAt(index);
      if (code >= FIRST_BEYOND_ASCII) return judge(name);
      asked[index] = code;
    }
    return classIn(name, asked, 0, name.length);
  }

  return { classIn, classOf };
}

function isKept(kept: Uint8Array, at: number, bytes: Uint8Array, start: number, length: number): boolean {
  for (let index = 0; index < length; index++) {
    if (kept[at + index] !== bytes[start + index]) return false;
  }
  return true;
}
