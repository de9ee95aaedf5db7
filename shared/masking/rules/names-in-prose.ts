import { flagsOf, KIND, kindAt, LETTER, letterKind, LOWER, SPACE, UPPER, WORD } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { createWordTable } from '../word-table.ts';
import { isFirstName, isListedName } from './first-names.ts';
import { madeOnce } from './made-once.ts';
import { capitalisedPairEnd } from './name-pairs.ts';
import { isNamePart } from './name-words.ts';

/** First names that are also places, languages, frameworks or months: alone they name nobody. */
const isAmbiguous = createWordTable(() =>
  'ada ana angel ashley austin casper christian claude clara cora dario diego dominique elena ella elsa enrique eva felix finn francisco frank freda gerrit guadalupe hans harold hugo ian jan jasmine jean jesus jordi jose joseph julia kai karim karol kim konstantin laurence louis louise lucy lynn magda magnus maria marian marina mary melissa milan mira miriam nick nikita nina noah norman oscar oskar otto paolo paul pascal petra ramon rene roland roman sally santiago sofia solange stefan tamara tara tim todd tom tony trudy uwe vanessa vera verona victoria viola virginia viktor wanda wayne willi'.split(
    ' ',
  ),
);

const LONGEST_NEIGHBOUR = 24;
const LONGEST_PLAIN = 15;
const BLANK = 0x20;
const COMMA = 0x2c;
/** What ties a lower-case word to something that is no sentence. */
const TIES_WORD = flagsOf(/[\w.=/@#$:-]/);
/** The first word of a question or a clause before the name. */
const OPENS_CLAUSE = new Set(
  'Could Can Will Would Did Does Has Is Was Should Please Ask Tell Thanks When If But And So Because While After As Maybe Unlike Like For With From To By'.split(
    ' ',
  ),
);
/** Another name beside it: `Hannah, Derek and Sheila`. */
const JOINS_NAMES = new Set(['and', 'und', 'et', 'y', 'e', 'i', 'en']);
const LONGEST_JOINT = 3;
/** A name behind the blank of a joint, where there are letters beyond ASCII. */
const NAME_BEHIND = madeOnce(() => /^(\p{Lu}\p{Ll}{1,15})(?![\p{L}\d_])/u);
const OPENS_QUOTATION = '\n>"“(';
const ENDS_SENTENCE = '.!?';
const ENDS_WORD = flagsOf(/[ ,.!?;:'"\n]/);
const ENDS_CLAUSE = flagsOf(/[,.!?;:")]/);
const MOST_SIGNS = 3;
const SMALL_S = 0x73;
const LINE_BREAK = 0x0a;
const TYPED_APOSTROPHE = 0x27;
const SET_APOSTROPHE = 0x2019;
const SET_QUOTE = 0x201d;

/**
 * A listed first name without a surname counts within a sentence only: between words of lower case, or at its beginning or end.
 * In the fields and identifiers of logs it stays. What stands beside is read by hand: an expression would be tried at every
 * place of it, and a list of names asks at each of them.
 */
export function detectNameInSentence(scan: Scan, start: number, end: number): void {
  const { bytes, text } = scan;
  if (isAmbiguous(bytes, start, end)) return;
  const goesOn = isProseBehind(text, end);
  const isWithin =
    (goesOn && opensSentence(text, start)) ||
    (followsProse(scan, start) && (goesOn || endsClause(text, end))) ||
    isNameBefore(scan, start) ||
    isNameBehind(scan, end);
  if (isWithin) report(scan, start, end, 'person', STRENGTH.context, 'name-in-sentence');
}

/** A lower-case word or a digit behind a blank, a possessive or a comma. */
function isProseBehind(text: string, end: number): boolean {
  let index = end;
  if (isApostrophe(text.charCodeAt(index)) && text.charCodeAt(index + 1) === SMALL_S) index += 2;
  if (text.charCodeAt(index) === COMMA) index++;
  if (text.charCodeAt(index) !== BLANK) return false;
  const first = index + 1;
  const code = text.charCodeAt(first);
  if (code >= 0x30 && code <= 0x39) return true;
  for (index = first; index - first <= LONGEST_PLAIN; index++) {
    const next = text.charCodeAt(index);
    if (next >= 0x61 && next <= 0x7a) continue;
    return (
      index - first >= 2 && (index >= text.length || ENDS_WORD[next] === true || next === SET_APOSTROPHE)
    );
  }
  return false;
}

/** Up to three signs that end a clause with a blank or the end behind them, or a possessive at the end of a line. */
function endsClause(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  if (end >= text.length || code === LINE_BREAK) return true;
  if (isApostrophe(code))
    return text.charCodeAt(text.charCodeAt(end + 1) === SMALL_S ? end + 2 : end + 1) === BLANK;
  for (let index = end; index < end + MOST_SIGNS && isClauseEnd(text.charCodeAt(index)); index++) {
    if (index + 1 >= text.length || isBlankOrClosing(text.charCodeAt(index + 1))) return true;
  }
  return false;
}

function isApostrophe(code: number): boolean {
  return code === TYPED_APOSTROPHE || code === SET_APOSTROPHE;
}

function isClauseEnd(code: number): boolean {
  return ENDS_CLAUSE[code] === true || code === SET_QUOTE;
}

function isBlankOrClosing(code: number): boolean {
  if (code === 0x22 || code === 0x29 || code === SET_QUOTE) return true;
  return code < BEYOND_ASCII ? (KIND[code]! & SPACE) !== 0 : /\s/.test(String.fromCharCode(code));
}

/** The beginning of a line, a quotation or a sentence. */
function opensSentence(text: string, start: number): boolean {
  if (start === 0 || OPENS_QUOTATION.includes(text.charAt(start - 1))) return true;
  return text.charCodeAt(start - 1) === BLANK && start > 1 && ENDS_SENTENCE.includes(text.charAt(start - 2));
}

/** A lower-case word of a sentence before the name, with or without a comma, or what opens a clause. */
function followsProse({ bytes, text }: Scan, start: number): boolean {
  if (bytes[start - 1] !== BLANK) return false;
  const end = bytes[start - 2] === COMMA ? start - 2 : start - 1;
  const first = lettersBefore(bytes, end, LOWER);
  if (end - first >= 2 && end - first <= LONGEST_PLAIN && !TIES_WORD[bytes[first - 1] ?? 0]) return true;
  if (end < start - 1 || (kindAt(bytes, first - 1) & UPPER) === 0) return false;
  return OPENS_CLAUSE.has(text.slice(first - 1, end)) && opensClause(text, first - 1);
}

function opensClause(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1) === BLANK ? start - 1 : start;
  return before === 0 || `${ENDS_SENTENCE}${OPENS_QUOTATION}`.includes(text.charAt(before - 1));
}

/** A listed name before a comma, or before a word that joins names. */
function isNameBefore({ bytes, text }: Scan, start: number): boolean {
  if (bytes[start - 1] !== BLANK) return false;
  let end = start - 2;
  if (bytes[end] !== COMMA) {
    const joint = lettersBefore(bytes, start - 1, LOWER);
    end = joint - 1;
    if (bytes[end] !== BLANK || start - 1 - joint > LONGEST_JOINT) return false;
    if (!JOINS_NAMES.has(text.slice(joint, start - 1))) return false;
  }
  let first = end;
  let isPlain = true;
  while (end - first <= LONGEST_PLAIN && isLetterByte(bytes[first - 1])) {
    first--;
    if (bytes[first]! >= BEYOND_ASCII) isPlain = false;
    if ((kindAt(bytes, first) & UPPER) !== 0) break;
  }
  if (isPlain)
    return end - first >= 2 && (kindAt(bytes, first) & UPPER) !== 0 && isListedName(bytes, first, end);
  const word = text.slice(first, end);
  return /^\p{Lu}\p{Ll}+$/u.test(word) && isFirstName(word.toLowerCase());
}

/** A listed name behind a comma or a word that joins names. */
function isNameBehind({ bytes, text }: Scan, end: number): boolean {
  let blank = end + 1;
  if (bytes[end] !== COMMA) {
    if (bytes[end] !== BLANK) return false;
    while (blank - end <= LONGEST_JOINT && (kindAt(bytes, blank) & LOWER) !== 0) blank++;
    if (!JOINS_NAMES.has(text.slice(end + 1, blank))) return false;
  }
  if (bytes[blank] !== BLANK) return false;
  const first = blank + 1;
  let last = first + 1;
  while (last - first <= LONGEST_PLAIN && (kindAt(bytes, last) & LOWER) !== 0) last++;
  if (bytes[first]! >= BEYOND_ASCII || bytes[last]! >= BEYOND_ASCII) {
    const name = NAME_BEHIND().exec(text.slice(first, first + LONGEST_NEIGHBOUR))?.[1];
    return name !== undefined && isFirstName(name.toLowerCase());
  }
  if ((kindAt(bytes, first) & UPPER) === 0 || (kindAt(bytes, last) & WORD) !== 0) return false;
  return last - first >= 2 && isListedName(bytes, first, last);
}

/** Where the letters of a kind begin that end before `end`; a little more than the longest word is read. */
function lettersBefore(bytes: Uint8Array, end: number, kind: number): number {
  let first = end;
  while (end - first <= LONGEST_PLAIN && (kindAt(bytes, first - 1) & kind) !== 0) first--;
  return first;
}

function isLetterByte(code: number | undefined): boolean {
  return code !== undefined && ((KIND[code]! & LETTER) !== 0 || code >= BEYOND_ASCII);
}

/**
 * Reports a name. Behind many names in a row, with nothing but blanks between, all capitalised words that follow are one:
 * such a line is a list or made up, and is not to cost as much as a thousand people.
 */
export function reportName(scan: Scan, start: number, end: number, rule: string): void {
  scan.namesTo = isInRow(scan, start) ? rowEnd(scan, end) : end;
  report(scan, start, scan.namesTo, 'person', STRENGTH.context, rule);
}

const NAMES_IN_ROW = 6;
const LONGEST_ROW = 4096;

function isInRow({ findings }: Scan, start: number): boolean {
  let next = start;
  for (let back = 1; back <= NAMES_IN_ROW; back++) {
    const before = findings[findings.length - back];
    if (before?.type !== 'person' || before.end !== next - 1) return false;
    next = before.start;
  }
  return true;
}

function rowEnd({ bytes }: Scan, end: number): number {
  let index = end;
  while (index - end < LONGEST_ROW && bytes[index] === 0x20 && isCapital(bytes, index + 1)) {
    index += 2;
    while ((kindAt(bytes, index) & LETTER) !== 0 || (bytes[index] ?? 0) >= BEYOND_ASCII) index++;
  }
  return index;
}

/** A capital letter, or any beyond ASCII, which the bytes do not tell apart. */
function isCapital(bytes: Uint8Array, index: number): boolean {
  return (kindAt(bytes, index) & UPPER) !== 0 || (bytes[index] ?? 0) >= BEYOND_ASCII;
}

const BEYOND_ASCII = 0x80;

/** Letters of Latin alphabets beyond ASCII and beyond those of German and French words that begin with a capital. */
const COMMON_LETTERS = new Set(Array.from('äöüßÄÖÜéèêàçÉÈÀ×÷', (letter) => letter.charCodeAt(0)));

function isForeignLetter(code: number): boolean {
  return ((code >= 0xc0 && code <= 0x24f) || (code >= 0x1e00 && code <= 0x1eff)) && !COMMON_LETTERS.has(code);
}

const LONGEST_WORD = 24;

/** Two capitalised words, one with a letter such as ł, š or ó: languages that have it write nothing else so. */
export const foreignNameAnchors: readonly Anchor[] = [{ keyword: '\u0080', detect: detectForeignName }];

function detectForeignName(scan: Scan, at: number): void {
  if (at < scan.namesTo || !isForeignLetter(scan.text.charCodeAt(at))) return;
  const { text } = scan;
  const named = scan.namesTo;
  const own = wordStart(text, at);
  scan.namesTo = wordEnd(text, at);
  if (!isCapitalLetter(text.charCodeAt(own))) return;
  let start = own;
  // Up to two words and an initial may stand before the one with the letter.
  for (let words = 0; words < 2 && text.charAt(start - 1) === ' '; words++) {
    const previous = wordStart(text, text.charAt(start - 2) === '.' ? start - 2 : start - 1);
    if (previous >= start - 1 || previous < named || !isCapitalLetter(text.charCodeAt(previous))) break;
    start = previous;
  }
  for (const from of start === own ? [own] : [start, own]) {
    if (from > 0 && tiesName(text, from - 1)) continue;
    const end = capitalisedPairEnd(text, from);
    if (end <= at) continue;
    reportName(scan, from, end, 'foreign-name');
    return;
  }
}

const TIES_NAME = flagsOf(/[\w./@\\=#-]/);

function tiesName(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code < BEYOND_ASCII ? TIES_NAME[code]! : /[\p{L}\p{N}]/u.test(text.charAt(index));
}

/** Where the letters end; a word is judged once, however many of its letters are beyond ASCII. */
function wordEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && end - at < LONGEST_RUN && text.charCodeAt(end) >= 0xc0) end++;
  return end;
}

const LONGEST_RUN = 4096;

function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < LONGEST_WORD && isNamePart(text.charCodeAt(start - 1))) start--;
  return start;
}

function isCapitalLetter(code: number): boolean {
  return letterKind(code) === UPPER;
}
