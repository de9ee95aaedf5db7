import {
  classOf,
  DELIMITER,
  DIGIT,
  HEX_LETTER,
  INNER,
  LETTER,
  SPACE,
  UNDERSCORE,
} from './character-class.ts';
import { typeBit, typeOfPseudonym } from './parameter-type.ts';

interface Scanned {
  readonly end: number;
  readonly types: number;
}

const COLON = 58;
const TIME = typeBit('time');
const IP = typeBit('ip');
const MAX_COLON_RUN = 64;

/**
 * A clock time, an IPv6 or a MAC address beginning at `at`: groups of at most four hexadecimal digits parted by
 * colons, with a fraction or `%zone` after it. Null when the text is none of these. Looks at 64 characters at most.
 */
export function scanColonRun(text: string, at: number, stop: number): Scanned | null {
  if (!startsGroup(text, at, stop)) return null;
  const run = measureColonRun(text, at, Math.min(stop, at + MAX_COLON_RUN));
  const { doubleColons, longest } = run;
  if (longest > 4 || longest === 0 || run.colons < 2) return null;
  if (run.end < stop && isWord(classOf(text.charCodeAt(run.end)))) return null;
  const trailing = text.charCodeAt(run.end - 1) === COLON && doubleColons === 0;
  const end = trailing ? run.end - 1 : run.end;
  const groups = run.colons + (trailing ? 0 : 1);
  if (doubleColons === 1 && run.colons <= 8) return { end, types: IP };
  if (doubleColons > 0) return null;
  if (run.allDigits && longest <= 2 && groups === 3)
    return { end: endOfFraction(text, end, stop), types: TIME };
  return groups === 6 || groups === 8 ? { end, types: IP } : null;
}

interface ColonRun {
  readonly end: number;
  readonly colons: number;
  readonly doubleColons: number;
  /** Digits in the longest group. */
  readonly longest: number;
  readonly allDigits: boolean;
}

function measureColonRun(text: string, at: number, limit: number): ColonRun {
  let end = at;
  let colons = 0;
  let doubleColons = 0;
  let group = 0;
  let longest = 0;
  let allDigits = true;
  for (; end < limit; end++) {
    const code = text.charCodeAt(end);
    if (code === COLON) {
      if (end > at && text.charCodeAt(end - 1) === COLON) doubleColons++;
      colons++;
      group = 0;
      continue;
    }
    const kind = classOf(code);
    if (kind !== DIGIT && kind !== HEX_LETTER) break;
    if (kind === HEX_LETTER) allDigits = false;
    longest = Math.max(longest, ++group);
  }
  return { end, colons, doubleColons, longest, allDigits };
}

function startsGroup(text: string, at: number, stop: number): boolean {
  if (text.charCodeAt(at) === COLON)
    return at + 2 < stop && text.charCodeAt(at + 1) === COLON && isHex(text.charCodeAt(at + 2));
  const limit = Math.min(stop, at + 5);
  for (let index = at; index < limit; index++) {
    const code = text.charCodeAt(index);
    if (code === COLON) return index > at;
    if (!isHex(code)) return false;
  }
  return false;
}

function endOfFraction(text: string, end: number, stop: number): number {
  const mark = text.charCodeAt(end);
  if (end + 1 >= stop || (mark !== 46 && mark !== 44) || classOf(text.charCodeAt(end + 1)) !== DIGIT)
    return end;
  let at = end + 1;
  while (at < stop && classOf(text.charCodeAt(at)) === DIGIT) at++;
  return at;
}

/** A URL whose scheme is text[start, colon): up to the first blank, quote, bracket or comma. Null if it is none. */
export function scanUrl(text: string, start: number, colon: number, stop: number): Scanned | null {
  if (colon + 3 >= stop || text.charCodeAt(colon + 1) !== 47 || text.charCodeAt(colon + 2) !== 47)
    return null;
  if (colon - start < 2 || colon - start > 40) return null;
  let end = colon + 3;
  while (end < stop) {
    const code = text.charCodeAt(end);
    if (classOf(code) === SPACE || isUrlEnd(code)) break;
    end++;
  }
  const last = text.charCodeAt(end - 1);
  if (last === 46 || last === 44 || last === 58 || last === 59) end--;
  return { end, types: typeBit('url') };
}

