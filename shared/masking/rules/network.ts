import ipaddr from 'ipaddr.js';
import { ALNUM, DIGIT, HEX, kindAt, KIND } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { isVersion } from './versions.ts';

const LONGEST_IPV6 = 45;
const COLON = 0x3a;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const AT = 0x40;

export const networkAnchors: readonly Anchor[] = [
  { keyword: ':', detect: detectColonForms },
  { keyword: '-', detect: detectDashedMac },
  { keyword: '.', detect: detectDottedMac },
];

function detectDashedMac(scan: Scan, at: number): void {
  if (scan.bytes[at + 3] === DASH) detectMac(scan, at, DASH);
}

function detectColonForms(scan: Scan, at: number): void {
  const { bytes } = scan;
  if (((kindAt(bytes, at - 1) & HEX) === 0 && bytes[at + 1] !== COLON) || at + 1 >= bytes.length) return;
  if (bytes[at + 1] !== COLON) {
    // Both forms have another colon, one to four digits on.
    let next = at + 1;
    while (next < at + 6 && (kindAt(bytes, next) & HEX) !== 0) next++;
    if (next === at + 1 || bytes[next] !== COLON) return;
  }
  if (bytes[at + 3] !== COLON || !detectMac(scan, at, COLON)) detectIpv6(scan, at);
}

/** Six pairs of hexadecimal digits; the anchor is the first separator. */
function detectMac(scan: Scan, at: number, separator: number): boolean {
  const { bytes } = scan;
  const start = at - 2;
  if (start < 0 || (kindAt(bytes, start - 1) & ALNUM) !== 0 || bytes[start - 1] === separator) return false;
  for (let index = 0; index < 17; index++) {
    const code = bytes[start + index];
    if (code === undefined) return false;
    if (index % 3 === 2 ? code !== separator : (KIND[code]! & HEX) === 0) return false;
  }
  if ((kindAt(bytes, start + 17) & ALNUM) !== 0 || bytes[start + 17] === separator) return false;
  if (/^(?:00.){5}00$/.test(scan.text.slice(start, start + 17))) return true;
  report(scan, start, start + 17, 'mac', STRENGTH.shape, 'mac');
  return true;
}

/** Judged at the first colon of a run of hexadecimal digits, colons and dots. */
function detectIpv6(scan: Scan, at: number): void {
  const { bytes, text } = scan;
  let start = at;
  while (start > 0 && at - start < 5 && (KIND[bytes[start - 1]!]! & HEX) !== 0) start--;
  const before = kindAt(bytes, start - 1);
  if ((before & ALNUM) !== 0 || bytes[start - 1] === COLON || bytes[start - 1] === DOT) return;
  const end = ipv6End(bytes, start, at);
  if (end - start < 3 || (kindAt(bytes, end) & ALNUM) !== 0) return;
  const candidate = text.slice(start, end);
  if ((!/\d/.test(candidate) && candidate.length < 8) || !ipaddr.IPv6.isValid(candidate)) return;
  const prefix = /^\/\d{1,3}(?!\d)/.exec(text.slice(end, end + 5))?.[0] ?? '';
  report(scan, start, end + prefix.length, 'ip', STRENGTH.shape, 'ipv6');
}

/** The end of what may be an address; -1 for a time such as 18:01:47: seven colons or a double one make an address. */
function ipv6End(bytes: Uint8Array, start: number, at: number): number {
  let end = at;
  let colons = 0;
  let isShortened = false;
  while (end < bytes.length && end - start <= LONGEST_IPV6) {
    const code = bytes[end]!;
    if (code === COLON) {
      colons++;
      if (bytes[end + 1] === COLON) isShortened = true;
    } else if ((KIND[code]! & HEX) === 0 && code !== DOT) break;
    end++;
  }
  if (!isShortened && colons < 6) return -1;
  while (end > at && (bytes[end - 1] === DOT || (bytes[end - 1] === COLON && bytes[end - 2] !== COLON)))
    end--;
  return end;
}

/** Four decimal groups that start at a digit, not a version; true when it was one. */
export function detectIpv4(scan: Scan, start: number): boolean {
  const { bytes } = scan;
  let index = start;
  for (let group = 0; group < 4; group++) {
    let value = 0;
    const groupStart = index;
    while (index - groupStart < 4 && (kindAt(bytes, index) & DIGIT) !== 0) {
      value = value * 10 + bytes[index]! - 0x30;
      index++;
    }
    const digits = index - groupStart;
    if (digits === 0 || digits > 3 || value > 255 || (digits > 1 && bytes[groupStart] === 0x30)) return false;
    if (group === 3) break;
    if (bytes[index] !== DOT) return false;
    index++;
  }
  if ((kindAt(bytes, index) & ALNUM) !== 0 || bytes[start - 1] === DOT) return false;
  if (bytes[start - 1] === DASH && (kindAt(bytes, start - 2) & ALNUM) !== 0 && bytes[index] === DASH)
    return false;
  if (isVersion(scan, start, index)) return false;
  if (isLoopbackHost(scan, start)) return true;
  report(scan, start, index, 'ip', STRENGTH.shape, 'ipv4');
  return true;
}

/** `http://127.0.0.1:8080/`: 127/8 as the host of a URL says that a service listens on its own machine, and names nobody. */
function isLoopbackHost({ bytes, text }: Scan, start: number): boolean {
  const before = bytes[start - 1];
  if (before !== SLASH && before !== AT) return false;
  return text.startsWith('127.', start) && (before === AT || text.startsWith('//', start - 2));
}

/** Cisco's form: three groups of four hexadecimal digits. The anchor is the first dot. */
function detectDottedMac(scan: Scan, at: number): void {
  const { bytes } = scan;
  if (
    bytes[at + 5] !== DOT ||
    (kindAt(bytes, at + 10) & ALNUM) !== 0 ||
    (kindAt(bytes, at - 5) & ALNUM) !== 0
  )
    return;
  const start = at - 4;
  if (start < 0 || at + 10 > bytes.length) return;
  let letters = 0;
  for (let index = 0; index < 14; index++) {
    if (index % 5 === 4) continue;
    const kind = KIND[bytes[start + index]!]!;
    if ((kind & HEX) === 0) return;
    if ((kind & DIGIT) === 0) letters++;
  }
  if (letters > 0 && bytes[start + 14] !== DOT) report(scan, start, start + 14, 'mac', STRENGTH.shape, 'mac');
}
