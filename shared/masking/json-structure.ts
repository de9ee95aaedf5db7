import { flagsOf } from './characters.ts';

/** What a text says about JSON: to be asked in order of start. */
export interface JsonStructure {
  /** The text begins as a JSON document does. */
  readonly isDocument: boolean;
  /** Tells whether `[start, end)` is a number of a JSON document. */
  isBareValue(start: number, end: number): boolean;
  /** The parts of `[start, end)` that can be replaced without breaking the document; none where there is nothing but signs. */
  clip(start: number, end: number): readonly Range[];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LONGEST_NUMBER = 40;
const LONGEST_NUMBERS = 4096;
/** What an array of numbers is made of. */
const IN_NUMBERS = flagsOf(/[-+\d.,eE[\] \t\r\n]/);
const OPENS_NUMBERS = /^:[ \t]{0,4}\[/;
/** Not a log line such as `[main] …` or `[2026-03-02 …`. */
const DOCUMENT =
  /^\s{0,64}(?:\{\s{0,64}["}]|\[\s{0,64}(?:["{[\]]|-?\d[\d.eE+-]{0,32}\s{0,64},|(?:true|false|null)\s{0,64}[,\]]))/;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const LINE_BREAK = 0x0a;
const BLANK = 0x20;
const COMMA = 0x2c;
const CLOSE_BRACKET = 0x5d;
const CLOSE_BRACE = 0x7d;

/**
 * A number that is masked becomes a string, or the document would be none any more. In a text that begins like JSON it
 * is any number outside of strings, and what is found in a string ends with it; elsewhere (a document inside of a log
 * line) a number is only what stands behind a name.
 */
export function jsonStructure(text: string): JsonStructure {
  const isDocument = DOCUMENT.test(text);
  const isInString = stringsOf(text);

  function isBareValue(start: number, end: number): boolean {
    // Most values are no numbers, and most numbers stand in no document: the characters at both ends tell.
    if (end - start > LONGEST_NUMBER || !isDigit(text.charCodeAt(end - 1))) return false;
    const behind = text.charCodeAt(end);
    if (behind > BLANK && behind !== COMMA && behind !== CLOSE_BRACE && behind !== CLOSE_BRACKET)
      return false;
    if (!mayBeValueOf(text, start)) return false;
    if (!NUMBER.test(text.slice(start, end))) return false;
    if (!/^[ \t\r\n]{0,8}(?:[,}\]]|$)/.test(text.slice(end, end + 9))) return false;
    const before = text.slice(Math.max(0, start - 24), start);
    if (isDocument) return /(?:"[ \t\r\n]{0,8}:|[[,])[ \t\r\n]{0,20}$/.test(before) && !isInString(start);
    return /(?<!\\)"[ \t]{0,4}:[ \t]{0,4}$/.test(before) || isInNumbers(start);
  }

  let judgedTo = -1;
  let wasInNumbers = false;

  /** Whether a number stands in an array of numbers behind a name: `"coordinates":[[13.4,52.5],[13.5,`. Each is walked over once. */
  function isInNumbers(start: number): boolean {
    if (start === judgedTo) return wasInNumbers;
    let index = start - 1;
    while (index > judgedTo && start - index < LONGEST_NUMBERS && IN_NUMBERS[text.charCodeAt(index)] === true)
      index--;
    if (index !== judgedTo || judgedTo < 0) {
      wasInNumbers =
        OPENS_NUMBERS.test(text.slice(index, index + 12)) &&
        /(?<!\\)"[ \t]{0,4}$/.test(text.slice(Math.max(0, index - 8), index));
    }
    judgedTo = start;
    return wasInNumbers;
  }

  function clip(start: number, end: number): readonly Range[] {
    if (!isDocument) return [{ start, end }];
    const from = text.charCodeAt(start) === QUOTE && !isInString(start) ? start + 1 : start;
    if (isInString(from)) {
      const to = withinString(text, from, end);
      return from < to ? [{ start: from, end: to }] : [];
    }
    if (isBareValue(from, end)) return [{ start: from, end }];
    // What else stands outside of strings is no JSON (a line of text behind a line of JSON), and whatever it is, it is masked.
    const found = text.slice(from, end);
    const quote = found.indexOf('"');
    const kept = quote < 0 ? found : found.slice(0, quote);
    if (!SAYS_SOMETHING.test(kept)) return [];
    return numbersOf(text, from, kept) ?? [{ start: from, end: from + kept.length }];
  }

  return { isDocument, isBareValue, clip };
}

/** Signs alone are never what is to be masked. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;
const LONGEST_ROW = 256;
const SIGNS_BETWEEN = /[,:[\]{}]/;
/** What stands before a number of an array or an object: its name, a bracket, or a value and a comma. */
const BEFORE_VALUE = /(?:":|\[|["\d\]}el],)\s{0,20}$/;
const BEHIND_VALUE = /^\s{0,20}[,\]}]/;

