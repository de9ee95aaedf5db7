import { flagsOf } from './characters.ts';
import {
  BORDER_REACH,
  isManifestBorder,
  lastObjectBorder,
  manifestColumn,
  NO_MANIFEST,
} from './manifest-borders.ts';

/** Text is masked in segments of about this many code units, which bounds memory and keeps the scan in cache. */
const SEGMENT_TARGET = 64 * 1024;
/** A segment never grows past this, even without a line break. */
export const SEGMENT_LIMIT = 256 * 1024;

/**
 * Where the segment that starts at 0 ends, or -1 when more text is needed to tell. Depends on the text alone, not on
 * how it arrived: so a stream is cut exactly where the whole text is.
 */
export function segmentEnd(text: string, isLast: boolean): number {
  if (text.length <= SEGMENT_TARGET) return isLast ? text.length : -1;
  const limit = Math.min(text.length, SEGMENT_LIMIT);
  const mayGrow = !isLast && text.length < SEGMENT_LIMIT;
  let held = -1;
  let lineBreak = text.indexOf('\n', SEGMENT_TARGET);
  if (lineBreak >= 0 && lineBreak < limit) {
    const column = manifestColumn(text, lineBreak);
    let from = 0;
    let isKeyOpen = false;
    let openLines = openLinesBefore(text, lineBreak);
    for (; lineBreak >= 0 && lineBreak < limit; lineBreak = text.indexOf('\n', from + 1)) {
      isKeyOpen = endsInsideKey(text.slice(from, lineBreak), isKeyOpen);
      if (from > 0) openLines = openLinesBehind(text, from + 1, lineBreak, openLines);
      from = lineBreak;
      if (isKeyOpen || !endsLine(text, lineBreak)) continue;
      held = lineBreak + 1;
      if (openLines > 0) continue;
      if (column === NO_MANIFEST) return held;
      if (mayGrow && held + BORDER_REACH > text.length) return -1;
      if (isManifestBorder(text.slice(held, Math.min(limit, held + BORDER_REACH)), column)) return held;
    }
  }
  if (text.length < SEGMENT_LIMIT) return isLast ? text.length : -1;
  return endAtLimit(text, limit, held);
}

/** Between words and values, if nothing better is there. */
const IS_GAP = flagsOf(/[ \n\t,;]/);

/** Where a text ends that has no good place: between two objects, behind a line that may belong to the next one, or within a line. */
function endAtLimit(text: string, limit: number, held: number): number {
  const object = lastObjectBorder(text, SEGMENT_TARGET, limit);
  if (object > 0) return object;
  if (held > 0) return held;
  for (let index = limit - 1; index > SEGMENT_TARGET; index--) {
    if (IS_GAP[text.charCodeAt(index)] === true) return index + 1;
  }
  // Both halves of a character stay together.
  return isHighSurrogate(text.charCodeAt(limit - 1)) ? limit - 1 : limit;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

/** Whether a line does not say what the next one holds: it ends in the middle of an assignment, a quotation or an address. */
function endsLine(text: string, lineBreak: number): boolean {
  const last = lastSign(text, lineBreak);
  return last >= 0 && !'=:>\'"`\\'.includes(text.charAt(last));
}

/** The last sign of a line that is no blank, or -1. */
function lastSign(text: string, lineBreak: number): number {
  let last = lineBreak - 1;
  while (last >= 0 && lineBreak - last < LONGEST_BLANK_END && ' \t\r'.includes(text.charAt(last))) last--;
  return last;
}

/** So many lines behind one that opens something belong to it: a variable's block, an account and its password. */
const OPEN_LINES = 4;
const OPENS_REACH = 512;
const OPENING_WORDS = ['required', '<auth-user-pass>'];
const ACCOUNT = /[ \t]{0,64}["']?(?:username|login|user|machine)\b/iy;
const CLOSES = /[ \t]{0,64}(?:\}|\)|<\/|["']?pass)/iy;

/** How many of the lines that follow belong to what the last lines before a break have opened. */
function openLinesBefore(text: string, lineBreak: number): number {
  const from = Math.max(0, lineBreak - OPENS_REACH);
  let open = 0;
  for (let start = from; start <= lineBreak;) {
    const end = text.indexOf('\n', start);
    open = openLinesBehind(text, start, end, open);
    start = end + 1;
  }
  return open;
}

function openLinesBehind(text: string, start: number, end: number, before: number): number {
  const last = lastSign(text, end);
  if (last >= start && '{('.includes(text.charAt(last))) return OPEN_LINES;
  if (last >= start && OPENING_WORDS.some((word) => text.endsWith(word, last + 1))) return OPEN_LINES;
  ACCOUNT.lastIndex = start;
  if (ACCOUNT.test(text)) return OPEN_LINES;
  CLOSES.lastIndex = start;
  return CLOSES.test(text) ? 0 : Math.max(0, before - 1);
}

const LONGEST_BLANK_END = 256;

function endsInsideKey(part: string, wasInside: boolean): boolean {
  // Most texts have none, and then it does not matter what ends. A search for few characters is the fastest that V8 has.
  if (!wasInside && !part.includes('BEGIN ') && !part.includes('Lines:')) return false;
  const end = Math.max(lastOf(part, '-----END '), lastOf(part, 'Private-MAC: '));
  // Within a key it does not matter whether another one begins.
  if (end < 0 && wasInside) return true;
  const begin = Math.max(lastOf(part, '-----BEGIN '), lastOf(part, 'Private-Lines: '));
  return begin > end;
}

/** Forwards first: V8 searches faster in that direction, and hardly any text has one. */
function lastOf(part: string, mark: string): number {
  return part.includes(mark) ? part.lastIndexOf(mark) : -1;
}
