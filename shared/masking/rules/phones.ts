import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { ALNUM, DIGIT, kindAt } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { hasWordBefore, textAfter, textBefore, wholeWords } from './context.ts';

const PLUS = 0x2b;
const OPEN = 0x28;
const FEWEST_DIGITS = 7;
const MOST_DIGITS = 15;

const EXTENSION = '(?:[ ]?(?:x|ext\\.?|extension|#)[ ]?\\d{1,5})?(?!\\d|\\.\\d)';
const INTERNATIONAL = new RegExp(
  `\\+\\d{1,4}(?:[ .-]?\\(\\d{1,5}\\))?(?:[ .\\-/]?\\d{1,12}){1,6}${EXTENSION}`,
  'y',
);
const WITH_AREA = new RegExp(`\\((?:\\+?\\d{1,5})\\)[ .-]?\\d{2,5}(?:[ .-]\\d{2,5}){0,4}${EXTENSION}`, 'y');
const GROUPED = new RegExp(
  `(?:1[ .-])?\\(?\\d{1,5}\\)?(?:[ .\\-/]{1}\\(?\\d{2,8}\\)?){1,5}${EXTENSION}`,
  'y',
);
const UNGROUPED = new RegExp(`(?!000)\\d{7,13}${EXTENSION}`, 'y');
const NORTH_AMERICAN = /^(?:1[ .-])?\(?\d{3}\)?[.-]\d{3}[.-]\d{4}(?!\d)/;
const NORTH_AMERICAN_BLANKS = /^(?:1 )?[2-9]\d{2} [2-9]\d{2} \d{4}(?!\d)/;
/** The plus of a diff before a date. */
const ADDED_DATE = /^\+(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)/;
/** Dates, times and decimals have the same signs. */
const OTHER_NUMBER =
  /^(?:(?:19|20)\d{2}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}|\d+\.\d+$|0\.\d)/;

/** What a number with blanks between its thousands counts: `943 476 5919 ops`, `212 334 9981 bytes read`. */
const COUNTED =
  /^ ?(?:(?:ops?|re(?:q|quest)s?|read|written|[kmgt]?i?b|[nmuµ]?s|bytes?|rows?|calls?(?! me)|hits|iterations?|events?|items?|me?ss?a?ges?|records?|samples?|errors?|operations?|quer(?:y|ies)|points?|lines?|files?|keys?|users?|checks?|packets?|blocks?|pages?|tuples?|total|done|failed|processed|per)\b|\/s\b|%)/i;

const WORDS =
  '(?:tele|cell|mobile |i)?phones?|telefon\\w*|t[ée]l[ée]phone|t[ée]l|telefone|celular|cellulare|m[óo]vil|телефон\\p{L}*|тел|\\p{sc=Han}{0,4}(?:电话|手机|電話|携帯)(?:号码|番号|号)?|전화(?:번호)?|휴대폰|연락처|t[eé]l[eé]?fono|tel|mobile|mobil|cell(?:ular)?|fax|dial|sms|whatsapp|hotline|helpline|msisdn|numara\\w*|gsm|handy|telepono|cep|desk|phone_?number';
const NAMED = wholeWords(new RegExp(WORDS));
/** Right before digits without groups: `phone=`, `"mobile": "`, `Tel no. `. */
const NAMED_RIGHT_BEFORE = new RegExp(
  `(?<![\\p{L}\\d])(?:${WORDS})(?:[ _.]{0,2}(?:no|nr|num|number)s?)?(?: is)?[ "'=:：.#(>\\\\]{0,5}$`,
  'iu',
);
const LOOSE_WORDS = wholeWords(
  /number|call(?:ed|ing)?|contact|reach|answering|ring|registered|office|phone ?#?|text me|mobile/,
);
const WORD_RIGHT_BEHIND = /^[ -]{0,2}\(?(?:office|fax|mobile|cell|home|work|phone|tel)(?![\p{L}])/iu;

/** Judges what begins at a digit, with a plus or a bracket before it, as a phone number; returns its end or -1. */
export function detectPhone(scan: Scan, start: number): number {
  const { bytes, text } = scan;
  const before = bytes[start - 1];
  const opens = before === OPEN || (before === PLUS && bytes[start - 2] === OPEN);
  const from = before === PLUS ? start - (opens ? 2 : 1) : opens ? start - 1 : start;
  if ((kindAt(bytes, from - 1) & ALNUM) !== 0) return -1;
  const form = opens ? WITH_AREA : before === PLUS ? INTERNATIONAL : GROUPED;
  const match = matchAt(form, text, from) ?? (form === GROUPED ? matchAt(UNGROUPED, text, from) : null);
  if (match === null || ADDED_DATE.test(match)) return -1;
  const end = from + match.length;
  if ((kindAt(bytes, end) & ALNUM) !== 0) return -1;
  const digits = match.replace(/\s?(?:x|ext|#).*$/, '').replace(/\D/g, '').length;
  if (digits < FEWEST_DIGITS || digits > MOST_DIGITS || !isPhone(scan, from, end, match)) return -1;
  report(scan, from, end, 'phone', STRENGTH.shape, 'phone');
  return end;
}

function matchAt(form: RegExp, text: string, at: number): string | null {
  form.lastIndex = at;
  return form.exec(text)?.[0] ?? null;
}

function isPhone(scan: Scan, start: number, end: number, number: string): boolean {
  if (number.startsWith('+'))
    return parsePhoneNumberFromString(number)?.isPossible() === true || isNamed(scan, start, end, true);
  if (number.startsWith('('))
    return (
      /\)[ .-]?\d{3,4}[ .-]\d{3,4}|\)[ .-]?\d{6,}|\) ?\d{2,4}(?:[ .-]\d{2,4}){2}/.test(number) ||
      isNamed(scan, start, end, true)
    );
  if (OTHER_NUMBER.test(number)) return false;
  if (NORTH_AMERICAN.test(number)) return true;
  if (NORTH_AMERICAN_BLANKS.test(number) && !COUNTED.test(textAfter(scan, end))) return true;
  if (/^0[1-9]\d{1,3} \d{3,4} \d{2,4}(?: \d{2,4})?$/.test(number)) return true;
  if (scan.isAlone && isNational(number)) return true;
  return isNamed(scan, start, end, /[ .\-/()]/.test(number));
}

/** A number that stands alone: a trunk zero, or ten digits that do not begin like a counter. */
function isNational(number: string): boolean {
  const digits = number.replace(/\D/g, '');
  if (digits.startsWith('0')) return digits.length >= 9 && digits.length <= 11 && !digits.startsWith('000');
  return (
    digits.length === 10 &&
    /^[2-9]/.test(digits) &&
    parsePhoneNumberFromString(digits, 'TR')?.isPossible() === true
  );
}

/** A word nearby says that it is a phone number; without groups it has to stand right before. */
function isNamed(scan: Scan, start: number, end: number, grouped: boolean): boolean {
  if (hasWordBefore(scan, start, 'phone')) {
    const before = textBefore(scan, start);
    if (grouped ? NAMED.test(before) || LOOSE_WORDS.test(before) : NAMED_RIGHT_BEFORE.test(before))
      return true;
  }
  return grouped && (kindAt(scan.bytes, start) & DIGIT) !== 0 && WORD_RIGHT_BEHIND.test(textAfter(scan, end));
}
