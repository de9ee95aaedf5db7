import { DIGIT, KIND, kindAt, LETTER } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { isCount } from './clear-labels.ts';
import { hasWordBefore, textBefore, wholeWords } from './context.ts';

const ZERO = 0x30;
const DASH = 0x2d;
const DOT = 0x2e;
const BLANK = 0x20;
const COLON = 0x3a;
const EQUALS = 0x3d;

const SSN_WORDS = wholeWords(/ssn|social security\S{0,2}|soc sec|ein|employer id\w*|tax ?id\w*|itin/);

/** Judges digits with their separators, `[start, end)`, as a number of social security: three, two and four digits; other forms and employer numbers only beside their name. */
export function judgeSocialSecurity(scan: Scan, start: number, end: number): boolean {
  const form = socialSecurityForm(scan.bytes, start, end);
  if (form === NO_FORM) return false;
  const mayStandAlone = form === SEPARATED || (scan.isAlone && end - start > 9);
  if (!mayStandAlone && !hasWordBefore(scan, start, 'identity')) return false;
  const number = numberWithin(scan.bytes, start, end);
  const isValid =
    form === EMPLOYER ? isEmployerPrefix(number) : isSocialSecurityNumber(number) || isTaxpayerNumber(number);
  if (!isValid || isMeasured(scan, start)) return false;
  if (!mayStandAlone && !SSN_WORDS.test(textBefore(scan, start))) return false;
  // `ssn_cache 123456789 hits`
  if (
    form === GROUPED &&
    end - start === DIGITS &&
    isCount(scan.text, end) &&
    !isRightBehindName(scan, start)
  )
    return false;
  report(scan, start, end, 'us_ssn', STRENGTH.checksum, form === EMPLOYER ? 'us-ein' : 'us-ssn');
  return true;
}

const DIGITS = 9;
const RIGHT_BEHIND = /(?:ssn|security|itin|ein|number|no|nr|id|is|#)["']?[\s:=#]{0,3}["']?$/i;

function isRightBehindName({ text }: Scan, start: number): boolean {
  return RIGHT_BEHIND.test(text.slice(Math.max(0, start - MEASURED_REACH), start));
}

const NO_FORM = 0;
/** Signs between all groups; a dot for one only beside a name. */
const SEPARATED = 1;
const GROUPED = 2;
const EMPLOYER = 3;

/** How the nine digits are grouped: with a sign before and behind the group of two, one of these, none, or behind two. */
function socialSecurityForm(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 9 || length > 11) return NO_FORM;
  const sign = bytes[start + 3]!;
  if (length === 11) {
    if (sign !== bytes[start + 6] || digitsWithin(bytes, start, end) !== 9) return NO_FORM;
    if (sign === DASH || sign === BLANK) return SEPARATED;
    return sign === DOT ? GROUPED : NO_FORM;
  }
  if (digitsWithin(bytes, start, end) !== 9) return NO_FORM;
  if (length === 9 || sign === DASH || bytes[start + 5] === DASH) return GROUPED;
  return bytes[start + 2] === DASH ? EMPLOYER : NO_FORM;
}

function digitsWithin(bytes: Uint8Array, start: number, end: number): number {
  let digits = 0;
  for (let index = start; index < end; index++) digits += KIND[bytes[index]!]! & DIGIT;
  return digits;
}

function numberWithin(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let index = start; index < end; index++) {
    const code = bytes[index]!;
    if ((KIND[code]! & DIGIT) !== 0) number = number * 10 + code - ZERO;
  }
  return number;
}

const MEASURED_REACH = 16;
/** What is measured has no social security. */
const MEASURED =
  /(?:^|[^A-Za-z])(?:up_?time|elapsed|duration|latency|took|[tqr]ps|steps?|range|offset)[ =:]{1,2}$/i;

function isMeasured({ bytes, text }: Scan, start: number): boolean {
  const sign = bytes[start - 1];
  if (sign !== BLANK && sign !== EQUALS && sign !== COLON) return false;
  // A word and one or two signs; two steps back there is the word's last letter or nothing of it.
  if (((kindAt(bytes, start - 2) | kindAt(bytes, start - 3)) & LETTER) === 0) return false;
  return MEASURED.test(text.slice(Math.max(0, start - MEASURED_REACH), start));
}

/** Areas 000, 666 and 900-999, group 00 and serial 0000 were never given out (SSA, POMS RM 10201.035). */
function isSocialSecurityNumber(number: number): boolean {
  const area = Math.floor(number / 1e6);
  const group = Math.floor(number / 1e4) % 100;
  const isGivenOut = area !== 0 && area !== 666 && area < 900 && group !== 0 && number % 1e4 !== 0;
  return isGivenOut && number % ONES !== 0;
}

/** Nine digits that are all the same are a multiple. */
const ONES = 111_111_111;

/** Individual taxpayers: groups 50-65, 70-88, 90-92, 94-99 (IRS Publication 1915). */
function isTaxpayerNumber(number: number): boolean {
  const group = Math.floor(number / 1e4) % 100;
  return number >= 9e8 && group >= 50 && !(group > 65 && group < 70) && group !== 89 && group !== 93;
}

/** Prefixes that campuses of the IRS give out. */
function isEmployerPrefix(number: number): boolean {
  return !NO_EMPLOYER_PREFIXES.has(Math.floor(number / 1e7));
}

const NO_EMPLOYER_PREFIXES = new Set([0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97]);
