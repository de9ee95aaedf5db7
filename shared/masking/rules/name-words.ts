import { flagsOf, KIND, letterKind, LOWER, UPPER } from '../characters.ts';
import { type Scan } from '../scan.ts';

/**
 * An apostrophe within a word; the one at its end closes a quote: `first_name='Jane' AND`. SQL writes it twice, others with a backslash or as an
 * entity.
 */
export const APOSTROPHE_WITHIN = `(?:['’]|''|\\\\{1,3}'|&#0?39;|&apos;|\\\\{1,2}u0027)(?=\\p{L})`;
/** A capitalised word of a name, with a second one behind a dash. */
export const WORD = `\\p{Lu}(?:\\p{L}|${APOSTROPHE_WITHIN}){1,24}(?:-\\p{Lu}\\p{L}{1,24})?`;
/** Words between the parts of a name. */
export const PARTICLE = `(?:van|von|de|del|der|den|du|la|le|da|di|dos|bin|ibn|al|el|ter|zu)`;
/** One to four words that begin with a capital, with initials and particles between them. */
export const NAME = `${WORD}(?:[ ](?:\\p{Lu}\\.?|${PARTICLE}[ -](?:${PARTICLE} )?${WORD}|${WORD})(?![\\p{L}])){0,3}`;
/** A first name and a surname, with initials and particles. */
export const TWO_WORDS = `${WORD}(?:[ ](?:\\p{Lu}\\.?|${PARTICLE}))?[ ]${WORD}(?:[ ]${WORD})?`;
/** The sign between a label and its value. */
export const SIGNED = `["'\`\\\\]{0,3}[ \\t]{0,2}(?::|=>|=)[ \\t]{0,2}["'\`\\\\]{0,3}`;

/** Words that begin with a capital and follow a title or a verb, but name nobody. */
const NOT_A_NAME = new Set(
  'The This That These Those A An It Its We You He She They I In On At For From To By And Or If When While After Before No Not All Any New Old Error Exception Warning Info Debug Null None True False Unknown System Server Service Client User Users Admin Root Team Support Customer Customers Default Test Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December GET POST PUT DELETE HTTP JSON XML SQL API Redacted Jenkins Docker Kubernetes GitHub Google Amazon Microsoft Azure Linux Windows Sir Madam Dr Prof Mr Mrs Ms World Everyone Someone Bot Id ID Name'.split(
    ' ',
  ),
);

/** True for a word that begins with a capital but names nobody. */
export const isNoName = (word: string): boolean => NOT_A_NAME.has(word);

/** True for a value that begins like a name and is not all capitals. */
export const isName = (value: string): boolean => hasSmallLetter(value) && !isNoName(firstWordOf(value));

function firstWordOf(value: string): string {
  let end = 0;
  while (end < value.length && value.charCodeAt(end) !== BLANK && value.charCodeAt(end) !== COMMA) end++;
  return value.slice(0, end);
}

function hasSmallLetter(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code >= BEYOND_ASCII) return /\p{Ll}/u.test(value);
    if ((KIND[code]! & LOWER) !== 0) return true;
  }
  return false;
}

const BLANK = 0x20;
const COMMA = 0x2c;
const BEYOND_ASCII = 0x80;

/** Words that make a name one of a group, a service or a piece of software. */
const NOBODY = new Set(
  'Team Group Service Services Support Department Server Bot Account System Systems Admin Office Operations Engineering Platform Desk Inc Ltd GmbH Manager Squad Guild Committee Name Number Id ID Agent Runner User'.split(
    ' ',
  ),
);

/** True for a value that is like a name and that of no group, service or software. */
export const isSomebody = (value: string): boolean =>
  isName(value) && !NOBODY.has(value.slice(value.lastIndexOf(' ') + 1));

/** Whether SIGNED stands at an index and a capital, or a character beyond ASCII, behind it. */
export function mayBeSigned(bytes: Uint8Array, start: number): boolean {
  let index = start;
  while (index - start < MOST_QUOTES && IS_QUOTE[bytes[index] ?? 0]!) index++;
  index = blanksEnd(bytes, index);
  const sign = bytes[index];
  if (sign !== EQUALS && sign !== COLON) return false;
  index += sign === EQUALS && bytes[index + 1] === GREATER ? 2 : 1;
  const value = blanksEnd(bytes, index);
  index = value;
  while (index - value < MOST_QUOTES && IS_QUOTE[bytes[index] ?? 0]!) index++;
  const first = bytes[index] ?? 0;
  return first >= BEYOND_ASCII || (KIND[first]! & UPPER) !== 0;
}

function blanksEnd(bytes: Uint8Array, start: number): number {
  let index = start;
  while (index - start < MOST_BLANKS && (bytes[index] === BLANK || bytes[index] === TAB)) index++;
  return index;
}

const MOST_QUOTES = 3;
const MOST_BLANKS = 2;
const IS_QUOTE = flagsOf(/["'`\\]/);
const TAB = 0x09;
const COLON = 0x3a;
const EQUALS = 0x3d;
const GREATER = 0x3e;

/** For forms whose keywords that end with a blank have a capital behind them. */
export const capitalMayFollow = ({ bytes, text }: Scan, _: number, end: number): boolean =>
  bytes[end - 1] !== BLANK || mayBeCapital(text.charCodeAt(end));

/** Half of a surrogate pair may be a part of one. */
function mayBeCapital(code: number): boolean {
  return letterKind(code) === UPPER || (code >= 0xd800 && code < 0xe000);
}

/** Whether a code unit is a letter, or a sign that a name has within it. */
export function isNamePart(code: number): boolean {
  return letterKind(code) !== 0 || code === APOSTROPHE || code === HYPHEN || code === SET_APOSTROPHE;
}

const APOSTROPHE = 0x27;
const HYPHEN = 0x2d;
const SET_APOSTROPHE = 0x2019;
