import { type Finding } from './finding.ts';
import { type ScanForFindings } from './mask-segment.ts';

/** An escaped line break or tab of JSON or code, with a word behind it that it would be taken for a part of. */
const ESCAPE_BEFORE_WORD = /\\[nrt](?=[A-Za-z0-9+(])/;
const ESCAPES = /\\[nrt]/g;
/** The sign of a unified diff in the first column. */
const DIFF_SIGNS = /^[+-](?=[A-Za-z0-9])/gm;
/** Lines to look at again; written so that the text is walked once. */
const SUSPICIOUS_LINES = /^[+-](?=[A-Za-z0-9])|\\[nrt](?=[A-Za-z0-9+(])|\\u0022/gm;
/** A quote as .NET writes it within a string of JSON. */
const QUOTE = '\\u0022';
const QUOTES = /\\u0022|\n/g;
/** A line that goes on so far behind its last sign is looked at again only where the sign changes something. */
const LONG = 8192;
/** Mostly no more than this behind the sign. */
const CHANGED = 1024;
/** So much of the line shows whether it is so. */
const REACH = 2048;

/**
 * Finds what stands directly behind an escape or a sign of a diff: in `"…\nAKIA…"` the n is no letter of the key, and in
 * `+AKIA…` the plus says that the line was added. Those lines are scanned a second time with blanks in their place, which
 * keeps all offsets.
 */
export function scanBehindSigns(text: string, scan: ScanForFindings): readonly Finding[] {
  const findings: Finding[] = [];
  let start = 0;
  let end = -1;
  const add = (block: string, found: readonly Finding[], before: number): void => {
    for (const finding of found) {
      if (finding.start >= before) continue;
      const written = block.slice(finding.start, finding.end);
      if (ESCAPE_BEFORE_WORD.test(written) || written.includes(QUOTE)) continue;
      findings.push({ ...finding, start: finding.start + start, end: finding.end + start });
    }
  };
  const scanBlock = (): void => {
    if (end < 0) return;
    const block = text.slice(start, end);
    add(block, scan(withoutSigns(block)), block.length);
  };
  /** Whether a look at a part of the long line tells what its signs change. */
  const scanBeginning = (lineEnd: number, found: number): boolean => {
    // Every sign that may stand behind the one that was found has a backslash.
    const lastSign = Math.max(found, text.lastIndexOf('\\', lineEnd - 1));
    const blank = text.indexOf(' ', lastSign + REACH);
    if (blank < 0 || lineEnd - lastSign < LONG || blank > lastSign + LONG) return false;
    const block = text.slice(start, blank);
    const again = scan(withoutSigns(block));
    const changedTo = lastSign + CHANGED - start;
    if (!areSameFrom(changedTo, again, scan(block))) return false;
    add(block, again, changedTo);
    return true;
  };
  SUSPICIOUS_LINES.lastIndex = 0;
  for (let found = SUSPICIOUS_LINES.exec(text); found !== null; found = SUSPICIOUS_LINES.exec(text)) {
    const lineStart = text.lastIndexOf('\n', found.index) + 1;
    const lineBreak = text.indexOf('\n', found.index);
    const lineEnd = lineBreak < 0 ? text.length : lineBreak;
    // Lines that follow each other are scanned together.
    if (lineStart > end + 1) {
      scanBlock();
      start = lineStart;
    }
    end = lineEnd - found.index >= LONG && scanBeginning(lineEnd, found.index) ? -1 : lineEnd;
    if (lineEnd >= text.length) break;
    // No line is suspicious twice: the search goes on behind its end.
    SUSPICIOUS_LINES.lastIndex = lineEnd + 1;
  }
  scanBlock();
  return findings;
}

/** Whether two looks have found the same from a place on: what the signs have changed is before it. */
function areSameFrom(place: number, some: readonly Finding[], others: readonly Finding[]): boolean {
  const behind = others.filter(({ start }) => start >= place);
  let same = 0;
  for (const { start, end, type, rule } of some) {
    if (start < place) continue;
    const other = behind[same++];
    if (other?.start !== start || other.end !== end || other.type !== type || other.rule !== rule)
      return false;
  }
  return same === behind.length;
}

function withoutSigns(block: string): string {
  const plain = block.replace(DIFF_SIGNS, ' ').replace(ESCAPES, '  ');
  return plain.includes(QUOTE) ? withQuotes(plain) : plain;
}

/** Quotes by turns close to what they open and to what they close. */
function withQuotes(block: string): string {
  let isOpen = false;
  return block.replace(QUOTES, (sign) => {
    isOpen = sign !== '\n' && !isOpen;
    if (sign === '\n') return sign;
    return isOpen ? '     "' : '"     ';
  });
}
