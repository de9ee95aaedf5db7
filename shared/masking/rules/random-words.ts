import { ALNUM, DIGIT, flagsOf, HEX, KIND, LOWER, UPPER } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { entropyOf, looksRandom } from './secret-values.ts';
import { isMadeUp, secretClassOf, wordsOf } from './secret-names.ts';
import { detectWallet } from './wallets.ts';

/** What is shorter is no finding, whatever its name. */
export const SHORTEST_RANDOM = 20;
const SHORTEST_BARE = 32;
const LONGEST_MEASURED = 512;
/** Between letters and digits; names have one or two. */
const FEWEST_CHANGES = 3;

/** Names whose values are random by nature and no secrets: identity, integrity, tracing, versions. */
const HARMLESS_NAMES = new Set(
  'id ids uid uuid ulid ksuid guid h1 zh sha sha1 sha256 sha384 sha512 md5 hash digest checksum integrity etag commit revision rev ref trace traceid span spanid parent request requestid correlation version build image layer blob object fingerprint thumbprint serial instance node pod container task job run name file filename path url uri href host hostname address addr arn nonce offset cursor index key column table class method function module package symbol query statement plan trace_id'.split(
    ' ',
  ),
);

/**
 * A long word that is random and nothing else: neither a hexadecimal digest nor a UUID. Judged once a word, from a
 * digit within. `at` is any index of it; returns its end.
 */
export function detectRandomWord(scan: Scan, at: number): number {
  const { bytes, text } = scan;
  let start = at;
  const lowest = Math.max(scan.judgedWordsTo, at - LONGEST_MEASURED);
  while (start > lowest && isTokenByte(bytes[start - 1]!)) start--;
  let end = start;
  let changes = 0;
  let kind = 0;
  let isHexadecimal = true;
  while (end < bytes.length && end - start < LONGEST_MEASURED && isTokenByte(bytes[end]!)) {
    const next = KIND[bytes[end]!]! & ALNUM;
    if (next !== kind && (next & DIGIT) !== (kind & DIGIT)) changes++;
    if ((KIND[bytes[end]!]! & HEX) === 0 && bytes[end] !== DASH) isHexadecimal = false;
    kind = next;
    end++;
  }
  // Digests, commits and identifiers are what most long words of logs are.
  if (end - start < SHORTEST_RANDOM || changes < FEWEST_CHANGES || isHexadecimal) return end;
  while (bytes[end] === 0x3d && end - start < LONGEST_MEASURED) end++;
  if (detectKnownShape(scan, start, end)) return end;
  const word = text.slice(start, withoutPadding(bytes, end));
  const name = nameBefore(text, start);
  const least = name === null ? SHORTEST_BARE : SHORTEST_RANDOM;
  // A word cut short with dots gives nothing away.
  if (word.length < least || text.startsWith('...', end)) return end;
  if (name === null && !followsWord(text, start, end)) return end;
  if (!isStronglyRandom(word) || isKnownContent(word) || (name !== null && isHarmlessName(name))) return end;
  report(scan, start, end, 'secret', STRENGTH.context, 'random-word');
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

/** `service 4f8k…`: a word or an opening quote before, a blank or a closing quote behind; not a line of its own. */
function followsWord(text: string, start: number, end: number): boolean {
  if (/^[/.\w<]/.test(text.slice(end, end + 1))) return false;
  let nameEnd = start;
  if (isQuote(text, nameEnd - 1)) nameEnd--;
  if (text.charCodeAt(nameEnd - 1) === BLANK) nameEnd--;
  if (isQuote(text, nameEnd - 1) || isSeparator(text, nameEnd - 1)) nameEnd--;
  const nameStart = runStart(text, nameEnd, IS_WORD_PART);
  const before = text.slice(nameStart, start);
  if (before.trim() === '') return false;
  // A line that a diff took away.
  if (/^- ?$/.test(before) && '\n'.includes(text.charAt(nameStart - 1))) return false;
  return !isHarmlessName(text.slice(nameStart, nameEnd));
}

function isQuote(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE || code === BACKTICK;
}

function isSeparator(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === COLON || code === EQUALS;
}

/** Where the characters of a kind begin that end before `end`: all of a name, and of what is longer a little. */
function runStart(text: string, end: number, isPart: readonly boolean[]): number {
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && isPart[text.charCodeAt(start - 1)] === true) start--;
  return start;
}

const LONGEST_NAME = 64;
const IS_WORD_PART = flagsOf(/[\w-]/);
const IS_NAME_PART = flagsOf(/[\w.-]/);
const BLANK = 0x20;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const DASH = 0x2d;
const COLON = 0x3a;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const BACKTICK = 0x60;

function isTokenByte(code: number): boolean {
  return (KIND[code]! & ALNUM) !== 0 || code === 0x2b || code === 0x5f || code === 0x2d;
}

