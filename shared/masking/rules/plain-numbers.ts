import { HEX, KIND, UPPER } from '../characters.ts';
import { type Scan } from '../scan.ts';

/** Below this nothing without a sign of its own is judged. */
export const FEWEST_DIGITS = 7;
/** How far before a number its word may stand. */
export const WORD_REACH = 72;

const ZERO = 0x30;
const DOT = 0x2e;
const DASH = 0x2d;
const BLANK = 0x20;
const SLASH = 0x2f;
const COLON = 0x3a;
const PLUS = 0x2b;
const OPEN = 0x28;

/**
 * Group lengths, read as one decimal number, that may be a phone, card or identity number without any word nearby:
 * 3-2-4, 3-3-4, 1-3-3-4, cards, and grouped national numbers of several countries.
 */
export const FREE_GROUPS: ReadonlySet<number> = new Set([
  324, 334, 1334, 4444, 4333, 465, 466, 3332, 2332, 23342, 3442, 222_32, 64, 67, 84, 233, 235, 244, 335, 412,
  413, 4244, 433, 434, 444, 4322, 333, 3322, 3333, 33, 1_222_332, 1_222_3332, 43_722, 3471, 14_521,
]);

/** Groups with dots that go on behind a dash or a slash. */
export const DOTTED_GROUPS: ReadonlySet<number> = new Set([333, 233, 222]);
/** Groups with dashes that go on behind a blank. */
export const DASHED_GROUPS = 333;
const DAY_GROUPS = 422;
const TIME_GROUPS = 222;

/** What groups may be, by their lengths (`FORMS`) and by the sign between them (`FORMS_OF_SIGN`): both have to agree. */
const FREE = 1;
const DOTTED = 2;
const DASHED = 4;
const MOMENT_OF_COLONS = 8;
const MOMENT_OF_DAY = 16;
const ADDRESS = 32;
const HOST = 64;
/** An area in brackets behind the first group, which makes no row of groups. */
const BRACKET = 128;
const MOMENT = MOMENT_OF_COLONS | MOMENT_OF_DAY;

const FORMS_OF_SIGN = new Uint8Array(256);
FORMS_OF_SIGN[DOT] = FREE | DOTTED | ADDRESS;
FORMS_OF_SIGN[DASH] = FREE | DASHED | MOMENT_OF_DAY | HOST;
FORMS_OF_SIGN[SLASH] = FREE | MOMENT_OF_DAY;
FORMS_OF_SIGN[BLANK] = FREE;
FORMS_OF_SIGN[COLON] = FREE | MOMENT_OF_COLONS;
FORMS_OF_SIGN[OPEN] = BRACKET;

/** Rows of more than four groups are left to the rules. */
const LONGER_ROWS = 10_000;
const FORMS = formsByLengths();

/** Made when the masker is: by arithmetic, for a string for each row takes ten milliseconds. */
function formsByLengths(): Uint8Array {
  const forms = new Uint8Array(LONGER_ROWS);
  const add = (lengths: number, form: number): void => {
    if (lengths < LONGER_ROWS) forms[lengths]! |= form;
  };
  for (const lengths of FREE_GROUPS) if (sumOf(lengths) >= FEWEST_DIGITS) add(lengths, FREE);
  for (const lengths of DOTTED_GROUPS) add(lengths, DOTTED);
  add(DASHED_GROUPS, DASHED);
  add(DAY_GROUPS, MOMENT_OF_DAY);
  add(TIME_GROUPS, MOMENT_OF_COLONS);
  for (let lengths = LONGER_ROWS / 10; lengths < LONGER_ROWS; lengths++)
    add(lengths, HOST | (isOfAddress(lengths) ? ADDRESS : 0));
  return forms;
}

function sumOf(lengths: number): number {
  let sum = 0;
  for (let rest = lengths; rest > 0; rest = Math.trunc(rest / 10)) sum += rest % 10;
  return sum;
}

/** Whether no group has more than three digits. */
function isOfAddress(lengths: number): boolean {
  for (let rest = lengths; rest > 0; rest = Math.trunc(rest / 10)) if (rest % 10 > 3) return false;
  return true;
}

/** A plus and a bracket, behind which short numbers are judged, too. */
const OPENS = Uint8Array.from({ length: 256 }, (_, code) => (code === PLUS || code === OPEN ? 1 : 0));
/** The kind of byte that, two before a number, makes the one before it remarkable: `AB 12 34 56 C`. */
const CAPITAL_BEFORE = Uint8Array.from({ length: 256 }, (_, code) => (code === BLANK ? UPPER : 0));

/** The rules have to judge it. */
export const NOT_PLAIN = -1;

