import { KIND, DIGIT } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { hasWordBefore, textBefore, wholeWords } from './context.ts';

/** Issuer prefixes and lengths (ISO/IEC 7812): Visa, Mastercard, Amex, Diners, Discover, JCB, UnionPay. */
const COMMON =
  /^(?:4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14})$/;
/**
 * Shorter and longer ones, and schemes whose prefixes say little (Mir, Troy, RuPay, Elo, Maestro …): only beside a word or
 * when nothing else is there.
 */
const RARE =
  /^(?:220[0-4]\d{12,15}|(?:8[12]\d\d|9792)\d{12}|4\d{12}|4\d{18}|3(?:0[0-5]|[68]\d)\d{11}|(?:2131|1800)\d{11}|(?:5[06-8]|6\d)\d{10,17}|62\d{14,17}|1\d{14}|2014\d{11}|2149\d{11}|36\d{12}|35\d{14}|0604\d{8,15})$/;
const WORDS = wholeWords(
  /(?:credit|debit|bank|payment|master)?_?cards?(?:_?(?:no|num|number))?|credit|debit|visa|mastercard|amex|maestro|diners(?: club)?|payment|paid (?:with|by|via)|charged?(?!_)|pan|cc/,
);

const FEWEST_DIGITS = 12;
const MOST_DIGITS = 19;
const ZERO = 0x30;

/** Judges digits with their separators, `[start, end)`, as a card number. */
export function judgeCard(scan: Scan, start: number, end: number): boolean {
  if (end - start < FEWEST_DIGITS || !passesLuhnWithin(scan.bytes, start, end)) return false;
  const digits = scan.text.slice(start, end).replace(/\D+/g, '');
  const isCommon = COMMON.test(digits);
  if ((!isCommon && !RARE.test(digits)) || /^(\d)\1+$/.test(digits)) return false;
  const isInPath = isBehindCards(scan, start);
  const isSure =
    (isCommon || isInPath) &&
    isFree(scan, start) &&
    !isMeasured(scan, start, end, end - start === digits.length);
  if (!isSure && !scan.isAlone) {
    if (!hasWordBefore(scan, start, 'card') || !WORDS.test(textBefore(scan, start))) return false;
  }
  report(scan, start, end, 'credit_card', STRENGTH.checksum, 'credit-card');
  return true;
}

/** Luhn's check (ISO/IEC 7812-1) of as many digits as cards have; nine in ten numbers fail it before text is made of them. */
function passesLuhnWithin(bytes: Uint8Array, start: number, end: number): boolean {
  let sum = 0;
  let digits = 0;
  for (let index = end - 1; index >= start; index--) {
    const code = bytes[index]!;
    if ((KIND[code]! & DIGIT) === 0) continue;
    if (++digits > MOST_DIGITS) return false;
    const value = (code - ZERO) << ((digits + 1) & 1);
    sum += value > 9 ? value - 9 : value;
  }
  return digits >= FEWEST_DIGITS && sum % 10 === 0;
}

/** `duration_ns: 4532015112830366`: one measurement in ten passes the checksum by chance. */
function isMeasured({ text }: Scan, start: number, end: number, isSolid: boolean): boolean {
  return (
    isSolid &&
    (MEASURE.test(text.slice(Math.max(0, start - MEASURE_REACH), start)) ||
      UNIT.test(text.slice(end, end + UNIT_REACH)))
  );
}

const MEASURE_REACH = 48;
/** `4000000000000002 bytes` */
const UNIT = /^ ?(?:[nµu]s|ns|ms|[kmgt]i?b|bytes|cycles|ticks|ops|iterations|rows|samples)(?![\p{L}\d_])/iu;
const UNIT_REACH = 16;
const MEASURE =
  /(?:^|[^A-Za-z])(?:[nmu]s|[nmu]?secs?|nano(?:second)?s|micro(?:second)?s|duration|elapsed|latency|bytes|samples|cycles|ticks|offset|allocations|objects|rows|iterations|instructions|operations|counter|count|sum)(?:_total|_count|_sum)?\\{0,3}["']? ?[:=]? ?$/;

/** A number that is tied to others by a dash, an underscore or a dot is a part of an identifier. */
function isFree(scan: Scan, start: number): boolean {
  const before = scan.bytes[start - 1] ?? 0x20;
  if (before === SLASH) return isBehindCards(scan, start);
  return before !== 0x5f && before !== 0x2d && before !== 0x2e && (KIND[before]! & DIGIT) === 0;
}

function isBehindCards({ bytes, text }: Scan, start: number): boolean {
  return bytes[start - 1] === SLASH && CARDS_PATH.test(text.slice(Math.max(0, start - PATH_REACH), start));
}

const SLASH = 0x2f;
/** `GET /v1/cards/4111…/status` */
const CARDS_PATH = /\/(?:cards?|pans?|card-?numbers?)\/$/i;
const PATH_REACH = 16;