/** Each of several numbers with the signs of JSON between them, in a place for them (`[13.4,52.5]`); null for anything else. */
function numbersOf(text: string, start: number, found: string): readonly Range[] | null {
  if (found.length > LONGEST_ROW) return null;
  const end = start + found.length;
  if (!BEFORE_VALUE.test(text.slice(Math.max(0, start - 24), start))) return null;
  if (!BEHIND_VALUE.test(text.slice(end, end + 24))) return null;
  const numbers: Range[] = [];
  let at = start;
  for (const part of found.split(SIGNS_BETWEEN)) {
    const number = part.trim();
    const from = at + part.length - part.trimStart().length;
    if (NUMBER.test(number)) numbers.push({ start: from, end: from + number.length });
    else if (number !== '') return null;
    at += part.length + 1;
  }
  return numbers.length > 1 ? numbers : null;
}

const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;

/** Whether there stands before a number, blanks apart, what stands before numbers of JSON: most have a word or nothing of the like. */
function mayBeValueOf(text: string, start: number): boolean {
  let before = start - 1;
  while (before > start - LONGEST_GAP && isBlank(text.charCodeAt(before))) before--;
  const code = text.charCodeAt(before);
  return code === COLON || code === COMMA || code === OPEN_BRACKET;
}

/** Where a longer gap ends there is a blank, which is no beginning of a value. */
const LONGEST_GAP = 32;

function isBlank(code: number): boolean {
  return code === BLANK || code === LINE_BREAK || code === 0x0d || code === 0x09;
}

/**
 * Whether an index is within a string of JSON; strings end with their line. Goes on from where it was asked last, or from
 * where it went on then: a little before the last place is asked for, too.
 */
function stringsOf(text: string): (index: number) => boolean {
  let at = 0;
  let isInside = false;
  let earlier = 0;
  let wasInside = false;
  return (index) => {
    if (index < at) {
      at = index < earlier ? 0 : earlier;
      isInside = index >= earlier && wasInside;
    } else {
      earlier = at;
      wasInside = isInside;
    }
    while (at < index) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH && isInside) {
        if (at + 1 >= index) break;
        at++;
      } else if (code === QUOTE) isInside = !isInside;
      else if (code === LINE_BREAK) isInside = false;
      at++;
    }
    return isInside;
  };
}

/**
 * The end of what begins within a string: its closing quote at the latest, and never between a backslash and its sign. A line
 * break before the quote says that it is no JSON after all, and all of it is masked.
 */
function withinString(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === LINE_BREAK) return end;
    if (code !== BACKSLASH) at++;
    else if (at + 2 > end) return at;
    else at += 2;
  }
  return end;
}

/**
 * Where a value begins that was found at `start`: in `"\\njane@example.com"` the n belongs to the escape, and masking it
 * would break the document.
 */
export function behindEscape(text: string, start: number): number {
  for (let backslash = start - 1; backslash >= start - LONGEST_ESCAPE && backslash >= 0; backslash--) {
    const code = text.charCodeAt(backslash);
    if (code === BACKSLASH)
      return isEscape(text, backslash) ? Math.max(start, escapeEnd(text, backslash)) : start;
    // Only digits of `\u0041` may stand between.
    if (!isDigit(code) && !isHexLetter(code) && code !== SMALL_U) return start;
  }
  return start;
}

const LONGEST_ESCAPE = 5;
const SMALL_U = 0x75;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isHexLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}
const LONGEST_ESCAPES = 16;

/** An odd number of backslashes. */
function isEscape(text: string, last: number): boolean {
  let first = last;
  while (last - first < LONGEST_ESCAPES && text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (last - first) % 2 === 0;
}

function escapeEnd(text: string, backslash: number): number {
  if (/^u[0-9A-Fa-f]{4}$/.test(text.slice(backslash + 1, backslash + 6))) return backslash + 6;
  return 'nrtbf"\\/'.includes(text.charAt(backslash + 1)) ? backslash + 2 : backslash + 1;
}
