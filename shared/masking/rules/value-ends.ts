import { ALNUM, DIGIT, flagsOf, KIND, kindAt, LETTER, SPACE } from '../characters.ts';
import { withoutClosing } from './closing-brackets.ts';
import { CLOSING_TAG } from './closing-tag.ts';
import { isConnected, isHalfBehind } from './halves-within.ts';
import { isNestedQuote, nestedEnd } from './nested-quotes.ts';
import { isBracketWithin } from './signs-within.ts';

export const LONGEST_VALUE = 4096;

const LINE_FEED = 0x0a;
const BLANK = 0x20;
const QUOTE = 0x22;
const AMPERSAND = 0x26;
const SINGLE_QUOTE = 0x27;
const COMMA = 0x2c;
const SLASH = 0x2f;
const SEMICOLON = 0x3b;
const LESS = 0x3c;
const GREATER = 0x3e;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
/** Blanks are among them. */
const BEYOND_ASCII = 0x80;

/** The end of a value that began behind a quote: the same quote again, at the latest the end of the line. */
export function quotedEnd(text: string, bytes: Uint8Array, start: number, quote: string): number {
  const limit = Math.min(bytes.length, start + LONGEST_VALUE);
  if (quote.startsWith('&')) return entityEnd(text, bytes, start, limit, quote);
  const mark = quote.charCodeAt(quote.length - 1);
  if (isNestedQuote(quote)) return nestedEnd(bytes, start, limit, quote);
  for (let index = start; index < limit; index++) {
    const code = bytes[index]!;
    if (!MAY_END_QUOTED[code]!) continue;
    if (code === LINE_FEED && index > start + 1) return index;
    const next = bytes[index + 1];
    // Within a JSON string a quote that is escaped does not end it.
    if (code === BACKSLASH && quote === '"' && (next === undefined || next === QUOTE || next === BACKSLASH)) {
      index++;
      continue;
    }
    if (quote === "'" && isQuoteWithin(bytes, start, index)) {
      index++;
      continue;
    }
    // A quote of JSON round all of it comes first.
    if (code === QUOTE && mark !== QUOTE && (next === undefined || BEHIND_JSON[next]!)) return index;
    if (code === mark) return quote.length === 1 ? index : Math.max(start, index - (quote.length - 1));
  }
  return limit;
}

/**
 * Whether a quote is of the value: written twice, or behind a backslash as PHP, Python and JavaScript have it (in a shell, SQL and on Windows a
 * backslash may be the last sign of a value).
 */
function isQuoteWithin(bytes: Uint8Array, start: number, index: number): boolean {
  const code = bytes[index];
  const isEscaped = code === BACKSLASH && bytes[index + 1] === SINGLE_QUOTE;
  return (isEscaped || (code === SINGLE_QUOTE && index > start)) && isDoubled(bytes, index);
}

/** Whether a quote is written twice for one of the value, as SQL and YAML have it: the value goes on and ends behind it. */
function isDoubled(bytes: Uint8Array, index: number): boolean {
  if (bytes[index + 1] !== SINGLE_QUOTE || (kindAt(bytes, index + 2) & ALNUM) === 0) return false;
  const limit = Math.min(bytes.length, index + WORD_REACH);
  let end = index + 2;
  while (end < limit && !ENDS_DOUBLED[bytes[end]!]!) end++;
  return bytes[end] === SINGLE_QUOTE;
}

