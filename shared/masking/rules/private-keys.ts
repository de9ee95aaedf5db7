import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

const HEADER = /-----BEGIN (?:[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V1)-----/y;
/** Longer keys than this are masked up to here and then by the lines' own form. */
export const LONGEST_PRIVATE_KEY = 64 * 1024;

export const privateKeyAnchors: readonly Anchor[] = [{ keyword: '-----BEGIN ', detect: detectPrivateKey }];

/** From BEGIN to END; without an END, or with another BEGIN before it, as far as the lines look like those of a key. */
function detectPrivateKey(scan: Scan, start: number): void {
  if (start < scan.tokenTo) return;
  const { text } = scan;
  HEADER.lastIndex = start;
  const header = HEADER.exec(text);
  if (header === null) return;
  const bodyStart = start + header[0].length;
  const footer = header[0].replace('BEGIN', 'END');
  // The next header, the footer, or a line between two things: a key has no dashes. Each is looked for once.
  const dashes = text.indexOf('-----', bodyStart);
  const limit = Math.min(text.length, start + LONGEST_PRIVATE_KEY);
  const body = text.slice(bodyStart, dashes < 0 ? limit : Math.min(dashes, limit));
  // A pseudonym within, which no finding may cover, ends it like any other line.
  const isWhole =
    dashes === bodyStart + body.length && text.startsWith(footer, dashes) && !body.includes('<');
  const length = isWhole ? body.length : cutKeyLength(body);
  if (!/[\w+/=]{16}/.test(body.slice(0, length))) return;
  const end = bodyStart + length + (isWhole ? footer.length : 0);
  scan.tokenTo = end;
  report(scan, start, end, 'secret', STRENGTH.checksum, 'private-key');
}

/** How much of what follows a header belongs to a key that has no end. */
function cutKeyLength(body: string): number {
  let length = 0;
  for (let at = 0; at < body.length;) {
    const lineBreak = body.indexOf('\n', at);
    const lineEnd = lineBreak < 0 ? body.length : lineBreak;
    const line = body.slice(at, lineEnd);
    if (!isOfKey(line)) {
      const begun = KEY_BEFORE_MORE.exec(line)?.[0].length ?? 0;
      return begun === 0 ? length : at + begun;
    }
    if (line.trim() !== '') length = lineEnd;
    at = lineEnd + 1;
  }
  return length;
}

/** One word of Base64, several long ones, or a header of the key's own; line breaks may be escaped, and quoted or indented lines have signs before them. */
function isOfKey(line: string): boolean {
  const bare = line.replace(/\\{1,4}[nrt]/g, ' ').replace(/^[\s+>|#*"'`-]{1,24}|[\s"'`,;+\\-]{1,24}$/g, '');
  if (OWN_HEADER.test(bare)) return true;
  if (/[^\w+/=\s]/.test(bare)) return false;
  const words = bare.split(/\s+/);
  return words.every((word, index) => index === words.length - 1 || word.length >= SHORTEST_CHUNK);
}

/** What else stands on the line that a key breaks off in. */
const KEY_BEFORE_MORE = /^[\s+>|#*"'`-]{0,24}(?:(?:\\{1,4}[nrt])*[\w+/=]{16,})+/;
const OWN_HEADER = /^(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|MessageID): /;
/** Lines of keys have 64 characters or 76. */
const SHORTEST_CHUNK = 48;
