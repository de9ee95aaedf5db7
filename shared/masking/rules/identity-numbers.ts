import { ALNUM, DIGIT, kindAt, KIND, UPPER } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { hasWordBefore, textAfter, textBefore, wholeWords, type WordTest } from './context.ts';
import { type LetteredId, LETTERED_IDS } from './lettered-ids.ts';
import { type NumericId } from './numeric-id.ts';
import { LONG_NUMERIC_IDS } from './numeric-ids-long.ts';
import { SHORT_NUMERIC_IDS } from './numeric-ids-short.ts';

const SHORTEST = 7;
const LONGEST = 20;

const BY_LENGTH = byLength();
const LETTERED = LETTERED_IDS.map((rule) => ({ rule, context: wholeWords(rule.context) }));
const ALWAYS_COUNTS = LETTERED.filter(({ rule }) => rule.counts === 'always');
const ANY_ALWAYS = anyOf(LETTERED_IDS.filter(({ counts: when }) => when === 'always'));
const ANY_LETTERED = anyOf(LETTERED_IDS);
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

function anyOf(rules: readonly LetteredId[]): RegExp {
  return new RegExp(rules.map((rule) => `(?:${rule.form.source})`).join('|'));
}

function byLength(): ReadonlyMap<
  number,
  readonly { readonly rule: NumericId; readonly context: WordTest }[]
> {
  const rules = new Map<number, { readonly rule: NumericId; readonly context: WordTest }[]>();
  for (const rule of [...SHORT_NUMERIC_IDS, ...LONG_NUMERIC_IDS]) {
    rules.set(rule.length, [...(rules.get(rule.length) ?? []), { rule, context: wholeWords(rule.context) }]);
  }
  return rules;
}

/** Judges digits with their separators, `[start, end)`, as an identity number. */
export function judgeNumericId(scan: Scan, start: number, end: number): void {
  const named = hasWordBefore(scan, start, 'identity');
  const raw = scan.text.slice(start, end);
  if (!named && !scan.isAlone && /^\d+$/.test(raw)) return;
  const digits = raw.replace(/\D/g, '');
  let before: string | null = null;
  let after: string | null = null;
  for (const { rule, context } of BY_LENGTH.get(digits.length) ?? []) {
    if (!rule.groups.test(raw) || !rule.isValid(digits)) continue;
    const free = rule.counts === 'always' || (rule.counts === 'alone' && scan.isAlone);
    if (!free) {
      before ??= named ? textBefore(scan, start) : '';
      after ??= textAfter(scan, end);
      if (!context.test(before) && !context.test(after)) continue;
    }
    report(scan, start, end, rule.type, STRENGTH.checksum, rule.rule);
    return;
  }
}

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
  judgeSpaced(scan, wordStart);
  judgeSpaced(scan, capitalsBefore(scan, wordStart));
}

/** Judges a number that begins with capitals apart from it: `AB 12 34 56 C`. */
export function judgeSpaced(scan: Scan, start: number): void {
  if (start < 0) return;
  const spaced = SPACED.exec(scan.text.slice(start, start + 26));
  if (spaced !== null) judgeLettered(scan, start, start + spaced[0].length);
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
  const compact = withoutJoints(raw);
  const joined = compact.length !== raw.length;
  let after: string | null = null;
  const textBehind = (): string => (after ??= textAfter(scan, end));
  const mayBeNamed =
    scan.isAlone || hasWordBefore(scan, start, 'identity') || /[^\W\d_]{3}/.test(textBehind());
  const rules = mayBeNamed ? LETTERED : ALWAYS_COUNTS;
  const anyRule = mayBeNamed ? ANY_LETTERED : ANY_ALWAYS;
  for (const value of candidates) {
    if (!anyRule.test(value)) continue;
    for (const { rule, context } of rules) {
      if (joined && value === compact && !JOINED_RULES.has(rule.rule)) continue;
      if (!rule.form.test(value) || !rule.isValid(value)) continue;
      if (!counts(scan, rule, context, start, textBehind, raw)) continue;
      const strength = rule.counts === 'always' ? STRENGTH.checksum : STRENGTH.shape;
      report(scan, start, end, rule.type, strength, rule.rule);
      return true;
    }
  }
  return false;
}

/** How a word may be read, as it is and without what joins its parts, of which some rule knows the form; hardly any has one. */
function candidatesOf(raw: string): readonly string[] {
  const known = KNOWN_CANDIDATES.get(raw);
  if (known !== undefined) return known;
  const upper = raw.toUpperCase();
  const compact = withoutJoints(raw);
  const readings = compact === upper ? [upper] : [upper, compact];
  const candidates = readings.filter((value) => ANY_LETTERED.test(value));
  if (KNOWN_CANDIDATES.size >= MOST_KNOWN) KNOWN_CANDIDATES.clear();
  // A copy: a slice would keep the text it was cut from. The word is ASCII.
  KNOWN_CANDIDATES.set(
    Buffer.from(raw, 'latin1').toString('latin1'),
    candidates.length === 0 ? NOTHING : candidates,
  );
  return candidates;
}

/** Names of hosts, threads and the like come again and again; looking one up is by far quicker than the expression. */
const KNOWN_CANDIDATES = new Map<string, readonly string[]>();
const MOST_KNOWN = 4096;
const NOTHING: readonly string[] = [];

function withoutJoints(raw: string): string {
  return raw.replace(/[ -]/g, '').toUpperCase();
}

function counts(
  scan: Scan,
  rule: LetteredId,
  context: WordTest,
  start: number,
  textBehind: () => string,
  raw: string,
): boolean {
  if (rule.counts === 'always' && raw === raw.toUpperCase()) return true;
  if (rule.counts !== 'named' && scan.isAlone) return true;
  if (hasWordBefore(scan, start, 'identity') && context.test(textBefore(scan, start))) return true;
  return context.test(textBehind());
}

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
