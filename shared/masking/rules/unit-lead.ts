import { flagsOf, letterKind } from '../characters.ts';
import { madeOnce } from './made-once.ts';

/** Before a unit: a number and the words of a street, with the number before or behind them. */
const STREET_BEFORE_UNIT = madeOnce(
  () =>
    /(?:^|[\s>(])((?:\d{1,6} )?\d{1,6},? (?:[\p{L}'’./-]+ ){1,5}(?:\d{1,5}[.,]? ?)?[\n> ]{0,4}|\p{Lu}[\p{L}'’./-]+ (?:[\p{L}'’./-]+ ){0,4}\d{1,5}[.,]?[\n> ]{1,4})$/u,
);
const REACH = 72;
const MOST_BLANKS = 5;
const MOST_WORDS = 5;
const MOST_NUMBERS = 2;
const BLANK = 0x20;

/** Where the street begins that stands before a unit, or where the unit does when there is none: `55470 72 Acheron Road ` before `Apt. 237`. */
export function streetBeforeUnit(text: string, start: number): number {
  const from = streetReach(text, start);
  if (from < 0) return start;
  const street = STREET_BEFORE_UNIT().exec(text.slice(Math.max(0, from - 1, start - REACH), start))?.[1];
  return start - (street?.length ?? 0);
}

/**
 * Where a street before a unit could begin at the earliest, or -1 when there can be none: read backwards a number or none, words, and
 * numbers. The expression is tried at every place of what it is given, and units can stand side by side.
 */
function streetReach(text: string, start: number): number {
  let end = start;
  while (start - end < MOST_BLANKS && isGap(text, end - 1)) end--;
  let from = -1;
  let words = 0;
  let numbers = 0;
  let hasLast = false;
  for (;;) {
    const first = partStart(text, end, start - REACH);
    const kind = kindOf(text, first, end);
    if (kind === WORD && numbers === 0 && words < MOST_WORDS) words++;
    else if (kind === NUMBER && words === 0 && !hasLast) hasLast = true;
    else if (kind === NUMBER && words > 0 && numbers < MOST_NUMBERS) numbers++;
    else break;
    from = first;
    if (text.charCodeAt(first - 1) !== BLANK) break;
    end = first - 1;
  }
  return words > 0 && (hasLast || numbers > 0) ? from : -1;
}

function isGap(text: string, index: number): boolean {
  return index >= 0 && ' \n>'.includes(text.charAt(index));
}

const OTHER = 0;
const WORD = 1;
const NUMBER = 2;

/** Where the letters, digits and signs begin that end before `end`. */
function partStart(text: string, end: number, lowest: number): number {
  let first = end;
  while (first > 0 && first > lowest && (isWordPart(text, first - 1) || isNumberPart(text, first - 1)))
    first--;
  return first;
}

function kindOf(text: string, first: number, end: number): number {
  if (first === end) return OTHER;
  let isWord = true;
  let isNumber = true;
  for (let index = first; index < end; index++) {
    isWord &&= isWordPart(text, index);
    isNumber &&= isNumberPart(text, index);
  }
  if (isWord) return WORD;
  return isNumber ? NUMBER : OTHER;
}

function isWordPart(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  // Half of a letter beyond the first 65,536 is a part of a word, too.
  if (WORD_SIGNS[code] === true || letterKind(code) !== 0) return true;
  return code === SET_APOSTROPHE || (code >= 0xd800 && code < 0xe000);
}

const WORD_SIGNS = flagsOf(/['./-]/);
const SET_APOSTROPHE = 0x2019;

function isNumberPart(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return (code >= 0x30 && code <= 0x39) || code === 0x2c || code === 0x2e;
}
