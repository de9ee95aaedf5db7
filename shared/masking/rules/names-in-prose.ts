import { flagsOf, KIND, kindAt, LETTER, LOWER, UPPER } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { FIRST_NAMES } from './first-names.ts';
import { madeOnce } from './made-once.ts';

/** First names that are also places, languages, frameworks or months: alone they name nobody. */
const AMBIGUOUS = new Set(
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
const NAME_BEHIND = /^(?:,| and| und| et| y| e| i| en) (\p{Lu}\p{Ll}{1,15})(?![\p{L}\d_])/u;
const OPENS_QUOTATION = '\n>"“(';
const ENDS_SENTENCE = '.!?';
/** A lower-case word behind it, a possessive, or the end of the sentence. */
const PROSE_BEHIND = /^(?:['’]s)?,? (?:[a-z]{2,15}(?=[ ,.!?;:'’"\n]|$)|\d)/;
const ENDS_CLAUSE = /^(?:[,.!?;:"”)]{1,3}(?=[\s"”)]|$)|['’]s? |$|\n)/;

/**
 * A listed first name without a surname counts within a sentence only: between words of lower case, or at its beginning or end.
 * In the fields and identifiers of logs it stays. What stands before is read back by hand: an expression would be tried at every
 * place of it.
 */
export function detectNameInSentence(scan: Scan, start: number, end: number): void {
  const { text } = scan;
  if (AMBIGUOUS.has(text.slice(start, end).toLowerCase())) return;
  const behind = text.slice(end, end + LONGEST_NEIGHBOUR);
  const goesOn = PROSE_BEHIND.test(behind);
  const isWithin =
    (goesOn && opensSentence(text, start)) ||
    (followsProse(scan, start) && (goesOn || ENDS_CLAUSE.test(behind))) ||
    isFirstName(nameBefore(scan, start)) ||
    isFirstName(NAME_BEHIND.exec(behind)?.[1]);
  if (isWithin) report(scan, start, end, 'person', STRENGTH.context, 'name-in-sentence');
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

/** The word before a comma, or before a word that joins names. */
function nameBefore({ bytes, text }: Scan, start: number): string | undefined {
  if (bytes[start - 1] !== BLANK) return undefined;
  let end = start - 2;
  if (bytes[end] !== COMMA) {
    const joint = lettersBefore(bytes, start - 1, LOWER);
    end = joint - 1;
    if (bytes[end] !== BLANK || !JOINS_NAMES.has(text.slice(joint, start - 1))) return undefined;
  }
  let first = end;
  while (end - first <= LONGEST_PLAIN && isLetterByte(bytes[first - 1])) {
    first--;
    if ((kindAt(bytes, first) & UPPER) !== 0) break;
  }
  const word = text.slice(first, end);
  return /^\p{Lu}\p{Ll}+$/u.test(word) ? word : undefined;
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

function isFirstName(word: string | undefined): boolean {
  return word !== undefined && FIRST_NAMES.has(word.toLowerCase());
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

const CAPITALISED = `\\p{Lu}(?:['’]\\p{Lu})?\\p{Ll}[\\p{Ll}'’]{0,22}(?:-\\p{Lu}\\p{Ll}{1,22})?`;
const pair = madeOnce(
  () =>
    new RegExp(`${CAPITALISED}(?: \\p{Lu}\\.?)? ${CAPITALISED}(?: ${CAPITALISED})?(?![\\p{L}\\d_(])`, 'uy'),
);
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
    if (previous >= start - 1 || previous < named || !/\p{Lu}/u.test(text.charAt(previous))) break;
    start = previous;
  }
  for (const from of start === own ? [own] : [start, own]) {
    if (/[\p{L}\p{N}_./@\\=#-]/u.test(text.charAt(from - 1))) continue;
    const form = pair();
    form.lastIndex = from;
    const match = form.exec(text);
    if (match === null || from + match[0].length <= at) continue;
    reportName(scan, from, from + match[0].length, 'foreign-name');
    return;
  }
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

function isNamePart(code: number): boolean {
  if (code < BEYOND_ASCII) return (KIND[code]! & LETTER) !== 0 || code === APOSTROPHE || code === HYPHEN;
  return code === QUOTE_MARK || /\p{L}/u.test(String.fromCharCode(code));
}

function isCapitalLetter(code: number): boolean {
  return code < BEYOND_ASCII ? (KIND[code]! & UPPER) !== 0 : /\p{Lu}/u.test(String.fromCharCode(code));
}

const APOSTROPHE = 0x27;
const HYPHEN = 0x2d;
const QUOTE_MARK = 0x2019;
