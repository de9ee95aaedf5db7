import { classOf, DIGIT, HEX_LETTER, INNER, LETTER, UNDERSCORE } from './character-class.ts';
import { isHostName } from './host-name.ts';
import { typeBit } from './parameter-type.ts';
import { pieceKind, PLAIN, SOFT } from './word-piece.ts';

/** Result of analyseWord, written in place because it is made for every word with a digit or an inner mark. */
export interface WordAnalysis {
  /** Type bits when the whole word is a variable, else 0. */
  types: number;
  /** Hash of the word with variable pieces and the digits of soft ones left out. */
  hash: number;
  /** Hash of the left-out soft digits; 0 when there are none. */
  soft: number;
}

const FNV = 16777619;
const SEED = -2128831035;
/** Stands for a variable in hashes. */
export const SLOT_HASH = 0x51ed270b;
const DIGITS_HASH = 0x2545f491;

const PATH = typeBit('path');
const EMAIL = typeBit('email');
const UUID = typeBit('uuid');
const IP = typeBit('ip');
const HOST = typeBit('host');
const NUMBER = typeBit('number');
const ID = typeBit('id');
const PERCENT = 37;
const MINUS = 45;
const LOW_LINE = 95;
const DOT = 46;
const UUID_LENGTH = 36;

/**
 * Decides for text[start, end), a word with digits or inner marks, whether it is one variable, and hashes what stays
 * the same of it otherwise. Linear; no allocation.
 */
export function analyseWord(text: string, start: number, end: number, into: WordAnalysis): void {
  into.soft = 0;
  into.hash = 0;
  into.types = wholeWord(text, start, end);
  if (into.types !== 0) return;
  let hash = SEED;
  let soft = 0;
  let slots = 0;
  let slotBits = 0;
  let lastWasSlot = false;
  let separators = 0;
  let letters = false;
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (classOf(code) === INNER) {
      separators = Math.imul(separators ^ code, FNV);
      lastWasSlot &&= isJoining(code);
      if (!lastWasSlot) {
        hash = Math.imul(hash ^ separators, FNV);
        separators = 0;
      }
      at++;
      continue;
    }
    const stop = endOfPiece(text, at, end);
    // `blk_-123`: the underscore and the sign belong to one id.
    if (stop < end && text.charCodeAt(stop) === MINUS && text.charCodeAt(stop - 1) === LOW_LINE) {
      into.types = ID;
      return;
    }
    const kind = pieceKindIn(text, at, stop);
    if (kind > 0) {
      slotBits |= kind;
      if (!lastWasSlot) {
        slots++;
        hash = Math.imul(hash ^ SLOT_HASH, FNV);
      }
      separators = 0;
      lastWasSlot = true;
    } else {
      if (separators !== 0) hash = Math.imul(hash ^ separators, FNV);
      separators = 0;
      lastWasSlot = false;
      letters = true;
      for (let index = at; index < stop; index++) {
        const character = text.charCodeAt(index);
        if (kind === SOFT && classOf(character) === DIGIT) {
          soft = Math.imul((soft === 0 ? SEED : soft) ^ character, FNV) | 1;
          if (index === at || classOf(text.charCodeAt(index - 1)) !== DIGIT)
            hash = Math.imul(hash ^ DIGITS_HASH, FNV);
        } else hash = Math.imul(hash ^ character, FNV);
      }
    }
    at = stop;
  }
  if ((slots >= 2 && letters) || (slots === 1 && !letters)) {
    into.types = letters ? ID : slotBits;
    return;
  }
  if (separators !== 0) hash = Math.imul(hash ^ separators, FNV);
  into.hash = hash;
  into.soft = soft;
}

/** End of the piece that starts at `at`: the next inner mark or the end of the word. */
export function endOfPiece(text: string, at: number, end: number): number {
  let stop = at;
  while (stop < end && classOf(text.charCodeAt(stop)) !== INNER) stop++;
  return stop;
}

/** pieceKind, but words without digits are plain at once unless they may be hexadecimal. */
export function pieceKindIn(text: string, start: number, end: number): number {
  let classes = 0;
  for (let at = start; at < end; at++) classes |= 1 << classOf(text.charCodeAt(at));
  if ((classes & (1 << DIGIT)) === 0 && (classes !== 1 << HEX_LETTER || end - start < 8)) return PLAIN;
  const kind = pieceKind(text, start, end);
  return kind === NUMBER && isOfPackage(text, start, end) ? PLAIN : kind;
}

