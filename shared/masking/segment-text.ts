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
  let lineBreak = text.indexOf('\n', SEGMENT_TARGET);
  let isKeyOpen = lineBreak >= 0 && lineBreak < limit && endsInsideKey(text.slice(0, lineBreak), false);
  while (lineBreak >= 0 && lineBreak < limit) {
    if (!isKeyOpen && endsLine(text, lineBreak)) return lineBreak + 1;
    const next = text.indexOf('\n', lineBreak + 1);
    if (next < 0 || next >= limit) break;
    isKeyOpen = endsInsideKey(text.slice(lineBreak, next), isKeyOpen);
    lineBreak = next;
  }
  if (text.length < SEGMENT_LIMIT) return isLast ? text.length : -1;
  for (let index = limit - 1; index > SEGMENT_TARGET; index--) {
    if (' \n\t,;'.includes(text.charAt(index))) return index + 1;
  }
  return limit;
}

/** No rule looks across a line break unless the line ends in the middle of an assignment or a private key. */
export function isCutPoint(text: string, lineBreak: number): boolean {
  return endsLine(text, lineBreak) && !endsInsideKey(text.slice(0, lineBreak), false);
}

function endsLine(text: string, lineBreak: number): boolean {
  let last = lineBreak - 1;
  while (last >= 0 && lineBreak - last < LONGEST_BLANK_END && ' \t\r'.includes(text.charAt(last))) last--;
  return last >= 0 && !'=:>\'"`\\'.includes(text.charAt(last));
}

const LONGEST_BLANK_END = 256;

function endsInsideKey(part: string, wasInside: boolean): boolean {
  const begin = Math.max(lastOf(part, '-----BEGIN '), lastOf(part, 'Private-Lines: '));
  const end = Math.max(lastOf(part, '-----END '), lastOf(part, 'Private-MAC: '));
  return begin < 0 && end < 0 ? wasInside : begin > end;
}

/** Forwards first: V8 searches faster in that direction, and hardly any text has one. */
function lastOf(part: string, mark: string): number {
  return part.includes(mark) ? part.lastIndexOf(mark) : -1;
}