/** How digests, public keys, archives, documents, pictures and fonts begin in Base64. */
const CONTENT = /^(?:sha\d{1,3}-|AAAA[BCE][1-3]|H4sI|JVBERi0|iVBORw0KGgo|UEsDB|d09G|AGFzbQ|R0lGOD|UklGR)/;

/** Base64 of a public key, a file, or a text with words or structure in it, which has been looked into already. */
function isKnownContent(word: string): boolean {
  if (CONTENT.test(word)) return true;
  const text = Buffer.from(word, 'base64').toString('latin1');
  return /^[\t\n\r -~]{12,}$/.test(text) && /[ {[<]/.test(text);
}

/** Letters of the whole alphabet with digits, and no ULID; by far more changes between them than names have. */
function isStronglyRandom(word: string): boolean {
  const longest = longestPart(word);
  if (longest.length < 16) return false;
  const { digits, numbers, changes, isHexadecimal } = mixOf(longest);
  if (isHexadecimal || digits < 2 || digits > longest.length * 0.7 || changes < longest.length / 4.5)
    return false;
  // `steps0mLastReport7214` is a name with numbers in it.
  if (numbers < 3 && /^(?:[A-Z]?[a-z]{1,14}\d{0,5}){2,8}$/.test(longest)) return false;
  if (/^[0-9a-f-]+$|^01[0-9A-HJKMNP-TV-Z]{24}$/i.test(word)) return false;
  return looksRandom(word, SHORTEST_RANDOM) && entropyOf(longest) >= 3.2;
}

/** The longest part between dashes and the like. */
function longestPart(word: string): string {
  let start = 0;
  let longest = 0;
  let from = 0;
  for (let index = 0; index <= word.length; index++) {
    if (index < word.length && !'-_=+'.includes(word.charAt(index))) continue;
    if (index - from > longest) {
      longest = index - from;
      start = from;
    }
    from = index + 1;
  }
  return word.slice(start, start + longest);
}

interface Mix {
  readonly digits: number;
  /** Runs of digits. */
  readonly numbers: number;
  /** Between small letters, capitals and digits; from a capital to a small letter is none, as names have it. */
  readonly changes: number;
  readonly isHexadecimal: boolean;
}

function mixOf(part: string): Mix {
  let digits = 0;
  let numbers = 0;
  let changes = 0;
  let isHexadecimal = true;
  let before = 0;
  for (let index = 0; index < part.length; index++) {
    const kind = KIND[part.charCodeAt(index)]!;
    const next = kind & ALNUM;
    if ((kind & HEX) === 0) isHexadecimal = false;
    if (next === DIGIT) {
      digits++;
      if (before !== DIGIT) numbers++;
    }
    if (before !== 0 && next !== before && !(before === UPPER && next === LOWER)) changes++;
    before = next;
  }
  return { digits, numbers, changes, isHexadecimal };
}

/** The name that a separator ties to the word: `name=word`, `"name": "word"`, `name 'word'`; null without one. */
function nameBefore(text: string, start: number): string | null {
  if (
    isSeparator(text, start - 1) &&
    DIGEST_NAME.test(text.slice(Math.max(0, start - LONGEST_DIGEST_NAME), start))
  )
    return 'sha';
  const nameEnd = tiedNameEnd(text, start);
  if (nameEnd < 0) return null;
  const nameStart = runStart(text, nameEnd, IS_NAME_PART);
  return nameStart === nameEnd ? null : text.slice(nameStart, nameEnd);
}

const DIGEST_NAME = /sha-?\d{1,3}[-:=]{1,2}$/i;
const LONGEST_DIGEST_NAME = 9;

/** Read back by hand from the word: an expression would be tried at every place before it. -1 for none. */
function tiedNameEnd(text: string, start: number): number {
  const isQuoted = isQuote(text, start - 1);
  const valueStart = isQuoted ? start - 1 : start;
  const signsEnd = blanksBefore(text, valueStart);
  let signs = signsEnd;
  if (text.charCodeAt(signs - 1) === GREATER && text.charCodeAt(signs - 2) === EQUALS) signs -= 2;
  else if (isSeparator(text, signs - 1)) {
    signs--;
    if (text.charCodeAt(signs) === EQUALS && text.charCodeAt(signs - 1) === COLON) signs--;
  } else return isQuoted && signsEnd === valueStart - 1 ? signsEnd : -1;
  const end = blanksBefore(text, signs);
  return isQuote(text, end - 1) ? end - 1 : end;
}

/** At most two blanks. */
function blanksBefore(text: string, end: number): number {
  let index = end;
  while (index > 0 && end - index < 2 && /\s/.test(text.charAt(index - 1))) index--;
  return index;
}

function isHarmlessName(name: string): boolean {
  if (secretClassOf(name) === 'password' || secretClassOf(name) === 'token') return false;
  const words = wordsOf(name);
  return (
    isMadeUp(words) ||
    HARMLESS_NAMES.has(words[words.length - 1] ?? '') ||
    words.some((word) => /^(?:sha\d*|md5|uuid|hash|digest)$/.test(word))
  );
}
