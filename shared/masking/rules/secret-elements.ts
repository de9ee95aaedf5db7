import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import type { SecretClass } from './secret-class.ts';
import { isSecretValue } from './secret-values.ts';
import { LONGEST_VALUE } from './value-ends.ts';

const SLASH = 0x2f;

/** The content of `<secret>…</secret>`: the pieces in it that look random. */
export function judgeElement(scan: Scan, start: number, secretClass: SecretClass): boolean {
  const { bytes, text } = scan;
  const end = lessFrom(scan, start);
  if (end - start > LONGEST_VALUE || bytes[end + 1] !== SLASH) return false;
  const content = text.slice(start, end);
  const { length } = content.trim();
  let found = false;
  PIECE.lastIndex = 0;
  for (let piece = PIECE.exec(content); piece !== null; piece = PIECE.exec(content)) {
    const whole = piece[0].length === length;
    const context = { assigned: true, quoted: whole, spaced: true, after: '' };
    const from = start + piece.index;
    if (isSecretValue(piece[0], whole ? secretClass : 'key', context)) {
      report(scan, from, from + piece[0].length, 'secret', STRENGTH.context, 'element');
      found = true;
      // A name within it is a part of it, unless the piece ends in a sign: then the value of its last name may follow.
      if (from === start && ENDS_IN_WORD.test(piece[0]))
        scan.judgedKeysTo = Math.max(scan.judgedKeysTo, from + piece[0].length);
    }
    // Another name within the same element: of its words only the first one is new.
    if (scan.elementTo === end) break;
  }
  scan.elementTo = end;
  return found;
}

const ENDS_IN_WORD = /\w$/;
const PIECE = /[^\s{}"'`]+/g;

/** Where the next `<` stands; the end of the text when there is none. */
function lessFrom({ bytes, lessAt, text }: Scan, start: number): number {
  if (start < lessAt.from || start > lessAt.at) {
    const at = text.indexOf('<', start);
    lessAt.from = start;
    lessAt.at = at < 0 ? bytes.length : at;
  }
  return lessAt.at;
}