const ENDS_DOUBLED = flagsOf(/[\s"'`;]/);

/** Where `[start, end)` begins without blanks; its end when there is nothing else. */
export function trimmedStart(text: string, bytes: Uint8Array, start: number, end: number): number {
  let index = start;
  while (index < end && isSpace(text, bytes, index)) index++;
  return index;
}

/** Where it ends without them. */
export function trimmedEnd(text: string, bytes: Uint8Array, start: number, end: number): number {
  let index = end;
  while (index > start && isSpace(text, bytes, index - 1)) index--;
  return index;
}

function isSpace(text: string, bytes: Uint8Array, index: number): boolean {
  const code = bytes[index]!;
  return code < BEYOND_ASCII ? (KIND[code]! & SPACE) !== 0 : text.charAt(index).trim() === '';
}

const MAY_END_QUOTED = flagsOf(/[\n"'`\\]/);
const BEHIND_JSON = flagsOf(/[,:}\]]/);

/** A quote of HTML ends at the same one. */
function entityEnd(text: string, bytes: Uint8Array, start: number, limit: number, quote: string): number {
  for (let index = start; index < limit; index++) {
    const code = bytes[index];
    if (code === LINE_FEED || code === QUOTE || (code === AMPERSAND && text.startsWith(quote, index)))
      return index;
  }
  return limit;
}

/**
 * The end of a value without quotes: blank, quote or what closes a list, a call or an element. Alone behind a spaced
 * separator it goes on to the end of the line, for passwords hold any sign.
 */
export function bareEnd(
  text: string,
  bytes: Uint8Array,
  start: number,
  spaced: boolean,
  isInConnection: boolean,
): number {
  const limit = Math.min(bytes.length, start + LONGEST_VALUE);
  let index = start;
  const stops = isInConnection ? STOPS_IN_CONNECTION : STOPS_BARE;
  while (index < limit && !stops[bytes[index]!]!) index++;
  if (index < limit) {
    const rest = spaced && mayGoOn(text, bytes, index) ? restEnd(text, bytes, index, limit) : index;
    if (rest > index) index = rest;
    else
      while (
        index < limit &&
        (!stops[bytes[index]!]! ||
          (isInConnection && isConnected(text, index)) ||
          isPartWithin(text, bytes, start, index))
      )
        index++;
  }
  while (index > start && ENDS_SENTENCE[bytes[index - 1]!]!) index--;
  return withoutClosing(bytes, start, index);
}

const STOPS_BARE = flagsOf(/[ \t\r\n"'`,;&<>(){}|\\]/);
const STOPS_IN_CONNECTION = flagsOf(/[ \t\r\n"'`;<>\\]/);
const ENDS_SENTENCE = flagsOf(/[.:,;\\]/);
const GOES_ON = flagsOf(/[{}()<>|&]/);
const BEHIND_COMMA = flagsOf(/[\s\w]/);
const ENDS_REST = flagsOf(/[ \t\r\n"`'<]/);
const IS_END = flagsOf(/[\r\n`'<]/);

const ELEMENT_ENDS = new RegExp(CLOSING_TAG, 'y');

/** Whether an element ends at a `<`. */
function endsElement(text: string, bytes: Uint8Array, index: number): boolean {
  if (bytes[index + 1] !== SLASH) return false;
  ELEMENT_ENDS.lastIndex = index;
  return ELEMENT_ENDS.test(text);
}

/** A tag, a type's parameter, a pseudonym, a document that follows, or nothing; with attributes that end in reach. */
const NO_SIGN = /<(?:$|[\s<>=!?"'`&;,)\]}-]|\/?[A-Za-z][^<>\n]{0,120}(?:>|<\w))/y;
const WORD_REACH = 64;
const LONGEST_HALF = 16;
const isLetter = (code: number): boolean => (KIND[code]! & LETTER) !== 0;

/** Whether a `<` between others is a sign of the value, as it may be of a random one: not in `index<tokens.length` and `Map<String`. */
function isSignWithin(text: string, bytes: Uint8Array, start: number, index: number): boolean {
  if (index === start) return false;
  if (bytes[index] === GREATER) return closesDrawn(text, start, index);
  if (bytes[index] !== LESS) return false;
  DRAWN_TAG.lastIndex = index;
  if (DRAWN_TAG.test(text)) return true;
  let kinds = 0;
  for (let at = Math.max(start, index - WORD_REACH); at < index; at++) kinds |= KIND[bytes[at]!]!;
  const hasDigit = (kinds & DIGIT) !== 0;
  const hasLetter = (kinds & LETTER) !== 0;
  if (!hasDigit && (!hasLetter || index - start > LONGEST_HALF)) return false;
  NO_SIGN.lastIndex = index;
  if (NO_SIGN.test(text)) return false;
  // `12345<abcd6` has letters behind the sign alone.
  if (!hasLetter) return goesOnRandom(bytes, index + 1, false) && isLetter(bytes[index + 1]!);
  return goesOnRandom(bytes, index + 1, !hasDigit);
}

/** Small and capital letters and a digit between the signs, as no element and no type has, and the value goes on behind: `p<Q8rt>zz4`. */
const DRAWN_TAG = /<(?=\w{0,16}[a-z])(?=\w{0,16}[A-Z])(?=\w{0,16}\d)\w{3,16}>(?=\w)/y;

/** Whether the `>` at `index` ends such a pair that began within the value. */
function closesDrawn(text: string, start: number, index: number): boolean {
  const from = Math.max(start + 1, index - LONGEST_HALF - 1);
  const opening = text.slice(from, index).lastIndexOf('<');
  if (opening < 0) return false;
  DRAWN_TAG.lastIndex = from + opening;
  return DRAWN_TAG.test(text);
}

/** Three or more characters behind a sign, and a digit among them; `isHalf`: a letter, too, and the digit not at the end of a name as in `Option<u64`. */
function goesOnRandom(bytes: Uint8Array, start: number, isHalf: boolean): boolean {
  let kinds = 0;
  let index = start;
  let within = false;
  const limit = Math.min(bytes.length, start + WORD_REACH);
  for (; index < limit && !STOPS_BARE[bytes[index]!]!; index++) {
    const kind = KIND[bytes[index]!]!;
    if ((kind & LETTER) !== 0 && (kinds & DIGIT) !== 0) within = true;
    kinds |= kind;
  }
  return index - start >= 3 && (kinds & DIGIT) !== 0 && (!isHalf || within);
}

/** Whether a sign at which values end is a part of this one. */
function isPartWithin(text: string, bytes: Uint8Array, start: number, index: number): boolean {
  return (
    isSignWithin(text, bytes, start, index) ||
    isBracketWithin(text, bytes, start, index) ||
    isHalfBehind(text, bytes, start, index)
  );
}

/** Whether a sign may be one of a password. */
function mayGoOn(text: string, bytes: Uint8Array, index: number): boolean {
  const code = bytes[index]!;
  if (code !== COMMA) return GOES_ON[code]!;
  const next = bytes[index + 1];
  if (next === undefined) return true;
  return next < BEYOND_ASCII ? !BEHIND_COMMA[next]! : !/\s/.test(text.charAt(index + 1));
}

/** Whether a `<` is a part of the rest of a line: with a slash behind it only as a sign between others. */
function isOfRest(text: string, bytes: Uint8Array, start: number, index: number): boolean {
  if (bytes[index + 1] !== SLASH) return true;
  return isSignWithin(text, bytes, start, index) && !endsElement(text, bytes, index);
}

/** Where the rest of a line ends that holds no blank and no quote; where it began when it does. */
function restEnd(text: string, bytes: Uint8Array, start: number, limit: number): number {
  let rest = start;
  while (
    rest < limit &&
    (!ENDS_REST[bytes[rest]!]! || (bytes[rest] === LESS && isOfRest(text, bytes, start, rest)))
  )
    rest++;
  return rest === bytes.length || IS_END[bytes[rest]!]! ? rest : start;
}

/** `…;User ID=svc;Password=a&b;…`: nothing but a semicolon ends a value there. */
export function isInConnectionString(bytes: Uint8Array, nameStart: number): boolean {
  // Cheap refusal: most names follow no semicolon.
  const end = bytes[nameStart - 1] === BLANK ? nameStart - 2 : nameStart - 1;
  if (bytes[end] !== SEMICOLON) return false;
  const lowest = Math.max(0, nameStart - CONNECTION_REACH);
  let index = end;
  while (index > lowest && end - index <= LONGEST_PART && !ENDS_PART[bytes[index - 1]!]!) index--;
  if (index === end || end - index > LONGEST_PART) return false;
  return index - 1 > lowest && bytes[index - 1] === EQUALS && IN_PART_NAME[bytes[index - 2]!]!;
}

const CONNECTION_REACH = 96;
const LONGEST_PART = 80;
const ENDS_PART = flagsOf(/[=;\n]/);
const IN_PART_NAME = flagsOf(/[\w ]/);
