import { DIGIT, flagsOf, KIND, LOWER, UPPER } from '../characters.ts';
import { madeOnce } from './made-once.ts';

const LONGEST = 80;
const LONGEST_NUMBER = 20;
const LONGEST_WORD = 14;
const LONGEST_VERSION = 4;
/** Longer words are made of others by an ending of three letters and more: `implementations`, `Zugangsberechtigung`. One drawn word in a thousand ends so. */
const LONGEST_DERIVED = 26;
const LONGEST_ENDING = 7;
const DERIVED =
  /(?:[ts]ions?|ments?|ness|[iu]t(?:y|ies)|isms?|[ai]ble|[ae]nces?|log(?:y|ies)|ships?|ings?|ical(?:ly)?|[iae]sti(?:cs?|que)|ations?|ative|[ia][sz]ed|ungen|ung|keit|heit|schaft|iert|aient|amente)$/;
const MOST_VERSION_LETTERS = 3;
const MOST_HUMPS = 6;
const MOST_CONSONANTS = 4;
const FIRST_BEYOND_ASCII = 0x80;
const SMALL_V = 0x76;
/** Letters beyond ASCII among them: small ones behind one of either case, capitals, or such that have no case. */
const FOREIGN_WORD = madeOnce(() => /^(?:\p{L}\p{Ll}*|\p{Lu}+|\p{Lo}+)$/u);
/** Nobody can say five of them in a row; y is a vowel there. */
const IS_CONSONANT = flagsOf(/[bcdfghjklmnpqrstvwxz]/);

/**
 * Whether `[start, end)` of a value is what people write: a word, a camel-cased name, a number, a version (`v12rc`), or a word with a
 * short number behind it. Read by hand: it is asked of each part of each value.
 */
export function isNamed(value: string, start: number, end: number): boolean {
  if (end - start > LONGEST) return false;
  const letters = lettersEnd(value, start, end);
  if (letters < 0) return false;
  if (letters < end && value.charCodeAt(letters) >= FIRST_BEYOND_ASCII)
    return FOREIGN_WORD().test(value.slice(start, end));
  const digits = digitsEnd(value, letters, end);
  const wordLength = letters - start;
  const numberLength = digits - letters;
  if (digits < end)
    return mayBeginVersion(value, start, letters, numberLength) && isVersionEnd(value, digits, end);
  if (wordLength === 0) return numberLength <= LONGEST_NUMBER;
  if (numberLength > LONGEST_VERSION) return false;
  if (numberLength > 0 && wordLength >= 2 && wordLength <= LONGEST_WORD) return true;
  if (wordLength === 1) return numberLength === 0 || value.charCodeAt(start) === SMALL_V;
  return (
    (numberLength === 0 && isWord(value, start, letters)) ||
    (numberLength <= 2 && isCamel(value, start, letters))
  );
}

/** Where the letters end; -1 for such that nobody could say. */
function lettersEnd(value: string, start: number, end: number): number {
  let index = start;
  let consonants = 0;
  for (; index < end; index++) {
    const code = value.charCodeAt(index);
    if (code >= FIRST_BEYOND_ASCII || (KIND[code]! & (LOWER | UPPER)) === 0) break;
    consonants = IS_CONSONANT[code]! ? consonants + 1 : 0;
    if (consonants > MOST_CONSONANTS) return -1;
  }
  return index;
}

function digitsEnd(value: string, start: number, end: number): number {
  let index = start;
  while (index < end && isOf(value.charCodeAt(index), DIGIT)) index++;
  return index;
}

function isOf(code: number, kinds: number): boolean {
  return code < FIRST_BEYOND_ASCII && (KIND[code]! & kinds) !== 0;
}

function mayBeginVersion(value: string, start: number, letters: number, numberLength: number): boolean {
  if (numberLength === 0 || numberLength > LONGEST_VERSION) return false;
  return letters === start || (letters === start + 1 && value.charCodeAt(start) === SMALL_V);
}

/** Up to three small letters. */
function isVersionEnd(value: string, start: number, end: number): boolean {
  if (end - start > MOST_VERSION_LETTERS) return false;
  for (let index = start; index < end; index++) {
    if (!isOf(value.charCodeAt(index), LOWER)) return false;
  }
  return true;
}

/** Small letters, capitals, or small letters behind one capital. */
function isWord(value: string, start: number, end: number): boolean {
  let kinds = 0;
  for (let index = start + 1; index < end; index++) kinds |= KIND[value.charCodeAt(index)]!;
  const isSmall = (kinds & UPPER) === 0;
  if (isSmall) {
    if (end - start <= LONGEST_WORD + (isOf(value.charCodeAt(start), UPPER) ? 1 : 0)) return true;
    return end - start <= LONGEST_DERIVED && DERIVED.test(value.slice(end - LONGEST_ENDING, end));
  }
  return (kinds & LOWER) === 0 && isOf(value.charCodeAt(start), UPPER) && end - start <= LONGEST_WORD;
}

/** Words that begin with a capital each: two to six, or one to six behind one of small letters. */
function isCamel(value: string, start: number, end: number): boolean {
  let index = start;
  while (index < end && isOf(value.charCodeAt(index), LOWER)) index++;
  const lead = index - start;
  if (lead === 1 || lead > LONGEST_WORD) return false;
  let humps = 0;
  while (index < end) {
    const from = ++index;
    while (index < end && isOf(value.charCodeAt(index), LOWER)) index++;
    if (index === from || index - from > LONGEST_WORD) return false;
    humps++;
  }
  return humps <= MOST_HUMPS && humps >= (lead === 0 ? 2 : 1);
}
