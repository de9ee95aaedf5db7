import { ALNUM, DIGIT, HEX, kindAt, KIND, LETTER } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { readIpv6 } from '../ipv6.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { isVersion } from './versions.ts';

const LONGEST_IPV6 = 45;
const LONGEST_IPV4 = 15;
/** What is shorter and has no digit is a word between colons: `a::b`. */
const SHORTEST_WITHOUT_DIGIT = 8;
const LONGEST_PREFIX = 3;
const COLON = 0x3a;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const AT = 0x40;
const ZERO = 0x30;

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'];
/** For the automaton a zero stands for every digit. */
const PAIRS = LETTERS.flatMap((first) => ['0', ...LETTERS].map((second) => first + second));

/**
 * A sign with the hexadecimal letters that follow it: signs alone stand everywhere, and each place at which the scan stops
 * costs. What a digit follows is met by the digit, see `detectBehindSign`.
 */
export const networkAnchors: readonly Anchor[] = [
  ...[':', ...LETTERS].map((next): Anchor => ({ keyword: `:${next}`, detect: detectColonForms })),
  ...PAIRS.map((pair): Anchor => ({ keyword: `-${pair}-`, detect: detectDashedMac })),
  ...PAIRS.map((pair): Anchor => ({ keyword: `.${pair}`, detect: detectDottedMac })),
  ...[
    'mac ',
    'mac:',
    'mac=',
    'mac"',
    "mac'",
    'mac\\',
    'mac_addr',
    'mac addr',
    'macaddr',
    'hwaddr',
    'bssid',
    'ether ',
  ].map((keyword): Anchor => ({ keyword, detect: detectNamedMac })),
  { keyword: '.pod.', detect: detectPodOfAddress },
];

/**
 * Judges the address whose first separator stands right before a digit. With no letter beside the digit's group it can only be one
 * when the same sign stands behind the group: a pair, four digits, or one to five between colons, which have no letter either.
 */
export function detectBehindSign(scan: Scan, digit: number): void {
  if (digit === 0) return;
  const { bytes } = scan;
  const sign = bytes[digit - 1]!;
  if (sign === COLON) detectColonForms(scan, digit - 1);
  else if (sign === DOT) detectDottedMac(scan, digit - 1);
  else if (sign === DASH && bytes[digit + 2] === DASH) detectDashedMac(scan, digit - 1);
}

function detectDashedMac(scan: Scan, at: number): void {
  detectMac(scan, at, DASH);
}

function detectColonForms(scan: Scan, at: number): void {
  const { bytes } = scan;
  const { length } = bytes;
  if (at + 1 >= length) return;
  if (bytes[at + 1]! !== COLON) {
    if (at === 0 || (KIND[bytes[at - 1]!]! & HEX) === 0) return;
    // Both forms have another colon, one to four digits on.
    const to = Math.min(at + 6, length);
    let next = at + 1;
    while (next < to && (KIND[bytes[next]!]! & HEX) !== 0) next++;
    if (next === at + 1 || next >= length || bytes[next]! !== COLON) return;
  }
  const isPair = at + 3 < length && bytes[at + 3]! === COLON;
  if (!isPair || !detectMac(scan, at, COLON)) detectIpv6(scan, at);
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
  if (!isZero(bytes, start)) report(scan, start, start + 17, 'mac', STRENGTH.shape, 'mac');
  return true;
}

/** `00:00:00:00:00:00`, which is nobody's. */
function isZero(bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < 17; index++) {
    if (index % 3 !== 2 && bytes[start + index] !== ZERO) return false;
  }
  return true;
}

/** Judged at the first colon of a run of hexadecimal digits, colons and dots. */
function detectIpv6(scan: Scan, at: number): void {
  const { bytes } = scan;
  let start = at;
  while (start > 0 && at - start < 5 && (KIND[bytes[start - 1]!]! & HEX) !== 0) start--;
  const before = kindAt(bytes, start - 1);
  if ((before & ALNUM) !== 0 || bytes[start - 1] === COLON || bytes[start - 1] === DOT) return;
  const end = ipv6End(bytes, start, at);
  if (end - start < 3 || (kindAt(bytes, end) & ALNUM) !== 0) return;
  if (end - start < SHORTEST_WITHOUT_DIGIT && !hasDigit(bytes, start, end)) return;
  if (readIpv6(scan.text, start, end) === null) return;
  report(scan, start, prefixEnd(bytes, end), 'ip', STRENGTH.shape, 'ipv6');
}

function hasDigit(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if ((KIND[bytes[index]!]! & DIGIT) !== 0) return true;
  return false;
}

