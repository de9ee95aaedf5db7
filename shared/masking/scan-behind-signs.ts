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
/** Twice what any rule reads ahead or back through blanks: what stands further behind the sign of a line reads as it did with it. */
const SIGN_REACH = 32 * 1024;
/** What is found so near of where the reading ends may be cut short, and was found as a whole with the sign. */
const CUT_REACH = 1024;
const BACKSLASH = '\\';

/**
 * Finds what stands directly behind an escape or a sign of a diff: in `"…\nAKIA…"` the n is no letter of the key, and in
 * `+AKIA…` the plus says that the line was added. Those lines are scanned a second time with blanks in their place, which
 * keeps all offsets.
 */
export function scanBehindSigns(text: string, scan: ScanForFindings): readonly Finding[] {
  const findings: Finding[] = [];
  let start = 0;
  let end = -1;
  const scanBlock = (): void => {
    if (end < 0) return;
    const { seenTo, meantTo } = reachOfSign(text, start, end);
    const block = text.slice(start, seenTo);
    for (const finding of scan(withoutSigns(block))) {
      if (finding.end + start > meantTo) continue;
      const found = block.slice(finding.start, finding.end);
      if (ESCAPE_BEFORE_WORD.test(found) || found.includes(QUOTE)) continue;
      findings.push({ ...finding, start: finding.start + start, end: finding.end + start });
    }
  };
  SUSPICIOUS_LINES.lastIndex = 0;
  for (let found = SUSPICIOUS_LINES.exec(text); found !== null; found = SUSPICIOUS_LINES.exec(text)) {
    // No line is suspicious twice: the search goes on behind its end.
    const lineStart = Math.max(end + 1, text.lastIndexOf('\n', found.index) + 1);
    const lineBreak = text.indexOf('\n', found.index);
    // Lines that follow each other are scanned together.
    if (lineStart > end + 1) {
      scanBlock();
      start = lineStart;
    }
    end = lineBreak < 0 ? text.length : lineBreak;
    if (end >= text.length) break;
    SUSPICIOUS_LINES.lastIndex = end + 1;
  }
  scanBlock();
  return findings;
}

/** Up to where a block is read, and up to where what is found there counts: all of it but for one long line with nothing but its first sign. */
function reachOfSign(
  text: string,
  start: number,
  end: number,
): { readonly seenTo: number; readonly meantTo: number } {
  const all = { seenTo: end, meantTo: end };
  if (end - start <= SIGN_REACH) return all;
  const line = text.slice(start, end);
  const seen = line.indexOf(' ', SIGN_REACH - CUT_REACH);
  if (seen < 0 || seen > SIGN_REACH || line.includes('\n') || line.includes(BACKSLASH)) return all;
  return { seenTo: start + seen, meantTo: start + seen - CUT_REACH };
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
