import { flagsOf } from './characters.ts';

/** A stretch of a masked text that is looked at again. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** No rule but those of long tokens looks further than this from a value. */
const REACH = 160;
const LONGEST_WORD = 128;
const LONGEST_BLANKS = 64;
/** A line that ends so may say something of the next: a label, an assignment, a quotation, a greeting. */
const LINE_GOES_ON = ':=>\'"`\\,|(';

/**
 * The lines round replaced values, or what is near of them, apart from each other. No window begins or ends inside of
 * a word or a pseudonym: half of a number reads as another one. `places` are sorted.
 */
export function windowsAround(masked: string, places: readonly Window[]): readonly Window[] {
  const windows: Window[] = [];
  const [first] = places;
  if (first === undefined) return windows;
  let start = windowStart(masked, first.start);
  let last = first.end;
  let lineBreak = -1;
  for (const place of places) {
    if (lineBreak < last) lineBreak = lineBreakFrom(masked, last);
    // A line of nothing but values has one every few characters: where a window ends need not be found for each.
    if (place.start > Math.min(lineBreak, last + REACH)) {
      const end = windowEnd(masked, last, lineBreak);
      const next = place.start <= end ? end : windowStart(masked, place.start);
      // Lines that follow each other are one window.
      if (next > end + 1) {
        windows.push({ start, end });
        start = next;
      }
    }
    last = place.end;
  }
  if (lineBreak < last) lineBreak = lineBreakFrom(masked, last);
  windows.push({ start, end: windowEnd(masked, last, lineBreak) });
  return windows;
}

function lineBreakFrom(text: string, index: number): number {
  const at = text.indexOf('\n', index);
  return at < 0 ? text.length : at;
}

function windowStart(text: string, index: number): number {
  const start = lineStart(text, index);
  if (start === 0 || text.charCodeAt(start - 1) !== LINE_BREAK) return start;
  // A label of the line above belongs to what stands below.
  let last = start - 1;
  while (last >= 0 && start - last < LONGEST_BLANKS && isBlank(text.charCodeAt(last))) last--;
  return last >= 0 && LINE_GOES_ON.includes(text.charAt(last)) ? lineStart(text, last) : start;
}

/** `lineBreak` is the first from `index` on, or the end of the text. */
function windowEnd(text: string, index: number, lineBreak: number): number {
  const end = lineEnd(text, index, lineBreak);
  if (text.charCodeAt(end) !== LINE_BREAK) return end;
  let last = end - 1;
  while (last >= 0 && end - last < LONGEST_BLANKS && isBlank(text.charCodeAt(last))) last--;
  if (last < 0 || !LINE_GOES_ON.includes(text.charAt(last))) return end;
  let next = end;
  while (next < text.length && next - end < LONGEST_BLANKS && isBlank(text.charCodeAt(next))) next++;
  return lineEnd(text, next, lineBreakFrom(text, next));
}

function lineStart(text: string, index: number): number {
  // Most lines are short: where one begins is searched for, not walked to.
  const near = Math.max(0, index - REACH);
  const lineBreak = text.slice(near, index).lastIndexOf('\n');
  if (lineBreak >= 0) return near + lineBreak + 1;
  const lowest = Math.max(0, near - LONGEST_WORD);
  let from = near;
  while (from > lowest && text.charCodeAt(from - 1) !== LINE_BREAK && isWordPart(text.charCodeAt(from - 1)))
    from--;
  return from;
}

/** `lineBreak` is the first from `index` on, or the end of the text. */
function lineEnd(text: string, index: number, lineBreak: number): number {
  if (lineBreak <= index + REACH) return lineBreak;
  const highest = Math.min(lineBreak, index + REACH + LONGEST_WORD);
  let to = index + REACH;
  while (to < highest && isWordPart(text.charCodeAt(to))) to++;
  return to;
}

const LINE_BREAK = 0x0a;

function isBlank(code: number): boolean {
  return code === 0x20 || code === LINE_BREAK || code === 0x0d || code === 0x09;
}

const WORD_PART = flagsOf(/[\w.+@%<>-]/).slice(0, 0x80);

function isWordPart(code: number): boolean {
  return WORD_PART[code] ?? true;
}