/** Where the length of a network's prefix ends that stands behind the address: `/64`. */
function prefixEnd(bytes: Uint8Array, addressEnd: number): number {
  if (bytes[addressEnd] !== SLASH) return addressEnd;
  let end = addressEnd + 1;
  while (end - addressEnd <= LONGEST_PREFIX + 1 && (kindAt(bytes, end) & DIGIT) !== 0) end++;
  const digits = end - addressEnd - 1;
  return digits === 0 || digits > LONGEST_PREFIX ? addressEnd : end;
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
  if (start > 0 && bytes[start - 1] === DOT) return false;
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
  if ((kindAt(bytes, index) & ALNUM) !== 0) return false;
  if (bytes[start - 1] === DASH && (kindAt(bytes, start - 2) & ALNUM) !== 0 && bytes[index] === DASH)
    return false;
  if (isVersion(scan, start, index) || isUsedVersion(scan, start, index)) return false;
  if (isLoopbackHost(scan, start)) return true;
  report(scan, start, index, 'ip', STRENGTH.shape, 'ipv4');
  return true;
}

/**
 * `ip-10-1-2-3.ec2.internal`, `ec2-203-0-113-7.compute-1.amazonaws.com`: hosts of EC2 are called by their address. The groups are those
 * behind `ip-` and `ec2-`.
 */
export function detectHostOfAddress(scan: Scan, start: number, end: number): boolean {
  const { bytes } = scan;
  const lead = leadOfHost(bytes, start);
  if (lead === 0 || (kindAt(bytes, start - lead - 1) & ALNUM) !== 0 || end - start > LONGEST_IPV4)
    return false;
  if ((kindAt(bytes, end) & ALNUM) !== 0 || bytes[end] === DASH) return false;
  let value = 0;
  for (let index = start; index < end; index++) {
    value = bytes[index] === DASH ? 0 : value * 10 + bytes[index]! - 0x30;
    if (value > 255) return false;
  }
  report(scan, start, end, 'ip', STRENGTH.shape, 'ipv4-host');
  return true;
}

/** `10-20-30-40.prod.pod.cluster.local`: Kubernetes calls pods by their address, too. */
function detectPodOfAddress(scan: Scan, at: number): void {
  const from = Math.max(0, at - POD_REACH);
  const groups = POD.exec(scan.text.slice(from, at));
  if (groups?.[1]?.split('-').every((group) => Number(group) <= 255) !== true) return;
  const start = from + groups.index;
  report(scan, start, start + groups[1].length, 'ip', STRENGTH.shape, 'ipv4-host');
}

const POD = /(?<![\w-])(\d{1,3}(?:-\d{1,3}){3})\.[a-z0-9-]{1,63}$/;
const POD_REACH = 80;

/** How many characters before the groups say that they are an address; 0 when none do. */
function leadOfHost(bytes: Uint8Array, start: number): number {
  if (isLetter(bytes[start - 3], LETTER_I) && isLetter(bytes[start - 2], LETTER_P)) return IP_LEAD;
  const isPublic =
    bytes[start - 2] === DIGIT_TWO &&
    isLetter(bytes[start - 3], LETTER_C) &&
    isLetter(bytes[start - 4], LETTER_E);
  return isPublic ? EC2_LEAD : 0;
}

function isLetter(code: number | undefined, small: number): boolean {
  return code !== undefined && (code | 0x20) === small;
}

const IP_LEAD = 3;
const EC2_LEAD = 4;
const DIGIT_TWO = 0x32;
const LETTER_C = 0x63;
const LETTER_E = 0x65;
const LETTER_I = 0x69;
const LETTER_P = 0x70;

/** `http://127.0.0.1:8080/`: 127/8 as the host of a URL says that a service listens on its own machine, and names nobody. */
function isLoopbackHost({ bytes, text }: Scan, start: number): boolean {
  const before = bytes[start - 1];
  if (before !== SLASH && before !== AT) return false;
  return text.startsWith('127.', start) && (before === AT || text.startsWith('//', start - 2));
}

/** `10.3% of 1.5.2.0 users`: what people use is a release, where its numbers are as small as those of one. */
function isUsedVersion({ bytes, text }: Scan, start: number, end: number): boolean {
  if (bytes[end] !== BLANK || !text.startsWith('of ', start - 3)) return false;
  if (!/^[1-9]?\d\.\d{1,2}\.\d{1,2}\.\d$/.test(text.slice(start, end))) return false;
  return /^ (?:users|installs|installations|downloads|sessions|builds)\b/.test(
    text.slice(end, end + USED_REACH),
  );
}

const BLANK = 0x20;
const USED_REACH = 16;

/** Behind its name an address may stand without separators. */
const MAC_NAMED =
  /(?:mac(?:[_ ]?addr(?:ess)?)?|hwaddr|bssid|ether)\\{0,3}["']?[ \t]{0,2}[:=]?[ \t]{0,2}\\{0,3}["']?([\dA-Fa-f]{12}|[\dA-Fa-f]{4}\.[\dA-Fa-f]{4}\.[\dA-Fa-f]{4})(?![\w-]|\.\d| (?:packets|bytes|frames|errors)\b)/iy;

function detectNamedMac(scan: Scan, start: number): void {
  if ((kindAt(scan.bytes, start - 1) & LETTER) !== 0) return;
  MAC_NAMED.lastIndex = start;
  const address = MAC_NAMED.exec(scan.text)?.[1];
  if (address === undefined || /^[0.]+$/.test(address)) return;
  const end = MAC_NAMED.lastIndex;
  report(scan, end - address.length, end, 'mac', STRENGTH.shape, 'mac');
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
