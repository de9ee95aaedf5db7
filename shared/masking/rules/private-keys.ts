import { flagsOf } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

const BEGIN = '-----BEGIN ';
const DASHES = '-----';
/** How what stands between ends; before it there may be the kind of key. */
const NAMES = ['PRIVATE KEY', 'PRIVATE KEY BLOCK'];
const LONGEST_KIND = 40;
const STATIC_KEY = 'OpenVPN Static key V1';
const IS_NAME = flagsOf(/[A-Z0-9 ]/);
const IS_BASE64 = flagsOf(/[\w+/=]/);
/** Fewer characters of Base64 in a row are no key. */
const SHORTEST_RUN = 16;
/** Longer keys than this are masked up to here and then by the lines' own form. */
export const LONGEST_PRIVATE_KEY = 64 * 1024;

export const privateKeyAnchors: readonly Anchor[] = [{ keyword: '-----BEGIN ', detect: detectPrivateKey }];

/** From BEGIN to END; without an END, or with another BEGIN before it, as far as the lines look like those of a key. */
function detectPrivateKey(scan: Scan, start: number): void {
  if (start < scan.tokenTo) return;
  const { bytes, text } = scan;
  const bodyStart = headerEnd(bytes, text, start);
  if (bodyStart < 0) return;
  const footer = text.slice(start, bodyStart).replace('BEGIN', 'END');
  // The next header, the footer, or a line between two things: a key has no dashes. Each is looked for once.
  const dashes = text.indexOf('-----', bodyStart);
  const limit = Math.min(text.length, start + LONGEST_PRIVATE_KEY);
  const body = text.slice(bodyStart, dashes < 0 ? limit : Math.min(dashes, limit));
  // A pseudonym within, which no finding may cover, ends it like any other line.
  const isWhole =
    dashes === bodyStart + body.length && text.startsWith(footer, dashes) && !body.includes('<');
  const length = isWhole ? body.length : cutKeyLength(body);
  if (!hasRun(bytes, bodyStart, bodyStart + length)) return;
  const end = bodyStart + length + (isWhole ? footer.length : 0);
  scan.tokenTo = end;
  report(scan, start, end, 'secret', STRENGTH.checksum, 'private-key');
}

/** Where the header ends that begins there, or -1 when there is none. */
function headerEnd(bytes: Uint8Array, text: string, start: number): number {
  if (!text.startsWith(BEGIN, start)) return -1;
  const nameStart = start + BEGIN.length;
  let nameEnd = nameStart;
  const highest = nameStart + LONGEST_KIND + NAMES[1]!.length;
  while (nameEnd <= highest && IS_NAME[bytes[nameEnd]!] === true) nameEnd++;
  if (text.startsWith(STATIC_KEY, nameStart)) nameEnd = nameStart + STATIC_KEY.length;
  else if (!NAMES.some((name) => endsAt(text, name, nameStart, nameEnd))) return -1;
  return text.startsWith(DASHES, nameEnd) ? nameEnd + DASHES.length : -1;
}

function endsAt(text: string, name: string, nameStart: number, nameEnd: number): boolean {
  const kindEnd = nameEnd - name.length;
  return kindEnd >= nameStart && kindEnd - nameStart <= LONGEST_KIND && text.startsWith(name, kindEnd);
}

function hasRun(bytes: Uint8Array, start: number, end: number): boolean {
  let run = 0;
  for (let index = start; index < end; index++) {
    run = IS_BASE64[bytes[index]!]! ? run + 1 : 0;
    if (run === SHORTEST_RUN) return true;
  }
  return false;
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
  if (ONE_WORD.test(line)) return true;
  const bare = line.replace(/\\{1,4}[nrt]/g, ' ').replace(/^[\s+>|#*"'`-]{1,24}|[\s"'`,;+\\-]{1,24}$/g, '');
  if (OWN_HEADER.test(bare)) return true;
  if (/[^\w+/=\s]/.test(bare)) return false;
  const words = bare.split(/\s+/);
  return words.every((word, index) => index === words.length - 1 || word.length >= SHORTEST_CHUNK);
}

const ONE_WORD = /^[\w+/=]+$/;
/** What else stands on the line that a key breaks off in. */
const KEY_BEFORE_MORE = /^[\s+>|#*"'`-]{0,24}(?:(?:\\{1,4}[nrt])*[\w+/=]{16,})+/;
const OWN_HEADER = /^(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|MessageID): /;
/** Lines of keys have 64 characters or 76. */
const SHORTEST_CHUNK = 48;
