import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

const HEADER = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
/** Longer keys than this are masked up to here and then by the lines' own form. */
export const LONGEST_PRIVATE_KEY = 64 * 1024;

export const privateKeyAnchors: readonly Anchor[] = [{ keyword: '-----BEGIN ', detect: detectPrivateKey }];

/** From BEGIN to END; without an END the rest of the text, up to the limit, is taken for the key. */
function detectPrivateKey(scan: Scan, start: number): void {
  if (start < scan.tokenTo) return;
  HEADER.lastIndex = start;
  const header = HEADER.exec(scan.text);
  if (header === null) return;
  const footer = header[0].replace('BEGIN', 'END');
  const limit = start + LONGEST_PRIVATE_KEY;
  const found = scan.text.slice(start, limit).indexOf(footer);
  const end = found < 0 ? Math.min(scan.text.length, limit) : start + found + footer.length;
  scan.tokenTo = end;
  const body = scan.text.slice(start + header[0].length, end);
  if (!/[\w+/=]{16}/.test(body)) return;
  report(scan, start, end, 'secret', STRENGTH.checksum, 'private-key');
}
