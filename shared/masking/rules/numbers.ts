import { ALNUM, DIGIT, kindAt, KIND } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { passesLuhn } from './checksums.ts';
import { detectIpv4 } from './network.ts';

const MOST_GROUPS = 8;
const DOT = 0x2e;
const DASH = 0x2d;
const BLANK = 0x20;
const COLON = 0x3a;
const BAR = 0x7c;

/** Prefixes and lengths of the card schemes: Visa, Mastercard, Amex, Diners, Discover, JCB, Maestro, UnionPay. */
const CARD =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|(?:5[06-8]|6\d)\d{10,17}|62\d{14,17})$/;

/**
 * Judges the number that starts at `start` (a digit whose left neighbour is neither letter nor digit) with the
 * groups that follow it, and returns where the scan may go on.
 */
export function detectNumber(scan: Scan, start: number): number {
  const { bytes } = scan;
  const ends: number[] = [];
  let index = start;
  let separator = 0;
  while (ends.length < MOST_GROUPS) {
    while (index < bytes.length && (KIND[bytes[index]!]! & DIGIT) !== 0) index++;
    ends.push(index);
    const code = bytes[index];
    if (code !== DOT && code !== DASH && code !== BLANK) break;
    if (separator === 0) separator = code;
    if (code !== separator || (kindAt(bytes, index + 1) & DIGIT) === 0) break;
    index++;
  }
  const end = ends[ends.length - 1]!;
  if (separator === 0 && (bytes[end] === COLON || bytes[end] === BAR)) detectNumberedToken(scan, start, end);
  if (separator === DOT && ends.length >= 4) {
    detectIpv4(scan, start);
    return end;
  }
  if ((kindAt(bytes, end) & ALNUM) !== 0) return ends[0]!;
  detectDigits(scan, start, end);
  return ends[0]!;
}

/** Tokens that begin with a number: Telegram's bots (`id:AA…`), Facebook's apps (`id|…`). */
function detectNumberedToken(scan: Scan, start: number, end: number): void {
  const form = scan.bytes[end] === COLON ? TELEGRAM : FACEBOOK;
  form.lastIndex = start;
  const match = form.exec(scan.text);
  if (match === null) return;
  report(scan, start, start + match[0].length, 'secret', STRENGTH.shape, 'numbered-token');
}

const TELEGRAM = /\d{8,10}:[A-Za-z0-9][\w-]{34}(?![\w-])/y;
const FACEBOOK = /\d{15,16}\|[\w-]{27}(?![\w-])/y;

function detectDigits(scan: Scan, start: number, end: number): void {
  const length = end - start;
  if (length < 9 || length > 23) return;
  const raw = scan.text.slice(start, end);
  if (/^\d{3}[- ]\d{2}[- ]\d{4}$/.test(raw) && isSocialSecurityNumber(raw)) {
    report(scan, start, end, 'us_ssn', STRENGTH.shape, 'us-ssn');
    return;
  }
  const digits = raw.replace(/\D/g, '');
  if (digits.length < 12 || !CARD.test(digits) || !passesLuhn(digits)) return;
  report(scan, start, end, 'credit_card', STRENGTH.checksum, 'credit-card');
}

/** Areas 000, 666 and 900-999, group 00 and serial 0000 were never given out (SSA, POMS RM 10201.035). */
function isSocialSecurityNumber(raw: string): boolean {
  const [area = '', group = '', serial = ''] = raw.split(/[- ]/);
  return area !== '000' && area !== '666' && area < '900' && group !== '00' && serial !== '0000';
}
