import { ALNUM, flagsOf, HEX, KIND, kindAt } from '../characters.ts';
import { type Finding, STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { beginsPrintable } from './base64-text.ts';

const LONGEST_RUN = 2048;
const SHORTEST_BASE64 = 24;
const LONGEST_BASE64 = 16_384;
/** Characters of Base64 that stand for three bytes. */
const QUANTUM = 4;

/** Scans a decoded text; the scanner itself is handed in, since it owns these rules. */
export type ScanDecoded = (text: string) => readonly Finding[];

/** Percent signs that matter: `@ : / = " { space` and their neighbours. */
const PERCENT_ANCHORS = ['%40', '%3a', '%3d', '%22', '%2f', '%7b', '%20', '%25'];

/** Rules that decode what is URL-encoded and look at it again. */
export function percentAnchors(scanDecoded: ScanDecoded): readonly Anchor[] {
  return PERCENT_ANCHORS.map((keyword) => ({
    keyword,
    detect: (scan, start) => detectPercent(scan, start, scanDecoded),
  }));
}

/** Decodes the run of URL characters around a percent sign, once, and reports what is found at its place there. */
function detectPercent(scan: Scan, at: number, scanDecoded: ScanDecoded): void {
  if (at < scan.decodedTo) return;
  const { bytes, text } = scan;
  let start = at;
  const lowest = Math.max(scan.decodedTo, at - LONGEST_RUN);
  while (start > lowest && isUrlByte(bytes[start - 1]!)) start--;
  let end = at;
  while (end < bytes.length && end - at < LONGEST_RUN && isUrlByte(bytes[end]!)) end++;
  scan.decodedTo = end;
  // Nothing that short is found anywhere; each percent sign stands for three characters.
  if (end - start < SHORTEST_FINDING) return;
  const { decoded, places } = decodePercent(bytes, text, start, end);
  if (decoded.length < SHORTEST_FINDING) return;
  for (const { start: from, end: to, type, strength, rule } of scanDecoded(decoded)) {
    report(scan, start + places[from]!, start + places[to]!, type, strength, rule);
  }
}

/** Letters, digits and what stands in queries; not the signs that part their fields. */
function isUrlByte(code: number): boolean {
  return (KIND[code]! & ALNUM) !== 0 || URL_SIGNS[code]!;
}

const URL_SIGNS = flagsOf(/[%._~+-]/);

/** No rule takes fewer characters for anything. */
const SHORTEST_FINDING = 4;

/** The decoded text of `[start, end)` and, for each of its indexes and its end, the index in the encoded one from `start` on. */
function decodePercent(
  bytes: Uint8Array,
  text: string,
  start: number,
  end: number,
): { readonly decoded: string; readonly places: Readonly<Uint16Array> } {
  const places = new Uint16Array(end - start + 1);
  let decoded = '';
  let length = 0;
  let copied = start;
  for (let index = start; index < end; length++) {
    places[length] = index - start;
    const code = bytes[index]!;
    const isEncoded =
      code === PERCENT && index + 2 < end && isHex(bytes[index + 1]!) && isHex(bytes[index + 2]!);
    if (!isEncoded && code !== PLUS) {
      index++;
      continue;
    }
    const sign = isEncoded
      ? String.fromCharCode((digitOf(bytes[index + 1]!) << 4) | digitOf(bytes[index + 2]!))
      : ' ';
    decoded += text.slice(copied, index) + sign;
    index += isEncoded ? 3 : 1;
    copied = index;
  }
  places[length] = end - start;
  return { decoded: decoded + text.slice(copied, end), places };
}

const PERCENT = 0x25;
const PLUS = 0x2b;

function isHex(code: number): boolean {
  return (KIND[code]! & HEX) !== 0;
}

/** Of a hexadecimal digit. */
function digitOf(code: number): number {
  return (code & 0xf) + (code > NINE ? 9 : 0);
}

const NINE = 0x39;

/**
 * Looks into a long word of Base64: when its text holds something by shape or checksum, or key values, the word is a
 * wrapped secret as a whole. Binary content is left alone.
 */
export function detectBase64(scan: Scan, at: number, scanDecoded: ScanDecoded): void {
  const { bytes, text } = scan;
  let start = at;
  const lowest = Math.max(scan.unwrappedTo, at - LONGEST_BASE64);
  while (start > lowest && isBase64Byte(bytes[start - 1]!)) start--;
  let end = at;
  while (end < bytes.length && end - start < LONGEST_BASE64 && isBase64Byte(bytes[end]!)) end++;
  scan.unwrappedTo = end;
  while (bytes[end] === 0x3d) end++;
  if (end - start < SHORTEST_BASE64 || (kindAt(bytes, end) & ALNUM) !== 0) return;
  if (
    scan.unwrappedTo - start >= 2 * QUANTUM &&
    !(beginsPrintable(bytes, start) && beginsPrintable(bytes, start + QUANTUM))
  )
    return;
  const decoded = Buffer.from(text.slice(start, end), 'base64').toString('latin1');
  if (/[^\t\n\r -~]/.test(decoded.slice(0, 12)) || /[^\t\n\r -~]/.test(decoded)) return;
  const found = scanDecoded(decoded)[0];
  if (found !== undefined) report(scan, start, end, found.type, STRENGTH.shape, `base64-${found.rule}`);
}

function isBase64Byte(code: number): boolean {
  return (KIND[code]! & ALNUM) !== 0 || code === 0x2b || code === 0x2f || code === 0x2d || code === 0x5f;
}