/** End of the path behind the drive letter before `colon` (`C:\\Windows`, `D:/data`), or -1 when there is none. */
export function scanDrivePath(text: string, colon: number, stop: number): number {
  const mark = text.charCodeAt(colon + 1);
  if (colon + 2 >= stop || (mark !== 92 && mark !== 47) || text.charCodeAt(colon + 2) === mark) return -1;
  let end = colon + 2;
  while (end < stop) {
    const kind = classOf(text.charCodeAt(end));
    if (kind === SPACE || kind === DELIMITER) break;
    end++;
  }
  return end;
}

function isUrlEnd(code: number): boolean {
  return (
    code === 34 ||
    code === 39 ||
    code === 60 ||
    code === 62 ||
    code === 41 ||
    code === 93 ||
    code === 125 ||
    code === 124
  );
}

const MAX_PSEUDONYM = 48;

/** A pseudonym as the masker writes it, `<ip-3fa2c1>`, or a place holder `<*>`, `<NUM>`. Null if it is none. */
export function scanPseudonym(text: string, at: number, stop: number): Scanned | null {
  const limit = Math.min(stop, at + MAX_PSEUDONYM);
  if (text.charCodeAt(at + 1) === 42 && text.charCodeAt(at + 2) === 62 && at + 2 < stop)
    return { end: at + 3, types: typeBit('text') };
  let end = at + 1;
  let hyphen = -1;
  for (; end < limit; end++) {
    const code = text.charCodeAt(end);
    if (code === 62) break;
    if (code === 45) hyphen = end;
    const kind = classOf(code);
    // A dot parts network and host of an address: `<ip-3fa2c1.09bd44>`.
    if (code === 46 && hyphen > at + 1) continue;
    if (code !== 45 && kind !== DIGIT && kind !== HEX_LETTER && kind !== LETTER && kind !== UNDERSCORE)
      return null;
  }
  if (end >= limit || hyphen < at + 2 || end - hyphen < 2) return null;
  if (!endsInDigitOrHex(text, hyphen + 1, end)) return null;
  const kind = text.slice(at + 1, hyphen).toLowerCase();
  return { end: end + 1, types: typeBit(typeOfPseudonym(kind.split('-')[0] ?? kind)) };
}

const UNITS_OF_TIME = new Set('ms s sec secs second seconds min mins minute minutes h hour hours'.split(' '));
const MAX_BELOW = 24;

/** A time below the least that is told, `<1 sec`: where other lines have how long it was. Null if it is none. */
export function scanBelow(text: string, at: number, stop: number): Scanned | null {
  const limit = Math.min(stop, at + MAX_BELOW);
  let end = at + 1;
  while (end < limit && classOf(text.charCodeAt(end)) === DIGIT) end++;
  if (end === at + 1) return null;
  if (text.charCodeAt(end) === 32) end++;
  const unitStart = end;
  while (end < limit && isLetter(text.charCodeAt(end))) end++;
  return UNITS_OF_TIME.has(text.slice(unitStart, end)) ? { end, types: typeBit('duration') } : null;
}

function isLetter(code: number): boolean {
  const kind = classOf(code);
  return kind === LETTER || kind === HEX_LETTER;
}

/** The part after the hyphen is a number or a hexadecimal tag; `<read-only>` is not. */
function endsInDigitOrHex(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!isHex(code) && code !== 46) return false;
  }
  return end > start;
}

function isHex(code: number): boolean {
  const kind = classOf(code);
  return kind === DIGIT || kind === HEX_LETTER;
}

function isWord(kind: number): boolean {
  return kind !== SPACE && kind !== DELIMITER && kind !== INNER;
}