/**
 * Where the scan goes on behind a number that no rule can take for anything, which most are; NOT_PLAIN when the rules have to judge it.
 * `[start, firstEnd)` is its first group, with no letter or digit at either side.
 *
 * Why it is none (see `judgeNumber`): without a capital and a blank before it, it is no end of a spaced identity number. Without a
 * phone's name near and the zeros of calls abroad, or without a group, a bracket or a second sign behind it, it is no phone of several
 * signs. Groups of fewer than seven digits behind no plus or bracket are judged only as forms of their own: addresses, which have
 * four groups, what goes on behind dots or dashes, days and times. Longer ones without a word near are judged when their lengths
 * are FREE_GROUPS or the first group alone is as long as a card or a token's number.
 */
export function endOfPlainNumber(scan: Scan, start: number, firstEnd: number): number {
  const { bytes } = scan;
  const { length } = bytes;
  const first = firstEnd - start;
  const before = start > 0 ? bytes[start - 1]! : 0;
  const sign = firstEnd < length ? bytes[firstEnd]! : 0;
  if (start > 1 && (CAPITAL_BEFORE[before]! & KIND[bytes[start - 2]!]!) !== 0) return NOT_PLAIN;
  if (OPENS[before]! !== 0) return NOT_PLAIN;
  const forms = FORMS_OF_SIGN[sign]!;
  if (first < FEWEST_DIGITS) {
    if (forms === 0 || !mayGoOn(bytes, firstEnd, sign)) return firstEnd;
  } else if (isBareCandidate(sign, first)) return NOT_PLAIN;
  if (isRemarkable(scan, start)) return NOT_PLAIN;
  return forms === 0 || forms === BRACKET ? firstEnd : endOfPlainRow(bytes, start, firstEnd, before);
}

/** The same of groups that one sign joins, or of one group behind which that sign stands. */
function endOfPlainRow(bytes: Uint8Array, start: number, firstEnd: number, before: number): number {
  const { length } = bytes;
  const sign = bytes[firstEnd]!;
  let end = firstEnd;
  let lengths = Math.min(9, firstEnd - start);
  while (end < length && bytes[end]! === sign) {
    const groupStart = end + 1;
    let index = groupStart;
    while (index < length && isDigit(bytes[index]!)) index++;
    if (index === groupStart) break;
    lengths = lengths * 10 + Math.min(9, index - groupStart);
    if (lengths >= LONGER_ROWS) return NOT_PLAIN;
    end = index;
  }
  const forms = FORMS[lengths]! & FORMS_OF_SIGN[sign]!;
  if (forms === 0 || (forms === HOST && before !== DASH)) return firstEnd;
  if ((forms & MOMENT) === 0) return NOT_PLAIN;
  return goesOn(bytes, end, sign) ? firstEnd : end;
}

/** Behind the first group there is another one, or a second sign before it. */
function mayGoOn(bytes: Uint8Array, firstEnd: number, sign: number): boolean {
  if (firstEnd + 1 >= bytes.length) return false;
  const next = bytes[firstEnd + 1]!;
  return isDigit(next) || (sign === BLANK && (next === OPEN || next === DASH || next === SLASH));
}

/** A word near says what it may be, it stands alone, is dialled abroad or belongs to a long row that was walked over. */
function isRemarkable({ bytes, wordAt, isAlone, rowAt }: Scan, start: number): boolean {
  const from = start - WORD_REACH;
  if (wordAt.phone >= from || wordAt.identity >= from || wordAt.card >= from) return true;
  if (isAlone || rowAt.start === start) return true;
  return bytes[start]! === ZERO && start + 1 < bytes.length && bytes[start + 1]! === ZERO;
}

/** Quicker than a look at KIND, of a byte that is a digit as often as not. */
function isDigit(code: number): boolean {
  return (code - ZERO) >>> 0 < 10;
}

/** Digits without separators and words: only cards and the tokens that begin with a number. */
export function isBareCandidate(next: number, digits: number): boolean {
  return (digits >= 15 && digits <= 16) || (next === COLON && digits >= 8 && digits <= 10);
}

/** `2015-10-18` and `18:01:47` hold no other number. */
export function isDayOrTime(lengths: number, separator: number): boolean {
  if (separator === COLON) return lengths === TIME_GROUPS;
  return lengths === DAY_GROUPS && (separator === DASH || separator === SLASH);
}

/** `83:80:92b8:…` is no time. */
export function goesOn(bytes: Uint8Array, end: number, separator: number): boolean {
  if (end >= bytes.length) return false;
  const code = bytes[end]!;
  return code === separator || (KIND[code]! & HEX) !== 0;
}
