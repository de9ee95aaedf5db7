/**
 * What has to stand before the kind of a street, read back from it by hand: an expression that ends there would be tried at
 * every place before it. Each answers where the address begins, or -1 when it is none.
 */
export type StreetLead = (text: string, start: number) => number;

const LONGEST_NAME = 31;
const LONGEST_WORD = 25;
const MOST_WORDS = 4;
const LONGEST_NUMBER = 16;
const ADJECTIVE_REACH = 48;
const BLANK = 0x20;
const COMMA = 0x2c;

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

const ADJECTIVE =
  /(?:\b(?:Am|Im|Zum|Zur|An der|Auf dem) )?\p{Lu}\p{L}{2,24}(?:er|en|es) $|\b(?:Am|Im|Zum|Zur|An der|Auf dem) $/u;

/** `Passauer ` before `Straße`, `Am ` before `Markt`. */
export function adjectiveBefore(text: string, start: number): number {
  if (text.charCodeAt(start - 1) !== BLANK || !'mnrs'.includes(text.charAt(start - 2))) return -1;
  const from = Math.max(0, start - ADJECTIVE_REACH);
  const match = ADJECTIVE.exec(text.slice(from, start));
  return match === null ? -1 : from + match.index;
}

const NAMES = /(?:\p{Lu}\p{L}{1,24} ){0,2}\p{Lu}\p{L}{1,24}$/u;

/** `Karl Johan` before `s gate`: one to three capitalised words. */
export function namesBefore(text: string, start: number): number {
  const from = Math.max(0, start - ADJECTIVE_REACH);
  const match = NAMES.exec(text.slice(from, start));
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
  return first === end || end - first > 5 || /\w/.test(text.charAt(first - 1)) ? -1 : first;
}

const HOUSE_NUMBER = /(?:^|[^\w.-])(\d{1,6}[A-Za-z]?(?:[ -]\d{1,5})?,? )$/;

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
  const from = Math.max(0, first - LONGEST_NUMBER);
  const number = HOUSE_NUMBER.exec(text.slice(from, first))?.[1];
  return number === undefined ? -1 : first - number.length;
}

function isNamePart(text: string, index: number): boolean {
  return isLetter(text, index) || (index >= 0 && "'’.-".includes(text.charAt(index)));
}

function isLetterOrDigit(text: string, index: number): boolean {
  return isLetter(text, index) || isDigit(text, index);
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0x30 && code <= 0x39;
}

function isLetter(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code < 0x80) return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
  return /\p{L}/u.test(text.charAt(index));
}

function isCapital(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code < 0x80 ? code >= 0x41 && code <= 0x5a : /\p{Lu}/u.test(text.charAt(index));
}
