import { DIGIT, flagsOf, HEX, KIND, kindAt, WORD } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { isTextInBase64 } from './base64-text.ts';
import { isHarmlessName } from './harmless-names.ts';
import { mixOf } from './random-mix.ts';
import { entropyOfBytes, looksRandom } from './secret-values.ts';
import { wordsSpelled } from './spelled-names.ts';
import { detectWallet } from './wallets.ts';

/** What is shorter is no finding, whatever its name. */
export const SHORTEST_RANDOM = 20;
const SHORTEST_BARE = 32;
const LONGEST_MEASURED = 512;
/** Between letters and digits; names have one or two. */
const FEWEST_CHANGES = 3;
/** Of a name that is put together; what is drawn hardly ever looks so. */
const FEWEST_WORDS = 3;

/**
 * A long word that is random and nothing else: neither a hexadecimal digest nor a UUID. Judged once a word, from a
 * digit within. `at` is any index of it; returns its end.
 */
export function detectRandomWord(scan: Scan, at: number): number {
  const { bytes, text } = scan;
  let start = at;
  const lowest = Math.max(scan.judgedWordsTo, at - LONGEST_MEASURED);
  while (start > lowest && TOKEN[bytes[start - 1]!] !== 0) start--;
  const highest = Math.min(bytes.length, start + LONGEST_MEASURED);
  let end = start;
  let changes = 0;
  let digit = 0;
  let all = HEXADECIMAL;
  for (; end < highest; end++) {
    const flags = TOKEN[bytes[end]!]!;
    if (flags === 0) break;
    changes += (flags ^ digit) & IS_DIGIT;
    digit = flags;
    all &= flags;
  }
  // Digests, commits and identifiers are what most long words of logs are.
  if (end - start < SHORTEST_RANDOM || changes < FEWEST_CHANGES || all === HEXADECIMAL) return end;
  end = paddingEnd(bytes, start, end);
  if (detectKnownShape(scan, start, end) || isFound(scan, start, end)) return end;
  const wordEnd = withoutPadding(bytes, end);
  if (isSeparator(bytes, start - 1) && followsDigest(bytes, text, start)) return end;
  const nameEnd = tiedNameEnd(bytes, text, start);
  const nameStart = nameEnd < 0 ? nameEnd : runStart(bytes, nameEnd, IS_NAME_PART);
  const isNamed = nameStart < nameEnd;
  const least = isNamed ? SHORTEST_RANDOM : SHORTEST_BARE;
  // A word cut short with dots gives nothing away.
  if (wordEnd - start < least || text.startsWith('...', end)) return end;
  if (!isNamed && !followsWord(scan, start, end)) return end;
  if (!isStronglyRandom(scan, start, wordEnd) || isKnownContent(scan, start, wordEnd)) return end;
  // `DecryptPKCS1v15SessionKey`
  if (wordsSpelled(text.slice(start, wordEnd)) >= FEWEST_WORDS) return end;
  if (isNamed && isHarmlessName(text, bytes, nameStart, nameEnd)) return end;
  report(scan, start, end, 'secret', STRENGTH.context, 'random-word');
  return end;
}

function paddingEnd(bytes: Uint8Array, start: number, wordEnd: number): number {
  let end = wordEnd;
  while (bytes[end] === EQUALS && end - start < LONGEST_MEASURED) end++;
  return end;
}

function withoutPadding(bytes: Uint8Array, end: number): number {
  let wordEnd = end;
  while (bytes[wordEnd - 1] === EQUALS) wordEnd--;
  return wordEnd;
}

