import { ALNUM, DIGIT, HEX, KIND, LOWER, UPPER } from '../characters.ts';

/** What the longest part of a word, between dashes and the like, consists of. */
export interface Mix {
  from: number;
  length: number;
  digits: number;
  /** Between small letters, capitals and digits; from a capital to a small letter is none, as names have it. */
  changes: number;
  isHexadecimal: boolean;
  /** Two to eight words with at most two numbers behind them: `steps0mLastReport7214`. */
  isName: boolean;
}

const FEWEST_WORDS = 2;
const MOST_WORDS = 8;
const MOST_NUMBERS = 2;
const LONGEST_WORD = 14;
const LONGEST_NUMBER = 5;

/** Written anew for each word. */
const mix: Mix = { from: 0, length: 0, digits: 0, changes: 0, isHexadecimal: false, isName: false };

/** Measures the word `[start, end)`; valid until the next call. */
export function mixOf(bytes: Uint8Array, start: number, end: number): Readonly<Mix> {
  findLongest(bytes, start, end);
  mix.digits = 0;
  mix.changes = 0;
  mix.isHexadecimal = true;
  let numbers = 0;
  let before = 0;
  for (let index = mix.from; index < mix.from + mix.length; index++) {
    const kind = KIND[bytes[index]!]!;
    const next = kind & ALNUM;
    if ((kind & HEX) === 0) mix.isHexadecimal = false;
    if (next === DIGIT) {
      mix.digits++;
      if (before !== DIGIT) numbers++;
    }
    if (before !== 0 && next !== before && !(before === UPPER && next === LOWER)) mix.changes++;
    before = next;
  }
  mix.isName = numbers <= MOST_NUMBERS && isName(bytes, mix.from, mix.from + mix.length);
  return mix;
}

function findLongest(bytes: Uint8Array, start: number, end: number): void {
  mix.length = 0;
  mix.from = start;
  let from = start;
  for (let index = start; index <= end; index++) {
    if (index < end && (KIND[bytes[index]!]! & ALNUM) !== 0) continue;
    if (index - from > mix.length) {
      mix.length = index - from;
      mix.from = from;
    }
    from = index + 1;
  }
}

/**
 * `(?:[A-Z]?[a-z]{1,14}\d{0,5}){2,8}`, of letters and digits. An expression would try every way to part small letters that follow
 * each other into words: so the fewest and the most words are counted that there can be.
 */
function isName(bytes: Uint8Array, start: number, end: number): boolean {
  let fewest = 0;
  let most = 0;
  for (let index = start; index < end;) {
    if (KIND[bytes[index]!]! & UPPER) index++;
    const small = index;
    while (index < end && (KIND[bytes[index]!]! & LOWER) !== 0) index++;
    if (index === small) return false;
    fewest += Math.ceil((index - small) / LONGEST_WORD);
    most += index - small;
    const number = index;
    while (index < end && (KIND[bytes[index]!]! & DIGIT) !== 0) index++;
    if (index - number > LONGEST_NUMBER || fewest > MOST_WORDS) return false;
  }
  return most >= FEWEST_WORDS;
}
