import { flagsOf, letterKind, UPPER } from '../characters.ts';
import { madeOnce } from './made-once.ts';

/**
 * What has to stand before the kind of a street, read back from it by hand: an expression that ends there would be tried at
 * every place before it. Each answers where the address begins, or -1 when it is none.
 */
export type StreetLead = (text: string, start: number) => number;

const LONGEST_NAME = 31;
const LONGEST_WORD = 25;
const MOST_WORDS = 4;
const ADJECTIVE_REACH = 48;
const BLANK = 0x20;
const COMMA = 0x2c;
const HYPHEN = 0x2d;
/** What a number before it would be a part of. */
const TIES_NUMBER = flagsOf(/[\w.-]/);

/** The kind is a word of its own. */
export function ownWord(text: string, start: number): number {
  return start > 0 && isLetterOrDigit(text, start - 1) ? -1 : start;
}

/** `Haupt` before `straße`, `Lange ` before `str.`: a capitalised word, with or without a blank behind it. */
export function streetNameBefore(text: string, start: number): number {
  const end = text.charCodeAt(start - 1) === BLANK ? start - 1 : start;
  let first = -1;
  for (let index = end - 1; index >= 0 && end - index <= LONGEST_NAME; index--) {
    if (!isLetter(text, index) && text.charAt(index) !== '-') break;
    if (end - index >= 2 && isCapital(text, index)) first = index;
  }
  return first;
}

const ADJECTIVE = madeOnce(
  () =>
    /(?:\b(?:Am|Im|Zum|Zur|An der|Auf dem) )?\p{Lu}\p{L}{2,24}(?:er|en|es) $|\b(?:Am|Im|Zum|Zur|An der|Auf dem) $/u,
);

/** No letter, nor half of one. */
function isApart(code: number): boolean {
  return !(code >= 0xd800 && code < 0xe000) && letterKind(code) === 0;
}

/** More than the longest adjective, and more than what may stand before one. */
const LONGEST_ADJECTIVE = 60;
const LONGEST_PREPOSITION = 9;

/** `Passauer ` before `Straße`, `Am ` before `Markt`. */
export function adjectiveBefore(text: string, start: number): number {
  if (text.charCodeAt(start - 1) !== BLANK || !'mnrs'.includes(text.charAt(start - 2))) return -1;
  let word = start - 1;
  while (start - word < LONGEST_ADJECTIVE && !isApart(text.charCodeAt(word - 1))) word--;
  const from = Math.max(0, word - LONGEST_PREPOSITION);
  const match = ADJECTIVE().exec(text.slice(from, start));
  return match === null ? -1 : from + match.index;
}

const NAMES = madeOnce(() => /(?:\p{Lu}\p{L}{1,24} ){0,2}\p{Lu}\p{L}{1,24}$/u);

/** `Karl Johan` before `s gate`: one to three capitalised words. */
export function namesBefore(text: string, start: number): number {
  const from = Math.max(0, start - ADJECTIVE_REACH);
  const match = NAMES().exec(text.slice(from, start));
  return match === null ? -1 : from + match.index;
}

/** `12 `, `12 bis, ` before `rue`. */
export function numberBefore(text: string, start: number): number {
  if (text.charCodeAt(start - 1) !== BLANK) return -1;
  let end = text.charCodeAt(start - 2) === COMMA ? start - 2 : start - 1;
  if (text.startsWith('bis', end - 3) || text.startsWith('ter', end - 3)) {
    end -= text.charCodeAt(end - 4) === BLANK ? 4 : 3;
  }
  let first = end;
  while (end - first <= 5 && isDigit(text, first - 1)) first--;
  return first === end || end - first > 5 || isWordPart(text.charCodeAt(first - 1)) ? -1 : first;
}

const IN_WORD = flagsOf(/\w/);

function isWordPart(code: number): boolean {
  return IN_WORD[code] === true;
}

/** Where the number of four long words ended at the latest: further back it is none of theirs. */
export const FARTHEST_NUMBER = MOST_WORDS * (LONGEST_WORD + 2) + LONGEST_WORD;

/** `742 Evergreen` before ` Terrace`: up to four capitalised words and a number before them. */
export function numberedNameBefore(text: string, start: number): number {
  let first = start;
  for (let words = 0; words < MOST_WORDS; words++) {
    const end = words === 0 ? start : first - 1;
    let index = end;
    while (end - index <= LONGEST_WORD && isNamePart(text, index - 1)) index--;
    if (index === end || end - index > LONGEST_WORD || !isCapital(text, index)) break;
    // The letter of `221B` is no word.
    if (words > 0 && text.charCodeAt(index - 1) !== BLANK) break;
    first = index;
    if (text.charCodeAt(first - 1) !== BLANK) break;
  }
  if (first === start || text.charCodeAt(first - 1) !== BLANK) return -1;
  return houseNumberBefore(text, first - 1);
}

const LONGEST_NUMBER = 6;
const LONGEST_SECOND = 5;

/** Where `742`, `221B`, `55470 72` or `12-14` begins, with or without a comma, that ends before a blank at `end`; -1 when there is none. */
function houseNumberBefore(text: string, end: number): number {
  const last = text.charCodeAt(end - 1) === COMMA ? end - 1 : end;
  const single = numberWithLetter(text, last);
  const second = digitsBefore(text, last);
  const length = last - second;
  const sign = text.charCodeAt(second - 1);
  if (length > 0 && length <= LONGEST_SECOND && (sign === BLANK || sign === HYPHEN)) {
    const first = numberWithLetter(text, second - 1);
    if (first >= 0) return first;
  }
  return single;
}

/** `742` or `221B` that ends before `end`, with nothing before it that it could belong to. */
function numberWithLetter(text: string, end: number): number {
  const last = isAsciiLetter(text.charCodeAt(end - 1)) ? end - 1 : end;
  const first = digitsBefore(text, last);
  if (first === last || last - first > LONGEST_NUMBER || first < 0) return -1;
  return first > 0 && TIES_NUMBER[text.charCodeAt(first - 1)] === true ? -1 : first;
}

/** Where the digits begin that end before `end`; not many more than a number has are read. */
function digitsBefore(text: string, end: number): number {
  let first = end;
  while (end - first <= LONGEST_NUMBER && isDigit(text, first - 1)) first--;
  return first;
}

function isAsciiLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

function isNamePart(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return letterKind(code) !== 0 || NAME_SIGNS[code] === true || code === SET_APOSTROPHE;
}

const NAME_SIGNS = flagsOf(/['.-]/);
const SET_APOSTROPHE = 0x2019;

function isLetterOrDigit(text: string, index: number): boolean {
  return isLetter(text, index) || isDigit(text, index);
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0x30 && code <= 0x39;
}

function isLetter(text: string, index: number): boolean {
  return letterKind(text.charCodeAt(index)) !== 0;
}

function isCapital(text: string, index: number): boolean {
  return letterKind(text.charCodeAt(index)) === UPPER;
}