/** Tokens of some providers have no prefix, but a shape that nothing else has. */
function detectKnownShape(scan: Scan, start: number, end: number): boolean {
  const { bytes, text } = scan;
  if (detectWallet(scan, start, end)) return true;
  if (end - start <= 37 && MAILCHIMP.test(text.slice(start, end))) {
    report(scan, start, end, 'secret', STRENGTH.shape, 'mailchimp');
    return true;
  }
  if (bytes[end] !== 0x2e || end - start > 30) return false;
  DISCORD.lastIndex = start;
  const match = DISCORD.exec(text);
  if (match === null) return false;
  report(scan, start, start + match[0].length, 'secret', STRENGTH.shape, 'discord');
  return true;
}

const MAILCHIMP = /^[0-9a-f]{32}-us\d{1,2}$/;
const DISCORD = /[\w-]{22,30}\.[\w-]{6}\.[\w-]{25,40}/y;

/** What another rule has just taken as a whole is not judged again: its finding would outrank this one. */
function isFound({ findings }: Scan, start: number, end: number): boolean {
  const last = findings[findings.length - 1];
  return last !== undefined && last.start === start && last.end === end && last.strength >= STRENGTH.context;
}

/** `service 4f8k…`: a word or an opening quote before, a blank or a closing quote behind; not a line of its own. */
function followsWord({ bytes, text }: Scan, start: number, end: number): boolean {
  if (GOES_ON[bytes[end]!] === true) return false;
  let nameEnd = start;
  if (isQuote(bytes, nameEnd - 1)) nameEnd--;
  const isQuoted = nameEnd < start;
  if (bytes[nameEnd - 1] === BLANK) nameEnd--;
  const isTied = isQuote(bytes, nameEnd - 1) || isSeparator(bytes, nameEnd - 1);
  if (isTied) nameEnd--;
  const nameStart = runStart(bytes, nameEnd, IS_WORD_PART);
  if (!isQuoted && !isTied) {
    if (nameStart === nameEnd) return false;
    // A line that a diff took away.
    const isDash = nameEnd - nameStart === 1 && bytes[nameStart] === DASH;
    if (isDash && (nameStart === 0 || bytes[nameStart - 1] === LINE_BREAK)) return false;
  }
  return !isHarmlessName(text, bytes, nameStart, nameEnd);
}

/** What stands behind a word that is a part of a longer thing. */
const GOES_ON = flagsOf(/[/.\w<]/);
const LINE_BREAK = 0x0a;

function isQuote(bytes: Uint8Array, index: number): boolean {
  const code = bytes[index];
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE || code === BACKTICK;
}

function isSeparator(bytes: Uint8Array, index: number): boolean {
  const code = bytes[index];
  return code === COLON || code === EQUALS;
}

/** Where the characters of a kind begin that end before `end`: all of a name, and of what is longer a little. */
function runStart(bytes: Uint8Array, end: number, isPart: readonly boolean[]): number {
  let start = end;
  const lowest = Math.max(0, end - LONGEST_NAME);
  while (start > lowest && isPart[bytes[start - 1]!]!) start--;
  return start;
}

const LONGEST_NAME = 64;
const IS_WORD_PART = flagsOf(/[\w-]/);
const IS_NAME_PART = flagsOf(/[\w.-]/);
const BLANK = 0x20;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const PLUS = 0x2b;
const DASH = 0x2d;
const COLON = 0x3a;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const BACKTICK = 0x60;

const IS_DIGIT = 1;
const IS_TOKEN = 2;
/** A hexadecimal digit, or the dash between some. */
const HEXADECIMAL = 4;
/** Of each byte, whether it may stand in a token, and what it is there. */
const TOKEN = Uint8Array.from(KIND, (kind, code) => {
  const isHexadecimal = (kind & HEX) !== 0 || code === DASH;
  if ((kind & WORD) === 0 && code !== PLUS && code !== DASH) return 0;
  return IS_TOKEN | ((kind & DIGIT) === 0 ? 0 : IS_DIGIT) | (isHexadecimal ? HEXADECIMAL : 0);
});

