import { ALNUM, DIGIT, flagsOf, kindAt, KIND, UPPER } from '../characters.ts';
import { type Finding, STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { judgeCard } from './cards.ts';
import { capitalsBefore, judgeDashLetter, judgeNumericId, judgeSpaced } from './identity-numbers.ts';
import { detectHostOfAddress, detectIpv4 } from './network.ts';
import {
  DASHED_GROUPS,
  DOTTED_GROUPS,
  endOfPlainNumber,
  FEWEST_DIGITS,
  FREE_GROUPS,
  goesOn,
  isBareCandidate,
  isDayOrTime,
  NOT_PLAIN,
  WORD_REACH,
} from './plain-numbers.ts';
import { detectMixedPhone, detectPhone, PHONE_RULE } from './phones.ts';
import { judgeSocialSecurity } from './social-security.ts';

const MOST_GROUPS = 8;
const ZERO = 0x30;
const DOT = 0x2e;
const DASH = 0x2d;
const BLANK = 0x20;
const SLASH = 0x2f;
const COLON = 0x3a;
const BAR = 0x7c;
const PLUS = 0x2b;
const OPEN = 0x28;
const CLOSE = 0x29;

const TELEGRAM = /\d{8,10}:[A-Za-z0-9][\w-]{34}(?![\w-])/y;
const DOTTED_TAIL = /-\d{2}(?!\d)|-\d(?![\w.-])|-\d{3}[.-]\d{2}(?!\d)|\/\d{4}-\d{2}(?!\d)/y;
const PHONE_REACH = 20;
const NEAR_PHONE = 1;
const NEAR_IDENTITY = 2;
const NEAR_CARD = 4;
const NEAR_ALL = 7;
const FACEBOOK = /\d{15,16}\|[\w-]{27}(?![\w-])/y;

/**
 * Judges the number whose first group of digits is `[start, firstEnd)`, with no letter or digit at either side, and the
 * groups that follow it; returns where the scan may go on.
 */
export function detectNumber(scan: Scan, start: number, firstEnd: number): number {
  const plainEnd = endOfPlainNumber(scan, start, firstEnd);
  return plainEnd === NOT_PLAIN ? judgeNumber(scan, start, firstEnd) : plainEnd;
}

/** The same without a shortcut for what can be nothing: a test compares both. */
export function judgeNumber(scan: Scan, start: number, firstEnd: number): number {
  const { bytes } = scan;
  const before = start === 0 ? 0 : bytes[start - 1]!;
  if (before === BLANK) judgeBehindCapitals(scan, start);
  // Behind a bracket only an area code counts, and that is closed at once.
  const isOpened = before === PLUS || (before === OPEN && bytes[firstEnd] === CLOSE);
  const separator = firstEnd < bytes.length && IS_SEPARATOR[bytes[firstEnd]!] === 1 ? bytes[firstEnd]! : 0;
  let end = firstEnd;
  let groups = 1;
  let digits = firstEnd - start;
  let lengths = Math.min(9, digits);
  const { rowAt } = scan;
  if (rowAt.start === start) {
    ({ end, digits, lengths } = rowAt);
    groups = MOST_GROUPS - 1;
  }
  while (separator !== 0 && groups < MOST_GROUPS && bytes[end] === separator) {
    const groupStart = end + 1;
    let index = groupStart;
    while (index < bytes.length && (KIND[bytes[index]!]! & DIGIT) !== 0) index++;
    if (index === groupStart) break;
    groups++;
    digits += index - groupStart;
    lengths = lengths * 10 + Math.min(9, index - groupStart);
    end = index;
  }
  if (groups === MOST_GROUPS) {
    rowAt.start = firstEnd + 1;
    rowAt.end = end;
    rowAt.digits = digits - (firstEnd - start);
    rowAt.lengths = lengths % WITHOUT_FIRST;
  }
  const mixedEnd = detectMixed(scan, start, firstEnd, digits);
  if (mixedEnd > 0) return mixedEnd;
  if (groups === 1) {
    if (digits >= FEWEST_DIGITS || isOpened) judgeGroups(scan, start, end, firstEnd, digits, 0, lengths);
    return firstEnd;
  }
  if (judgeJoined(scan, start, end, separator, groups, lengths)) return end;
  if (digits >= FEWEST_DIGITS || isOpened)
    judgeGroups(scan, start, end, firstEnd, digits, separator, lengths);
  return !isOpened && isDayOrTime(lengths, separator) && !goesOn(bytes, end, separator) ? end : firstEnd;
}

/** `AB 12 34 56 C`, where it begins. */
function judgeBehindCapitals(scan: Scan, start: number): void {
  if ((kindAt(scan.bytes, start - 2) & UPPER) !== 0) judgeSpaced(scan, capitalsBefore(scan, start));
}

/** Leaves all lengths but the first. */
const WITHOUT_FIRST = 10 ** (MOST_GROUPS - 1);

/** Judges groups that dots or dashes join as an address, which ends the number, or as what has a last group of its own. */
function judgeJoined(
  scan: Scan,
  start: number,
  end: number,
  separator: number,
  groups: number,
  lengths: number,
): boolean {
  if (separator === DOT) {
    if (groups >= 4 && detectIpv4(scan, start)) return true;
    judgeDotted(scan, start, end, lengths);
  } else if (separator === DASH) {
    if (groups === 4 && scan.bytes[start - 1] === DASH) return detectHostOfAddress(scan, start, end);
    if (lengths === DASHED_GROUPS) judgeDashed(scan, start, end);
  }
  return false;
}

/** The end of a phone whose groups the first sign alone does not join; -1 without one. */
function detectMixed(scan: Scan, start: number, firstEnd: number, digits: number): number {
  const isShort = digits < FEWEST_DIGITS || firstEnd - start === LONGEST_LEAD;
  if (!isShort && !isAbroad(scan.bytes, start)) return -1;
  return mayBeMixed(scan, start, firstEnd) ? detectMixedPhone(scan, start) : -1;
}

/** India's leads have a trunk zero and five digits. */
const LONGEST_LEAD = 6;

function isAbroad(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === ZERO && bytes[start + 1] === ZERO;
}

/** Behind the first group stand a sign and another one, and a phone was named or a country is dialled. */
function mayBeMixed({ bytes, wordAt }: Scan, start: number, firstEnd: number): boolean {
  if (start - wordAt.phone > WORD_REACH && !isAbroad(bytes, start)) return false;
  const sign = bytes[firstEnd];
  const next = bytes[firstEnd + 1];
  if (sign === OPEN) return (kindAt(bytes, firstEnd + 1) & DIGIT) !== 0;
  if (sign !== BLANK && sign !== DASH && sign !== DOT && sign !== SLASH) return false;
  if (sign === BLANK && (next === OPEN || next === DASH || next === SLASH)) return true;
  return (kindAt(bytes, firstEnd + 1) & DIGIT) !== 0;
}

/** `630-904-109 59`: Russia's blank before the check. */
function judgeDashed(scan: Scan, start: number, end: number): void {
  const { bytes } = scan;
  if (bytes[end] !== BLANK || (kindAt(bytes, end + 3) & ALNUM) !== 0) return;
  if ((kindAt(bytes, end + 1) & kindAt(bytes, end + 2) & DIGIT) !== 0) judgeNumericId(scan, start, end + 3);
}

/** Judges all groups together, and the first alone when it is long enough for a number of its own. */
function judgeGroups(
  scan: Scan,
  start: number,
  end: number,
  firstEnd: number,
  digits: number,
  separator: number,
  lengths: number,
): void {
  if (isWithinPhone(scan, start)) return;
  const before = scan.bytes[start - 1];
  const isOpened = scan.isAlone || before === PLUS || before === OPEN;
  const nearness = isOpened ? NEAR_ALL : nearnessOf(scan, start, separator);
  const isCandidate =
    separator === 0
      ? isBareCandidate(scan.bytes[end] ?? 0, digits)
      : FREE_GROUPS.has(lengths) && !isTiedToWord(scan, start);
  if (nearness !== 0 || isCandidate) {
    judgeDigits(scan, start, end, separator, nearness);
  }
  if (firstEnd === end || separator === DOT || firstEnd - start < FEWEST_DIGITS) return;
  const nearFirst = isOpened ? NEAR_ALL : nearnessOf(scan, start, 0);
  if (nearFirst !== 0 || isBareCandidate(scan.bytes[firstEnd] ?? 0, firstEnd - start))
    judgeDigits(scan, start, firstEnd, 0, nearFirst);
}

/** `host-10-105-160-95`: groups that a dash ties to a name are a part of it. */
function isTiedToWord({ bytes }: Scan, start: number): boolean {
  return bytes[start - 1] === DASH && (kindAt(bytes, start - 2) & ALNUM) !== 0;
}

/** Which kinds of words stand near enough: a phone's has to be right before digits without groups. */
function nearnessOf({ wordAt }: Scan, start: number, separator: number): number {
  let nearness = start - wordAt.phone <= (separator === 0 ? PHONE_REACH : WORD_REACH) ? NEAR_PHONE : 0;
  if (start - wordAt.identity <= WORD_REACH) nearness |= NEAR_IDENTITY;
  if (start - wordAt.card <= WORD_REACH) nearness |= NEAR_CARD;
  return nearness;
}

const IS_SEPARATOR = Uint8Array.from({ length: 256 }, (_, code) =>
  '.- /:'.includes(String.fromCharCode(code)) ? 1 : 0,
);

/** `123.456.789-09`: groups with dots that go on behind a dash or a slash. */
function judgeDotted(scan: Scan, start: number, end: number, lengths: number): void {
  const joint = scan.bytes[end];
  if (!DOTTED_GROUPS.has(lengths) || (joint !== DASH && joint !== SLASH)) return;
  DOTTED_TAIL.lastIndex = end;
  const tail = DOTTED_TAIL.exec(scan.text);
  if (tail !== null) judgeNumericId(scan, start, end + tail[0].length);
}

function judgeDigits(scan: Scan, start: number, end: number, separator: number, nearness: number): void {
  const { bytes } = scan;
  if (separator === 0 && (bytes[end] === COLON || bytes[end] === BAR)) detectNumbered(scan, start, end);
  const mayBePhone = separator !== COLON && (separator !== 0 || (nearness & NEAR_PHONE) !== 0);
  const phoneEnd = mayBePhone && !isEndOfPhone(scan, start, end) ? detectPhone(scan, start) : -1;
  if (phoneEnd > end || end - start < FEWEST_DIGITS) return;
  if ((kindAt(bytes, end) & ALNUM) !== 0 || bytes[end] === 0x5f) return;
  const before = bytes[start - 1];
  if (before === 0x5f || (before === DOT && (kindAt(bytes, start - 2) & ALNUM) !== 0)) return;
  if (judgeSocialSecurity(scan, start, end)) return;
  if (separator !== DOT && separator !== COLON && judgeCard(scan, start, end)) return;
  if ((nearness & NEAR_IDENTITY) === 0 && separator === 0) return;
  if (separator === 0) judgeDashLetter(scan, start, end);
  judgeNumericId(scan, start, end);
}

/** The last groups of a telephone number that has just been found are no other one: nothing behind them goes on with it. */
function isEndOfPhone({ bytes, findings }: Scan, start: number, end: number): boolean {
  const last = lastOf(findings);
  if (last?.end !== end || last.start > start || last.rule !== PHONE_RULE) return false;
  return !GOES_ON_PHONE[bytes[end] === BLANK ? (bytes[end + 1] ?? 0) : (bytes[end] ?? 0)]!;
}

/** A digit, a sign or an extension. */
const GOES_ON_PHONE = flagsOf(/[\d.\-/ ()xe#]/i);

/** Whether a telephone number that has just been found covers all that begins at `start`: what is shorter than it is dropped. */
function isWithinPhone({ bytes, findings }: Scan, start: number): boolean {
  const last = lastOf(findings);
  if (last === null || last.end <= start || last.start >= start || last.rule !== PHONE_RULE) return false;
  const { end } = last;
  return !GOES_ON[bytes[end] === BLANK ? (bytes[end + 1] ?? 0) : (bytes[end] ?? 0)]!;
}

/** Asked of most numbers: what is not there is not asked for, which takes V8 long. */
function lastOf(findings: readonly Finding[]): Finding | null {
  return findings.length === 0 ? null : findings[findings.length - 1]!;
}

/** What a phone, a token or a time goes on with. */
const GOES_ON = flagsOf(/[\d.\-/ ()xe#:|]/i);

/** Tokens that begin with a number: Telegram's bots (`id:AA…`), Facebook's apps (`id|…`). */
function detectNumbered(scan: Scan, start: number, end: number): void {
  const form = scan.bytes[end] === BAR ? FACEBOOK : TELEGRAM;
  form.lastIndex = start;
  const match = form.exec(scan.text);
  if (match === null) return;
  report(scan, start, start + match[0].length, 'secret', STRENGTH.shape, 'numbered-token');
}