/** `v3` between names (`org.postgresql.core.v3.Parser`) belongs to them. */
function isOfPackage(text: string, start: number, end: number): boolean {
  const first = classOf(text.charCodeAt(start));
  if (first === DIGIT || text.charCodeAt(start - 1) !== DOT || text.charCodeAt(end) !== DOT) return false;
  const next = classOf(text.charCodeAt(end + 1));
  return next === LETTER || next === HEX_LETTER;
}

/** Marks across which two variable pieces are one: `- . / \ _`, and a sign. */
export function isJoining(code: number): boolean {
  return (code >= 45 && code <= 47) || code === 92 || code === 43;
}

function wholeWord(text: string, start: number, end: number): number {
  const marks = countMarks(text, start, end);
  const { slashes, dots, digits, letters, lastAt } = marks;
  if (letters === 0 && slashes === 0 && lastAt < 0 && marks.odd === 0)
    return numberLike(text, start, end, digits, dots);
  if (end - start === UUID_LENGTH && isUuid(text, start)) return UUID;
  const first = text.charCodeAt(start);
  if (first === 47 || (slashes > 0 && (first === 46 || first === 126))) return PATH;
  if (marks.backslashes > 0 && letters > 0) return PATH;
  if (slashes > 0) return relativePath(text, start, end, slashes, dots, digits);
  if (lastAt > start) return dots > 0 && letters > 0 && isEmail(text, lastAt, end) ? EMAIL : 0;
  return dots > 0 && isHostName(text, start, end, dots) ? HOST : 0;
}

/** What a word is made of. Reused from call to call. */
const counted = { slashes: 0, backslashes: 0, dots: 0, digits: 0, letters: 0, odd: 0, lastAt: -1 };

function countMarks(text: string, start: number, end: number): typeof counted {
  counted.slashes = counted.backslashes = counted.dots = counted.digits = counted.letters = counted.odd = 0;
  counted.lastAt = -1;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const kind = classOf(code);
    if (kind === DIGIT) counted.digits++;
    else if (kind !== INNER) counted.letters++;
    else if (code === 47) counted.slashes++;
    else if (code === 92) counted.backslashes++;
    else if (code === 46) counted.dots++;
    else if (code === 64) counted.lastAt = at;
    else if (!isJoining(code) && code !== PERCENT) counted.odd++;
  }
  return counted;
}

function numberLike(text: string, start: number, end: number, digits: number, dots: number): number {
  if (digits === 0) return 0;
  if (dots !== 3 || digits + dots !== end - start) return NUMBER;
  return hasOctets(text, start, end) && !isAfterVersion(text, start) ? IP : NUMBER;
}

const HIGHEST_OCTET = 255;

/** Whether each number of text[start, end), which dots part, is at most 255: `10.0.19041.1` is a version. */
function hasOctets(text: string, start: number, end: number): boolean {
  let value = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    value = code === DOT ? 0 : value * 10 + code - 48;
    if (value > HIGHEST_OCTET) return false;
  }
  return true;
}

const LONGEST_BEFORE = 10;

function isAfterVersion(text: string, start: number): boolean {
  return /(?:version|ver)["']?[:= ]{1,2}$/i.test(text.slice(Math.max(0, start - LONGEST_BEFORE), start));
}

function relativePath(
  text: string,
  start: number,
  end: number,
  slashes: number,
  dots: number,
  digits: number,
): number {
  if (slashes >= 3) return PATH;
  if (dots === 0 && digits === 0) return 0;
  const slash = text.indexOf('/', start);
  // `HTTP/1.1`, `gzip/2`: a name and its version stay a word with a variable piece.
  if (slashes === 1 && isPlainName(text, start, slash) && isVersion(text, slash + 1, end)) return 0;
  return PATH;
}

function isPlainName(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const kind = classOf(text.charCodeAt(at));
    if (kind !== LETTER && kind !== HEX_LETTER && kind !== UNDERSCORE) return false;
  }
  return end > start;
}

function isVersion(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (classOf(code) !== DIGIT && code !== 46) return false;
  }
  return end > start;
}

function isUuid(text: string, start: number): boolean {
  for (const hyphen of [8, 13, 18, 23]) if (text.charCodeAt(start + hyphen) !== 45) return false;
  for (let at = 0; at < 36; at++) {
    const kind = classOf(text.charCodeAt(start + at));
    if (kind !== DIGIT && kind !== HEX_LETTER && kind !== INNER) return false;
  }
  return true;
}

/** `name@host.tld`: a dot inside the part behind the @, and no digit at the end. */
function isEmail(text: string, at: number, end: number): boolean {
  if (classOf(text.charCodeAt(end - 1)) === DIGIT) return false;
  for (let dot = at + 2; dot < end - 2; dot++) if (text.charCodeAt(dot) === 46) return true;
  return false;
}
