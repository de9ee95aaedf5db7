import ipaddr from 'ipaddr.js';
import { ALNUM, DIGIT, HEX, kindAt, KIND } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

const LONGEST_IPV6 = 45;
const COLON = 0x3a;
const DASH = 0x2d;
const DOT = 0x2e;

export const networkAnchors: readonly Anchor[] = [
  { keyword: ':', detect: detectColonForms },
  { keyword: '-', detect: (scan, at) => detectMac(scan, at, DASH) },
];

function detectColonForms(scan: Scan, at: number): void {
  const { bytes } = scan;
  if (((kindAt(bytes, at - 1) & HEX) === 0 && bytes[at + 1] !== COLON) || at + 1 >= bytes.length) return;
  if ((KIND[bytes[at + 1]!]! & HEX) === 0 && bytes[at + 1] !== COLON) return;
  if (!detectMac(scan, at, COLON)) detectIpv6(scan, at);
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
  let end = at;
  while (end < bytes.length && end - start <= LONGEST_IPV6) {
    const code = bytes[end]!;
    if ((KIND[code]! & HEX) === 0 && code !== COLON && code !== DOT) break;
    end++;
  }
  while (end > at && (bytes[end - 1] === DOT || (bytes[end - 1] === COLON && bytes[end - 2] !== COLON)))
    end--;
  if (end - start < 3 || (kindAt(bytes, end) & ALNUM) !== 0) return;
  const candidate = text.slice(start, end);
  // A time such as 18:01:47 is no address; seven colons or a double one make it one.
  if (!candidate.includes('::') && candidate.split(':').length < 7) return;
  if (!ipaddr.IPv6.isValid(candidate)) return;
  report(scan, start, end, 'ip', STRENGTH.shape, 'ipv6');
}

/** Four decimal groups that start at a digit; returns the end of the dotted run. */
export function detectIpv4(scan: Scan, start: number): void {
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
    if (digits === 0 || digits > 3 || value > 255) return;
    if (group === 3) break;
    if (bytes[index] !== DOT) return;
    index++;
  }
  if ((kindAt(bytes, index) & ALNUM) !== 0) return;
  if (bytes[index] === DOT && (kindAt(bytes, index + 1) & ALNUM) !== 0) return;
  report(scan, start, index, 'ip', STRENGTH.shape, 'ipv4');
}
