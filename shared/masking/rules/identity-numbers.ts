import { ALNUM, DIGIT, kindAt, KIND, LETTER, UPPER } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { endsInLabel, isClearlyLabelled, isCount } from './clear-labels.ts';
import { hasWordBefore, textAfter, textBefore, wholeWords, type WordTest } from './context.ts';
import { type LetteredId, LETTERED_IDS } from './lettered-ids.ts';
import { type NumericId } from './numeric-id.ts';
import { LONG_NUMERIC_IDS } from './numeric-ids-long.ts';
import { SHORT_NUMERIC_IDS } from './numeric-ids-short.ts';

const SHORTEST = 7;
const LONGEST = 20;

/** Expressions of their own: what is asked last is remembered with them. */
const NUMERIC = [...SHORT_NUMERIC_IDS, ...LONG_NUMERIC_IDS].map((rule) => ({
  rule,
  context: wholeWords(rule.context),
}));
const LETTERED = LETTERED_IDS.map((rule) => ({ rule, context: wholeWords(rule.context) }));
const ANY_LETTERED = new RegExp(LETTERED_IDS.map((rule) => `(?:${rule.form.source})`).join('|'));
/** The forms that people write with blanks; each names the rule that judges it without them. */
const SPACED =
  /^(?:[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|[A-Z]{2} \d{6} ?[A-D]|[A-Z]{2} \d{3} \d{3} [A-D]|[A-Z9]{5} \d{3} ?\d{3} ?[A-Z0-9]{5}(?: \d{2})?|[A-Z9]{5}\d{6}[A-Z0-9]{5} \d{2}|HR[AB] \d{3,6})(?![A-Za-z0-9])/i;

/** Identity numbers that people write with dashes or blanks in them. */
const JOINED_RULES = new Set([
  'us-mbi',
  'es-nie',
  'es-nif',
  'uk-nino',
  'uk-driver',
  'de-register',
  'us-driver',
]);

interface NamedRule<Rule> {
  readonly rule: Rule;
  readonly context: WordTest;
}

/** Judges digits with their separators, `[start, end)`, as an identity number. */
export function judgeNumericId(scan: Scan, start: number, end: number): void {
  const { bytes, text } = scan;
  if (end - start < SHORTEST_NUMERIC || end - start > LONGEST_NUMERIC) return;
  const key = groupingOf(bytes, start, end);
  const isSolid = key >= 0 && key < LENGTHS;
  const named = hasWordBefore(scan, start, 'identity');
  if (!named && !scan.isAlone && isSolid) return;
  const rules = (key < 0 ? undefined : KNOWN_GROUPS.get(key)) ?? rulesOf(text.slice(start, end), key);
  if (rules.length === 0) return;
  const raw = text.slice(start, end);
  const digits = isSolid ? raw : digitsOf(raw);
  for (const { rule, context } of rules) {
    if (!rule.isValid(digits)) continue;
    const free = rule.counts === 'always' || (rule.counts === 'alone' && scan.isAlone);
    if (!free && !(named && context.test(textBefore(scan, start))) && !context.test(textAfter(scan, end))) {
      continue;
    }
    if (isSolid && isCounted(scan, start, end, rule)) return;
    report(scan, start, end, rule.type, STRENGTH.checksum, rule.rule);
    return;
  }
  if (!named) return;
  const before = textBefore(scan, start);
  if (!endsInLabel(before)) return;
  // One that fails its check, or is not known to have any, right behind a label of no other meaning.
  const meant = rules.find(({ rule }) => isClearlyLabelled(rule.rule, raw, before));
  if (meant !== undefined && !isCount(text, end))
    report(scan, start, end, meant.rule.type, STRENGTH.context, meant.rule.rule);
}

/** Digits before what they count, and not right behind their name. */
function isCounted(scan: Scan, start: number, end: number, rule: NumericId): boolean {
  return rule.counts !== 'always' && isCount(scan.text, end) && !endsInLabel(textBefore(scan, start));
}

/** What stands between groups of digits, counted from one; zero for what does not. */
const SIGN_KINDS = Uint8Array.from(
  { length: 256 },
  (_, code) => ' -./:'.indexOf(String.fromCharCode(code)) + 1,
);
const SIGNS_FROM_ONE = 8;
/** Of eight signs: with another one, and where they stand, it still is a number without rounding. */
const MOST_KINDS = SIGNS_FROM_ONE ** 7;
const NO_KEY = -1;
/** A bit for each character of a number. */
const MOST_SIGNS = 2 ** 21;
const LENGTHS = 32;
const SHORTEST_NUMERIC = 9;
/** Eighteen digits, or fifteen in seven groups. */
const LONGEST_NUMERIC = 21;

/** Where which signs are in a number, and its length, as one number; NO_KEY where they are too many or others. */
function groupingOf(bytes: Uint8Array, start: number, end: number): number {
  let signs = 0;
  // Each sign is a digit of it, so that two numbers have the same only when they are grouped alike.
  let kinds = 0;
  for (let index = start; index < end; index++) {
    const code = bytes[index]!;
    if ((KIND[code]! & DIGIT) !== 0) continue;
    const kind = SIGN_KINDS[code]!;
    if (kind === 0 || kinds >= MOST_KINDS) return NO_KEY;
    signs |= 1 << (index - start);
    kinds = kinds * SIGNS_FROM_ONE + kind;
  }
  return (kinds * MOST_SIGNS + signs) * LENGTHS + end - start;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** A number without its signs: by far quicker than an expression. */
function digitsOf(raw: string): string {
  let digits = '';
  let groupStart = 0;
  for (let index = 0; index < raw.length; index++) {
    if (isDigit(raw.charCodeAt(index))) continue;
    if (index > groupStart) digits += raw.slice(groupStart, index);
    groupStart = index + 1;
  }
  return digits + raw.slice(groupStart);
}

/**
 * The rules whose grouping a number has that is not known yet. `key` says where which of its signs are, and is negative when it
 * has others: looking that up is by far quicker than to try how each country groups its numbers.
 */
function rulesOf(raw: string, key: number): readonly NamedRule<NumericId>[] {
  const shape = raw.replace(/\d/g, '0');
  const length = shape.replace(/\D+/g, '').length;
  const known = key < 0 ? KNOWN_SHAPES.get(shape) : undefined;
  if (known !== undefined) return known;
  const rules = NUMERIC.filter(({ rule }) => rule.length === length && rule.groups.test(shape));
  if (KNOWN_GROUPS.size + KNOWN_SHAPES.size >= MOST_KNOWN) {
    KNOWN_GROUPS.clear();
    KNOWN_SHAPES.clear();
  }
  if (key < 0) KNOWN_SHAPES.set(shape, rules);
  else KNOWN_GROUPS.set(key, rules);
  return rules;
}

const KNOWN_GROUPS = new Map<number, readonly NamedRule<NumericId>[]>();
const KNOWN_SHAPES = new Map<string, readonly NamedRule<NumericId>[]>();

/** Judges a word of letters and digits with the parts that dashes or blanks tie to it. */
export function judgeLetteredId(scan: Scan, wordStart: number, wordEnd: number): void {
  const { bytes } = scan;
  let start = wordStart;
  let end = wordEnd;
  while (
    start > 1 &&
    isJoint(bytes[start - 1]!) &&
    end - start < LONGEST &&
    (kindAt(bytes, start - 2) & ALNUM) !== 0
  ) {
    start -= 2;
    while (start > 0 && end - start <= LONGEST && (KIND[bytes[start - 1]!]! & ALNUM) !== 0) start--;
  }
  while (isJoint(bytes[end] ?? 0) && end - start < LONGEST && (kindAt(bytes, end + 1) & ALNUM) !== 0) {
    end += 2;
    while (end < bytes.length && end - start <= LONGEST && (KIND[bytes[end]!]! & ALNUM) !== 0) end++;
  }
  if (judgeLettered(scan, start, end)) return;
  if ((start !== wordStart || end !== wordEnd) && judgeLettered(scan, wordStart, wordEnd)) return;
  // A form without blanks is the word itself, which was judged already.
  if (bytes[wordEnd] === BLANK && wordEnd - wordStart <= LONGEST_FIRST) judgeSpaced(scan, wordStart);
  judgeSpaced(scan, capitalsBefore(scan, wordStart));
}

const BLANK = 0x20;
/** What stands before the first blank of a number that is written with blanks. */
const LONGEST_FIRST = 16;
const ZERO = 0x30;
const NINE = 0x39;

/** Judges a number that begins with capitals apart from it: `AB 12 34 56 C`. */
export function judgeSpaced(scan: Scan, start: number): void {
  if (start < 0 || !mayBeginSpaced(scan.bytes, start)) return;
  const spaced = SPACED.exec(scan.text.slice(start, start + 26));
  if (spaced !== null) judgeLettered(scan, start, start + spaced[0].length);
}

/** Two letters begin each of the forms; a nine fills up a short name. */
function mayBeginSpaced(bytes: Uint8Array, start: number): boolean {
  const second = bytes[start + 1];
  return (
    (kindAt(bytes, start) & LETTER) !== 0 && (second === NINE || (kindAt(bytes, start + 1) & LETTER) !== 0)
  );
}

/** Where a word of two to five capitals begins that stands one blank before `start`; -1 without one. */
export function capitalsBefore(scan: Scan, start: number): number {
  const { bytes } = scan;
  if (bytes[start - 1] !== 0x20) return -1;
  let index = start - 1;
  while (index > 0 && start - index < 8 && (KIND[bytes[index - 1]!]! & UPPER) !== 0) index--;
  const length = start - 1 - index;
  return length >= 2 && length <= 5 && (kindAt(bytes, index - 1) & ALNUM) === 0 ? index : -1;
}

function isJoint(code: number): boolean {
  return code === 0x2d || code === 0x2b;
}

function judgeLettered(scan: Scan, start: number, end: number): boolean {
  const length = end - start;
  if (length < SHORTEST || length > LONGEST + 4) return false;
  const raw = scan.text.slice(start, end);
  const candidates = candidatesOf(raw);
  if (candidates.length === 0) return false;
  const isUpper = raw === raw.toUpperCase();
  for (const { rule, context } of candidates) {
    const isAlways = rule.counts === 'always';
    if (!(isAlways && isUpper) && !isNamed(scan, start, end, rule, context)) continue;
    report(scan, start, end, rule.type, isAlways ? STRENGTH.checksum : STRENGTH.shape, rule.rule);
    return true;
  }
  return false;
}

/** Whether a word nearby says what it is, or it stands alone. What is behind it counts only with a word of some letters there. */
function isNamed(scan: Scan, start: number, end: number, rule: LetteredId, context: WordTest): boolean {
  if (scan.isAlone && rule.counts !== 'named') return true;
  const hasBefore = hasWordBefore(scan, start, 'identity');
  if (hasBefore && context.test(textBefore(scan, start))) return true;
  const behind = textAfter(scan, end);
  const mayBeNamed = rule.counts === 'always' || scan.isAlone || hasBefore || /[^\W\d_]{3}/.test(behind);
  return mayBeNamed && context.test(behind);
}

/**
 * The rules that know a word and find it valid, as it is and without what joins its parts; hardly any word has one, and those of
 * many countries have several.
 */
function candidatesOf(raw: string): readonly NamedRule<LetteredId>[] {
  const known = KNOWN_CANDIDATES.get(raw);
  if (known !== undefined) return known;
  const upper = raw.toUpperCase();
  const candidates = rulesOfWord(upper, raw === upper, () => true);
  if (/[ -]/.test(upper)) {
    const compact = upper.replace(/[ -]+/g, '');
    candidates.push(...rulesOfWord(compact, raw === upper, ({ rule }) => JOINED_RULES.has(rule)));
  }
  if (KNOWN_CANDIDATES.size >= MOST_KNOWN) KNOWN_CANDIDATES.clear();
  KNOWN_CANDIDATES.set(own(raw), candidates.length === 0 ? NOTHING : candidates);
  return candidates;
}

/** A copy: a slice would keep the text it was cut from. V8 copies what is short. The word is ASCII. */
function own(word: string): string {
  return word.length < SHORTEST_SLICE ? word : Buffer.from(word, 'latin1').toString('latin1');
}

const SHORTEST_SLICE = 13;

function rulesOfWord(
  word: string,
  isUpper: boolean,
  mayBe: (rule: LetteredId) => boolean,
): NamedRule<LetteredId>[] {
  if (!ANY_LETTERED.test(word)) return [];
  const rules: NamedRule<LetteredId>[] = [];
  for (const each of LETTERED) {
    const { rule } = each;
    if (!mayBe(rule) || !rule.form.test(word) || !rule.isValid(word)) continue;
    rules.push(each);
    // In capitals it is reported without a look at the words beside it.
    if (isUpper && rule.counts === 'always') break;
  }
  return rules;
}

/** Names of hosts, threads and the like come again and again; looking one up is by far quicker than the expression. */
const KNOWN_CANDIDATES = new Map<string, readonly NamedRule<LetteredId>[]>();
const MOST_KNOWN = 4096;
const NOTHING: readonly NamedRule<LetteredId>[] = [];

/** A number with one letter behind a dash, as Spain writes it: `12345678-Z`. */
export function judgeDashLetter(scan: Scan, start: number, end: number): void {
  const { bytes } = scan;
  if (
    bytes[end] !== 0x2d ||
    (kindAt(bytes, end + 1) & ALNUM & ~DIGIT) === 0 ||
    (kindAt(bytes, end + 2) & ALNUM) !== 0
  )
    return;
  judgeLettered(scan, letterBefore(scan, start), end + 2);
}

/** Spain's numbers for foreigners have a letter at either end: `Z-2111383-B`. */
function letterBefore({ bytes }: Scan, start: number): number {
  const hasLetter = bytes[start - 1] === 0x2d && (kindAt(bytes, start - 2) & UPPER) !== 0;
  return hasLetter && (kindAt(bytes, start - 3) & ALNUM) === 0 ? start - 2 : start;
}
