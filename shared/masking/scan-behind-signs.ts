import { type Finding } from './finding.ts';
import { type ScanForFindings } from './mask-segment.ts';

/** An escaped line break or tab of JSON or code, with a word behind it that it would be taken for a part of. */
const ESCAPE_BEFORE_WORD = /\\[nrt](?=[A-Za-z0-9+(])/;
const ESCAPES = /\\[nrt]/g;
/** The sign of a unified diff in the first column. */
const DIFF_SIGN = /^[+-](?=[A-Za-z0-9])/;
/** Lines to look at again; written so that the text is walked once. */
const SUSPICIOUS_LINES = /^[+-](?=[A-Za-z0-9])|\\[nrt](?=[A-Za-z0-9+(])/gm;

/**
 * Finds what stands directly behind an escape or a sign of a diff: in `"…\nAKIA…"` the n is no letter of the key, and in
 * `+AKIA…` the plus says that the line was added. Those lines are scanned a second time with blanks in their place, which
 * keeps all offsets.
 */
export function scanBehindSigns(text: string, scan: ScanForFindings): readonly Finding[] {
  const findings: Finding[] = [];
  let done = 0;
  SUSPICIOUS_LINES.lastIndex = 0;
  for (let found = SUSPICIOUS_LINES.exec(text); found !== null; found = SUSPICIOUS_LINES.exec(text)) {
    const start = Math.max(done, text.lastIndexOf('\n', found.index) + 1);
    const lineBreak = text.indexOf('\n', found.index);
    const end = lineBreak < 0 ? text.length : lineBreak;
    const line = text.slice(start, end);
    for (const finding of scan(withoutSigns(line))) {
      if (ESCAPE_BEFORE_WORD.test(line.slice(finding.start, finding.end))) continue;
      findings.push({ ...finding, start: finding.start + start, end: finding.end + start });
    }
    done = end + 1;
    if (done > text.length) break;
    SUSPICIOUS_LINES.lastIndex = done;
  }
  return findings;
}

function withoutSigns(line: string): string {
  return line.replace(DIFF_SIGN, ' ').replace(ESCAPES, '  ');
}
