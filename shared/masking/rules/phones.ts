import { ALNUM, DIGIT, flagsOf, kindAt } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { hasWordBefore, remembered, textAfter, textBefore, wholeWords } from './context.ts';
import {
  dialledDigits,
  digitsBeforeExtension,
  digitsFrom,
  hasNorthAmericanGroups,
  isDialledAbroad,
  isGrouped,
  isRound,
  isSolid,
  LONGEST_AREA,
} from './phone-groups.ts';
import { isPossibleNumber, isValidNumber } from './phone-numbers.ts';

/** What findings of this file say of themselves. */
export const PHONE_RULE = 'phone';

const PLUS = 0x2b;
const OPEN = 0x28;
const CLOSE = 0x29;
const BEYOND_ASCII = 0x80;
const FEWEST_DIGITS = 7;
const MOST_DIGITS = 15;

const EXTENSION = '(?:[ ]?(?:x|ext\\.?|extension|#)[ ]?\\d{1,5})?(?!\\d|\\.\\d)';
/** Digits without a sign are one group, however many there are: to share them out among several would take each way to. */
const INTERNATIONAL = new RegExp(
  `\\+\\d{1,15}(?:(?<=\\+\\d{1,4})[ .-]?\\(\\d{1,5}\\)[ .\\-/]?\\d{1,14})?(?:[ .\\-/]\\d{1,14}){0,6}${EXTENSION}`,
  'y',
);
const WITH_AREA = new RegExp(`\\((?:\\+?\\d{1,5})\\)[ .-]?\\d{2,5}(?:[ .-]\\d{2,5}){0,4}${EXTENSION}`, 'y');
const GROUPED = new RegExp(
  `(?:1[ .-])?\\(?\\d{1,5}\\)?(?:[ .\\-/]{1}\\(?\\d{2,8}\\)?){1,5}${EXTENSION}`,
  'y',
);
const UNGROUPED = new RegExp(`(?!000)\\d{7,13}${EXTENSION}`, 'y');
/** Groups between signs of several kinds, an area in brackets among them: `8 (495) 123-45-67`, `0044 (0)20 7946 0958`. */
const MIXED = new RegExp(
  `\\d{1,6}(?: ?\\(\\d{1,5}\\)[ .\\-/]?\\d{1,8}| [-/] \\d{2,8})?(?:[ .\\-/]\\d{1,12}){0,6}${EXTENSION}`,
  'y',
);
/** What stands between a name and its number when nothing else can be meant: `mobile: `, not `mobile `. */
const LABELS = /(?:[:="'：#(>.]|\bis)\s{0,2}$/;
/** From one time of a day to another. */
const LENGTH_OF_HOURS = 9;
const HOURS = /^(?:[01]\d|2[0-4])[0-5]\d-(?:[01]\d|2[0-4])[0-5]\d$/;
const NORTH_AMERICAN = /^(?:1[ .-])?\(?\d{3}\)?[.-]\d{3}[.-]\d{4}(?!\d)/;
const NORTH_AMERICAN_BLANKS = /^(?:1 )?[2-9]\d{2} [2-9]\d{2} \d{4}(?!\d)/;
/** A trunk zero and blanks. */
const WITHIN_COUNTRY = /^0[1-9]\d{1,3} \d{3,4} \d{2,4}(?: \d{2,4})?$/;
/** Behind the brackets of an area. */
const BEHIND_AREA = /\)[ .-]?\d{3,4}[ .-]\d{3,4}|\)[ .-]?\d{6,}|\) ?\d{2,4}(?:[ .-]\d{2,4}){2}/;
/** The plus of a diff before a date. */
const ADDED_DATE = /^\+(?:19|20)\d{2}([-/])\d{2}\1\d{2}(?!\d)/;
/** Dates, times and decimals have the same signs. */
const OTHER_NUMBER =
  /^(?:(?:19|20)\d{2}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}|\d+\.\d+$|0\.\d)/;

/** What a number with blanks between its thousands counts: `943 476 5919 ops`, `212 334 9981 bytes read`. */
const COUNTED =
  /^ ?(?:(?:ops?|re(?:q|quest)s?|read|written|[kmgt]?i?b|[nmuµ]?s|bytes?|rows?|calls?(?! me)|hits|iterations?|events?|items?|me?ss?a?ges?|records?|samples?|errors?|operations?|quer(?:y|ies)|points?|lines?|files?|keys?|users?|checks?|packets?|blocks?|pages?|tuples?|total|done|failed|processed|per)\b|\/s\b|%)/i;

