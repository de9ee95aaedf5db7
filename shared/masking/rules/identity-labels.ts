import { type Anchor, type Scan } from '../scan.ts';
import { isDayMonthYear, weightedSum } from './checksums.ts';
import { isCapital, isCount } from './clear-labels.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { BETWEEN } from './fields.ts';

/** Digits in groups, with a letter or two at either end, or a check digit in brackets as Hong Kong writes it; capitals and digits. */
const NUMBER =
  '([A-Z]{0,2}-?\\d{1,18}(?:[ .\\/-]\\d{1,9}){0,6}-?[A-Z]?(?:\\([A\\d]\\))?|[A-Z][A-Z\\d]{6,17})(?!\\w|\\.\\d)';

const FORMS: readonly FieldForm[] = [
  ofLength(9, ['burgerservicenummer', 'sofinummer'], 'burgerservicenummer|sofinummer'),
  ofLength(
    11,
    [
      'isikukood',
      'personal_code',
      'personal code',
      'personalcode',
      'asmens kodas',
      'personas kods',
      'oib:',
      'oib=',
      'oib ',
      'oib"',
      "oib'",
    ],
    'isikukood|personal[ _]?code|asmens kodas|personas kods|oib',
  ),
  ofLength(13, ['jmbg', 'emso', 'em\u0080o'], 'jmbg|em[sš]o'),
  {
    // A name that says as much needs no checksum: numbers of some countries have none, and of most we do not know it.
    rule: 'identity-label',
    type: 'national_id',
    keywords: [
      'national_id',
      'national id',
      'nationalid',
      'national identi',
      'identity_number',
      'identitynumber',
      'citizen_id',
      'citizen id',
      'citizenid',
      'government_id',
      'government id',
      'governmentid',
      'personalausweis',
      'sozialversicherungsnummer',
      'ciudadan',
      'cnic',
      'cccd',
      'hkid',
      'mykad',
      'ppsn',
      'ahv-n',
      'taj ',
      'dni',
      'bsn',
    ],
    form: () =>
      new RegExp(
        `(?:national[_ ]?id(?:enti(?:ty|fication))?(?:[_ ]?(?:card|number|no))?|identity_?number|citizen[_ ]?id|government[_ ]?id|personalausweis(?:nummer|nr)?|sozialversicherungsnummer|ciudadan[ií]a|cnic|cccd|hkid|mykad|ppsn|ahv-n(?:umme)?r|taj(?: sz[aá]m)?|dni|bsn)${BETWEEN}${NUMBER}`,
        'iy',
      ),
    accepts: (value, scan, start) => isNumber(value) && mayBeLabelled(value, scan, start),
  },
  {
    // Indonesia's sixteen digits and Nigeria's eleven. The short names end other words, so their keywords have a sign behind them.
    rule: 'identity-label-short',
    type: 'national_id',
    keywords: ['nik:', 'nik ', 'nik=', 'nik"', "nik'", 'nin:', 'nin ', 'nin=', 'nin"', "nin'"],
    form: () =>
      new RegExp(
        `(?:nik|nin)${BETWEEN}(\\d{16}|\\d{11}|\\d{4}([ .-])\\d{4}\\2\\d{4}\\2\\d{4})(?!\\w|[.-]\\d)`,
        'iy',
      ),
    accepts: (value, scan, start) =>
      (value.length === NIGERIAN ||
        value.length > INDONESIAN ||
        isIndonesian(value) ||
        isPlainlyMeant(labelBefore(value, scan, start))) &&
      mayBeLabelled(value, scan, start),
  },
  {
    // New Zealand's tax number.
    rule: 'identity-label-short',
    type: 'national_id',
    keywords: ['ird:', 'ird n', 'ird=', 'ird"', 'ird_n', 'ird 0', 'ird#'],
    form: () =>
      new RegExp(
        `ird(?:_(?:no|number))?${BETWEEN}(\\d{8,9}|\\d{2,3}[ -]\\d{3}[ -]\\d{3})(?!\\w|[.-]\\d)`,
        'iy',
      ),
    accepts: (value, scan, start) =>
      (isNewZealand(value.replace(/\D/g, '')) ||
        (!COMPACT_DAY.test(value) && isPlainlyMeant(labelBefore(value, scan, start)))) &&
      mayBeLabelled(value, scan, start),
  },
];