/** How digests, public keys, archives, documents, pictures and fonts begin in Base64. */
const CONTENT = /^(?:sha\d{1,3}-|AAAA[BCE][1-3]|H4sI|JVBERi0|iVBORw0KGgo|UEsDB|d09G|AGFzbQ|R0lGOD|UklGR)/;
const BEGINS_CONTENT = flagsOf(/[sAHJiUdR]/);
const LONGEST_BEGINNING = 16;

/** Base64 of a public key, a file, or a text with words or structure in it, which has been looked into already. */
function isKnownContent({ bytes, text }: Scan, start: number, end: number): boolean {
  if (BEGINS_CONTENT[bytes[start]!]! && CONTENT.test(text.slice(start, start + LONGEST_BEGINNING)))
    return true;
  return isTextInBase64(bytes, start, end);
}

/** Letters of the whole alphabet with digits, and no ULID; by far more changes between them than names have. */
function isStronglyRandom({ bytes, text }: Scan, start: number, end: number): boolean {
  const { length, from, digits, changes, isHexadecimal, isName } = mixOf(bytes, start, end);
  if (length < SHORTEST_PART || isHexadecimal) return false;
  if (digits < 2 || digits > length * 0.7 || changes < length / 4.5) return false;
  // `steps0mLastReport7214` is a name with numbers in it.
  if (isName) return false;
  // Its bytes are its characters.
  if (entropyOfBytes(bytes, from, from + length) < FEWEST_BITS) return false;
  const word = text.slice(start, end);
  if (word.length === ULID_LENGTH && ULID.test(word)) return false;
  return looksRandom(word, SHORTEST_RANDOM);
}

const SHORTEST_PART = 16;
/** A character. */
const FEWEST_BITS = 3.2;
const ULID = /^01[0-9A-HJKMNP-TV-Z]{24}$/i;
const ULID_LENGTH = 26;

/** `sha256:`, `sha-512==`: its number stands before one sign or two. */
function followsDigest(bytes: Uint8Array, text: string, start: number): boolean {
  if (((kindAt(bytes, start - 2) | kindAt(bytes, start - 3)) & DIGIT) === 0) return false;
  return DIGEST_NAME.test(text.slice(Math.max(0, start - LONGEST_DIGEST_NAME), start));
}

const DIGEST_NAME = /sha-?\d{1,3}[-:=]{1,2}$/i;
const LONGEST_DIGEST_NAME = 9;

/**
 * Where the name ends that a separator ties to the word: `name=word`, `"name": "word"`, `name 'word'`; -1 for none. Read back by hand: an
 * expression would be tried at every place before the word.
 */
function tiedNameEnd(bytes: Uint8Array, text: string, start: number): number {
  const isQuoted = isQuote(bytes, start - 1);
  const valueStart = isQuoted ? start - 1 : start;
  const signsEnd = blanksBefore(bytes, text, valueStart);
  let signs = signsEnd;
  if (bytes[signs - 1] === GREATER && bytes[signs - 2] === EQUALS) signs -= 2;
  else if (isSeparator(bytes, signs - 1)) {
    signs--;
    if (bytes[signs] === EQUALS && bytes[signs - 1] === COLON) signs--;
  } else return isQuoted && signsEnd === valueStart - 1 ? signsEnd : -1;
  const end = blanksBefore(bytes, text, signs);
  return isQuote(bytes, end - 1) ? end - 1 : end;
}

/** At most two blanks. */
function blanksBefore(bytes: Uint8Array, text: string, end: number): number {
  let index = end;
  while (index > 0 && end - index < 2 && isBlank(bytes, text, index - 1)) index--;
  return index;
}

function isBlank(bytes: Uint8Array, text: string, index: number): boolean {
  const code = bytes[index]!;
  return code < IS_BLANK.length ? IS_BLANK[code]! : /\s/.test(text.charAt(index));
}

/** Blanks of ASCII; `\s` has some beyond. */
const IS_BLANK = flagsOf(/\s/).slice(0, 0x80);