/** Whether that stands behind a number; its first character tells mostly. */
function isCountedBehind(scan: Scan, end: number): boolean {
  const { bytes } = scan;
  const first = bytes[bytes[end] === BLANK ? end + 1 : end] ?? 0;
  return BEGINS_COUNTED[first]! && COUNTED.test(textAfter(scan, end));
}

const BEGINS_COUNTED = flagsOf(/[a-z/%]/i).map((begins, code) => begins || code >= BEYOND_ASCII);

const WORDS =
  '(?:tele|cell|mobile |i)?phones?|telefon\\w*|t[ée]l[ée]phone|t[ée]l|telefone|celular|cellulare|m[óo]vil|телефон\\p{L}*|тел|\\p{sc=Han}{0,4}(?:电话|手机|電話|携帯)(?:号码|番号|号)?|전화(?:번호)?|휴대폰|연락처|t[eé]l[eé]?fono|tel|mobile|mobil|cell(?:ular)?|fax|dial|sms|whatsapp|hotline|helpline|msisdn|numara\\w*|gsm|handy|telepono|cep|desk|phone_?number';
const NAMED = wholeWords(new RegExp(WORDS));
/** Right before digits without groups: `phone=`, `"mobile": "`, `Tel no. `. */
const NAMED_RIGHT_BEFORE = remembered(
  `(?<![\\p{L}\\d])(?:${WORDS})(?:[ _.]{0,2}(?:no|nr|num|number)s?)?(?: is)?[ "'=:：.#(>\\\\]{0,5}$`,
  'iu',
);
const LOOSE_WORDS = wholeWords(
  /number(?! of)|call(?:ed|ing)?(?! (?:stack|graph|tree|count|sites?|rate))|contact|reach|answering|ring(?![ _-]?(?:buffers?|size|queue|entries|slots|indexe?s?))|registered|office(?! hours)|phone ?#?|text me|mobile/,
);
const WORD_RIGHT_BEHIND = /^[ -]{0,2}\(?(?:office|fax|mobile|cell|home|work|phone|tel)(?![\p{L}])/iu;

/** Judges what begins at a digit, with a plus or a bracket before it, as a phone number; returns its end or -1. */
export function detectPhone(scan: Scan, start: number): number {
  const { bytes, text } = scan;
  const before = bytes[start - 1];
  const opens = before === OPEN || (before === PLUS && bytes[start - 2] === OPEN);
  const withBracket = opens ? start - (before === PLUS ? 2 : 1) : -1;
  const isArea = opens && matchEnd(WITH_AREA, text, withBracket) > 0;
  const from = isArea ? withBracket : before === PLUS ? start - 1 : start;
  if ((kindAt(bytes, from - 1) & ALNUM) !== 0) return -1;
  const form = isArea ? WITH_AREA : before === PLUS ? INTERNATIONAL : nationalForm(bytes, from);
  const matched = matchEnd(form, text, from);
  const reached = form === INTERNATIONAL ? internationalEnd(scan, from, matched) : matched;
  // The bracket that was opened before the number closes behind it.
  const end = opens && !isArea && bytes[reached - 1] === CLOSE ? reached - 1 : reached;
  if (end < 0 || (kindAt(bytes, end) & ALNUM) !== 0) return -1;
  if (before === PLUS && ADDED_DATE.test(text.slice(from, end))) return -1;
  // `(412) 345-6789 ns`
  if (isArea && MEASURED_BEHIND.test(text.slice(end, end + LONGEST_UNIT))) return -1;
  const digits = digitsBeforeExtension(bytes, from, end);
  if (digits < FEWEST_DIGITS || digits > MOST_DIGITS || !isPhone(scan, from, end)) return -1;
  report(scan, from, end, 'phone', STRENGTH.shape, PHONE_RULE);
  return end;
}

/**
 * Where a number with a plus ends: behind a blank another number may stand that is none of it (`+12125550147 200 OK`, `… 41ms`), so the
 * longest that is a possible number and has no unit behind it; all of it where none is. A row of numbers (`+1 048 576 2 097 152`) is not
 * cut but behind digits that have no blank among them.
 */
function internationalEnd(scan: Scan, start: number, matched: number): number {
  const { bytes, text } = scan;
  const goesOn = bytes[matched] === BLANK && (kindAt(bytes, matched + 1) & DIGIT) !== 0;
  let cuts = 0;
  for (let end = matched; end > start; end = blankBefore(bytes, start, end), cuts++) {
    if ((kindAt(bytes, end) & ALNUM) !== 0) continue;
    if ((goesOn ? cuts > 0 : cuts > MOST_CUTS) && blankBefore(bytes, start, end) > 0) continue;
    const digits = digitsBeforeExtension(bytes, start, end);
    if (digits < FEWEST_DIGITS) break;
    if (digits > MOST_DIGITS || MEASURED_BEHIND.test(text.slice(end, end + LONGEST_UNIT))) continue;
    if (isPossibleNumber(dialledDigits(scan, start, end, false))) return end;
  }
  return matched > start && MEASURED_BEHIND.test(text.slice(matched, matched + LONGEST_UNIT)) ? -1 : matched;
}

const MOST_CUTS = 2;
/** A unit, which makes what stands before it a measurement: no name of a field, and no word that may be said of somebody's number. */
const MEASURED_BEHIND =
  /^ ?(?:ops\/s|(?:[kMGT]i?B|[kKMGT]i?b|[MGTK]iB|[nmuµ]s|bytes)(?:\/(?:s|op))?(?![\w/=:'-])|(?:[bBs]|KB)(?:\/(?:s|op))?(?![\w/=:'-]| [A-Za-z])|allocs\/op)/;
const LONGEST_UNIT = 10;

/** The last blank within a number, or -1. */
function blankBefore(bytes: Uint8Array, start: number, end: number): number {
  let at = end - 1;
  while (at > start && bytes[at] !== BLANK) at--;
  return at > start ? at : -1;
}

/** Groups, of which the first has at most five digits, or digits alone: how many there are tells which it can be. */
function nationalForm(bytes: Uint8Array, start: number): RegExp {
  return digitsFrom(bytes, start) > LONGEST_AREA ? UNGROUPED : GROUPED;
}

/**
 * Judges a number whose groups stand between several signs, or that begins with the prefix of calls abroad: a log's
 * numbers look alike, so only with a phone's name near or a country that knows such numbers; returns its end or -1.
 */
export function detectMixedPhone(scan: Scan, start: number): number {
  const { bytes, text } = scan;
  const before = bytes[start - 1];
  if (before === DOT || before === DASH || before === SLASH || before === UNDERSCORE) return -1;
  const isNear = hasWordBefore(scan, start, 'phone');
  // What goes on from a group before it is no beginning.
  if (!isNear && before === BLANK && (kindAt(bytes, start - 2) & DIGIT) !== 0) return -1;
  const isAbroad = isDialledAbroad(bytes, start, isNear);
  if (!isNear && !isAbroad) return -1;
  const end = matchEnd(MIXED, text, start);
  if (end < 0 || (kindAt(bytes, end) & ALNUM) !== 0 || bytes[end] === UNDERSCORE) return -1;
  const digits = digitsBeforeExtension(bytes, start, end);
  if (digits < FEWEST_DIGITS || digits > MOST_DIGITS + 2 || isCountedBehind(scan, end)) return -1;
  if (!(isAbroad && isReachedAbroad(scan, start, end, isNear)) && !(isNear && isNamedMixed(scan, start, end)))
    return -1;
  report(scan, start, end, 'phone', STRENGTH.shape, PHONE_RULE);
  return end;
}

/** Without a word the country has to give out such numbers; with one the right length will do. */
function isReachedAbroad(scan: Scan, start: number, end: number, isNear: boolean): boolean {
  const international = dialledDigits(scan, start + 2, end, true);
  if (isNear && isNamed(scan, start, end, true)) return isPossibleNumber(international);
  return isValidNumber(international);
}

/** A name right before with the sign of a label, or one near before a number that begins as calls within a country do. */
function isNamedMixed(scan: Scan, start: number, end: number): boolean {
  const number = scan.text.slice(start, end);
  if (OTHER_NUMBER.test(number)) return false;
  const words = textBefore(scan, start);
  const isLabelled = NAMED_RIGHT_BEFORE.test(words);
  if (TRUNK.test(number) && (isLabelled || (IN_PROSE.test(number) && isSaid(words)))) return true;
  return isLabelled && LABELS.test(words) && !isRound(scan.bytes, start, end);
}

/** What calls within a country begin with; Russia's eight stands before an area in brackets. */
const TRUNK = /^(?:0[1-9]|8 ?\(|0 ?\()/;
/** Nine digits and more in groups of two and more, with no day of a year at the start. */
const IN_PROSE = /^(?!\d\d[-/.]\d\d(?!\d))(?=(?:\D*\d){9})[08](?:\d+|[ (]*)(?:\D{1,3}\d{2,})+$/;

function isSaid(words: string): boolean {
  return NAMED.test(words) || LOOSE_WORDS.test(words);
}

/** Where a match ends that begins there; -1 without one. */
function matchEnd(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  return form.test(text) ? form.lastIndex : -1;
}

function isPhone(scan: Scan, start: number, end: number): boolean {
  const { bytes, text } = scan;
  if (bytes[start] === PLUS)
    return isPossibleNumber(dialledDigits(scan, start, end, false)) || isNamed(scan, start, end, true);
  if (bytes[start] === OPEN)
    return BEHIND_AREA.test(text.slice(start, end)) || isNamed(scan, start, end, true);
  if (digitsFrom(bytes, start) > LONGEST_AREA && isSolid(bytes, start, end)) {
    return (scan.isAlone && isNational(text.slice(start, end))) || isNamed(scan, start, end, false);
  }
  const isOne =
    isNorthAmerican(scan, start, end) ||
    (bytes[start] === ZERO && WITHIN_COUNTRY.test(text.slice(start, end))) ||
    (scan.isAlone && isNational(text.slice(start, end))) ||
    isNamed(scan, start, end, isGrouped(bytes, start, end));
  return isOne && !OTHER_NUMBER.test(text.slice(start, end));
}

function isNorthAmerican(scan: Scan, start: number, end: number): boolean {
  if (end - start < SHORTEST_NORTH_AMERICAN || !hasNorthAmericanGroups(scan.bytes, start)) return false;
  const number = scan.text.slice(start, end);
  if (NORTH_AMERICAN.test(number) && !isRound(scan.bytes, start, end)) return true;
  return NORTH_AMERICAN_BLANKS.test(number) && !isCountedBehind(scan, end);
}

/** Ten digits and two signs. */
const SHORTEST_NORTH_AMERICAN = 12;

/** A number that stands alone: a trunk zero, or ten digits that do not begin like a counter. */
function isNational(number: string): boolean {
  const digits = number.replace(/\D/g, '');
  if (digits.startsWith('0')) return digits.length >= 9 && digits.length <= 11 && !digits.startsWith('000');
  return digits.length === 10 && /^[2-9]/.test(digits);
}

/** A word nearby says that it is a phone number; without groups it has to stand right before. */
function isNamed(scan: Scan, start: number, end: number, grouped: boolean): boolean {
  if (hasWordBefore(scan, start, 'phone')) {
    const before = textBefore(scan, start);
    if (!grouped ? NAMED_RIGHT_BEFORE.test(before) : isSaid(before) && !isCounted(scan, start, end, before))
      return true;
  }
  if (!grouped || (kindAt(scan.bytes, start) & DIGIT) === 0 || !mayBeginWord(scan, end)) return false;
  return WORD_RIGHT_BEHIND.test(textAfter(scan, end));
}

/** Hours and sizes: only the label of a phone makes one of them. */
function isCounted(scan: Scan, start: number, end: number, before: string): boolean {
  const isOfHours = end - start === LENGTH_OF_HOURS && HOURS.test(scan.text.slice(start, end));
  if (!isOfHours && !isRound(scan.bytes, start, end)) return false;
  return !(NAMED_RIGHT_BEFORE.test(before) && LABELS.test(before));
}

/** Whether one of the words that stand behind numbers may begin there; most numbers are followed by something else. */
function mayBeginWord({ bytes }: Scan, end: number): boolean {
  let index = end;
  while (index - end < 2 && (bytes[index] === BLANK || bytes[index] === DASH)) index++;
  if (bytes[index] === OPEN) index++;
  return BEGINS_WORD[bytes[index] ?? 0]!;
}

const ZERO = 0x30;
const DOT = 0x2e;
const SLASH = 0x2f;
const UNDERSCORE = 0x5f;
const BLANK = 0x20;
const DASH = 0x2d;
const BEGINS_WORD = flagsOf(/[cfhmoptwCFHMOPTW]/);