/** A number that has just so many digits, with at most a sign between two of them: shorter ones are days, places and addresses. */
function ofLength(length: number, keywords: readonly string[], labels: string): FieldForm {
  return {
    rule: 'identity-label',
    type: 'national_id',
    keywords,
    form: () =>
      new RegExp(`(?:${labels})${BETWEEN}(\\d(?:[ .\\/-]?\\d){${String(length - 1)}})(?!\\w|[.-]\\d)`, 'iy'),
    accepts: mayBeLabelled,
  };
}

const NIGERIAN = 11;
/** Longer ones have signs between their groups. */
const INDONESIAN = 16;
const LABELS_OF_COUNTERS = /^(?:nin|nik|ird|bsn)"/i;
const INDEXED = /(?:^|[^a-z])(?:idx|index|ix|pk|fk|uq)[_-]$/i;

/** A number behind its label: no count or measurement, not of an index, and no bare number of JSON behind what counters are called. */
function mayBeLabelled(value: string, scan: Scan, start: number): boolean {
  const { text } = scan;
  const label = labelBefore(value, scan, start);
  const at = start + label.length;
  if (LABELS_OF_COUNTERS.test(label) && /[: ]$/.test(label)) return false;
  if (INDEXED.test(text.slice(Math.max(0, start - 8), start))) return false;
  if (/^bsn/i.test(label) && !DUTCH_GROUPS.test(value) && !isDutch(value) && !isPlainlyMeant(label))
    return false;
  return !isCount(text, at + value.length);
}

/** Letters that are short for other things, too: in capitals and with a sign, or before a number in quotes, they mean it, whatever it checks. */
function isPlainlyMeant(label: string): boolean {
  return /["']$/.test(label) || isCapital(/^[a-z]+/i.exec(label)?.[0] ?? '', /[:=]/.exec(label)?.[0] ?? '');
}

function labelBefore(value: string, { text }: Scan, start: number): string {
  return text.slice(start, text.indexOf(value, start));
}

const DUTCH_GROUPS = /^(?:\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3})$/;
const DUTCH_WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1];

/** The elven-proef of the burgerservicenummer; eight digits have a zero before them. */
function isDutch(value: string): boolean {
  const digits = value.replace(/\D/g, '').padStart(DUTCH_WEIGHTS.length, '0');
  return digits.length === DUTCH_WEIGHTS.length && weightedSum(digits, DUTCH_WEIGHTS) % 11 === 0;
}

const WOMENS_DAYS = 40;

/** Six digits of the region, the day of birth (women's plus forty), four in a row. */
function isIndonesian(value: string): boolean {
  const day = Number(value.slice(6, 8));
  const born = day > WOMENS_DAYS ? String(day - WOMENS_DAYS).padStart(2, '0') : value.slice(6, 8);
  return isDayMonthYear(born + value.slice(8, 12));
}

const NEW_ZEALAND_WEIGHTS: readonly (readonly number[])[] = [
  [3, 2, 7, 6, 5, 4, 3, 2],
  [7, 4, 3, 2, 5, 2, 7, 6],
];

/** The check digit of Inland Revenue: the second weights count where the first give ten. */
function isNewZealand(value: string): boolean {
  const digits = value.padStart(9, '0');
  const checks = NEW_ZEALAND_WEIGHTS.map((weights) => (11 - (weightedSum(digits, weights) % 11)) % 11);
  const check = checks.find((each) => each < 10);
  return check === Number(digits.charAt(8));
}

function isNumber(value: string): boolean {
  const digits = value.match(/\d/g)?.length ?? 0;
  const fewest = /[A-Z]/.test(value) ? FEWEST_WITH_LETTERS : FEWEST_DIGITS;
  return digits >= fewest && digits <= MOST_DIGITS && !DAY.test(value) && value === value.toUpperCase();
}

const FEWEST_DIGITS = 6;
const FEWEST_WITH_LETTERS = 3;
const MOST_DIGITS = 18;
/** `20261122`. */
const COMPACT_DAY = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
const DAY = /^(?:19|20)\d{2}[-/. ]\d{2}[-/. ]\d{2}$/;

/** Identity numbers that a label of no other meaning gives away. */
export const identityLabelAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
