import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { anchorsOf, beginsWord, type FieldForm } from './fields.ts';

const WORD = `\\p{Lu}[\\p{L}'’.-]{0,24}`;
const UNIT = `(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Floor|#)\\.? ?[\\w-]{1,6}){0,2}`;
const REGION = `(?:,? [A-Z]{2})?(?: \\d{5}(?:-\\d{4})?| [A-Z]\\d[A-Z] \\d[A-Z]\\d| [A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2})?`;
const TAIL = `${UNIT}(?:,? ${WORD}(?: ${WORD}){0,2}(?=,| [A-Z]{2}\\b| \\d{5}| [A-Z]{1,2}\\d))?${REGION}`;
const STREET_KINDS =
  'Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Terrace|Parkway|Pkwy|Square|Sq|Highway|Hwy|Circle|Cir|Crescent|Trail|Close|Gardens|Grove|Mews|Way|Loop|Row|Walk';

/** Tried from the number back from the kind of street. */
const NUMBER_FIRST = new RegExp(
  `\\d{1,6}[A-Za-z]?(?:[ -]\\d{1,5})?,? (?:${WORD} ){1,4}(?:${STREET_KINDS})\\b\\.?(?: (?:North|South|East|West|[NSEW]))?${TAIL}`,
  'uy',
);
const LONGEST_STREET = 48;

const ADDRESS_FORMS: readonly FieldForm[] = [
  {
    rule: 'address-field',
    type: 'address',
    keywords: ['address', 'street', 'ship to', 'deliver to', 'lives at', 'living at', 'wohnhaft', 'moved to'],
    form: new RegExp(
      `(?:[Aa]ddress(?:[_ ]?[Ll]ine)?[_ ]?\\d?|ADDRESS|[Ss]treet|[Ss]hip to|[Dd]eliver to|[Ll]ives at|[Ll]iving at|[Ww]ohnhaft(?: in)?|[Mm]oved to)["'\\\\]{0,3}[ \\t]{0,2}(?::|=|is)?[ \\t]{0,2}["'\\\\({]{0,3}((?:\\d{1,6}[A-Za-z]? )${WORD}(?:[ ](?:of|de|la|le|du|des|the|${WORD})){1,5}${TAIL}|${WORD}(?:[ ](?:de|la|del|${WORD})){0,4} \\d{1,5}[A-Za-z]?(?:,? (?:\\d{4,5} )?${WORD}(?: ${WORD})?)?)`,
      'uy',
    ),
    accepts: (value) => /\d/.test(value) && /\p{Lu}\p{Ll}/u.test(value),
  },
  {
    rule: 'po-box',
    type: 'address',
    keywords: ['p.o. box', 'po box', 'p.o.box', 'psc '],
    form: /((?:P\.? ?O\.? ?Box \d{1,6}|PSC \d{1,5},? Box \d{1,5})(?:[,\s]{1,3}(?:APO|FPO|DPO),? [A-Z]{2},? \d{5})?)/iy,
  },
  {
    rule: 'street-germanic',
    type: 'address',
    keywords: [
      'straße ',
      'strasse ',
      'str. ',
      'weg ',
      'platz ',
      'allee ',
      'gasse ',
      'straat ',
      'gracht ',
      'laan ',
      'plein ',
    ],
    form: /((?:straße|strasse|str\.|weg|platz|allee|gasse|straat|gracht|laan|plein) \d{1,4} ?[a-z]?\b(?:,? \d{4,5}(?: [A-Z]{2})?)?(?:,? \p{Lu}\p{L}{2,24})?)/uy,
  },
  {
    rule: 'street-romance',
    type: 'address',
    keywords: ['calle ', 'avenida ', 'plaza ', 'paseo ', 'via ', 'viale ', 'piazza ', 'corso '],
    form: new RegExp(
      `((?:Calle|Avenida|Plaza|Paseo|Via|Viale|Piazza|Corso) (?:(?:de|del|la|las|los|della|dei|di) ){0,2}${WORD}(?: ${WORD}){0,3},? \\d{1,4}(?:,? (?:\\d{5} )?${WORD})?)`,
      'uy',
    ),
  },
  {
    rule: 'street-french',
    type: 'address',
    keywords: ['rue ', 'boulevard ', 'avenue ', 'chemin ', 'quai ', 'impasse '],
    form: new RegExp(
      `((?:rue|boulevard|avenue|chemin|quai|impasse|Rue|Avenue|Boulevard) (?:(?:de|du|des) (?:la |l['’])?|la |le |l['’]|d['’])?${WORD}(?: ${WORD}){0,3}(?:,? \\d{5} ${WORD})?)`,
      'uy',
    ),
  },
];

const SHORT_KINDS = STREET_KINDS.toLowerCase()
  .split('|')
  .map((kind) => ` ${kind}`);

export const addressAnchors: readonly Anchor[] = [
  ...ADDRESS_FORMS.filter(({ rule }) => !rule.startsWith('street-')).flatMap(anchorsOf),
  ...ADDRESS_FORMS.filter(({ rule }) => rule.startsWith('street-')).flatMap((field) =>
    field.keywords.map((keyword): Anchor => ({
      keyword,
      detect: (scan, start) => detectStreet(scan, start, field),
    })),
  ),
  ...['apt. ', 'suite '].map((keyword): Anchor => ({ keyword, detect: detectUnit })),
  ...SHORT_KINDS.map((keyword): Anchor => ({ keyword, detect: detectNumberFirst })),
];

const UNIT_AND_TAIL = new RegExp(`(?:Apt\\.|Suite) \\d{1,5}\\b${TAIL}`, 'uy');
/** Before a unit: a number and the words of a street, with the number before or behind them. */
const STREET_BEFORE_UNIT =
  /(?:^|[\s>(])((?:\d{1,6} )?\d{1,6},? (?:[\p{L}'’./-]+ ){1,5}(?:\d{1,5}[.,]? ?)?[\n> ]{0,4}|\p{Lu}[\p{L}'’./-]+ (?:[\p{L}'’./-]+ ){0,4}\d{1,5}[.,]?[\n> ]{1,4})$/u;

/** `55470 72 Acheron Road Apt. 237`: the unit makes an address of what stands before it. */
function detectUnit(scan: Scan, start: number): void {
  UNIT_AND_TAIL.lastIndex = start;
  const match = UNIT_AND_TAIL.exec(scan.text);
  if (match === null) return;
  const before = STREET_BEFORE_UNIT.exec(scan.text.slice(Math.max(0, start - 72), start));
  report(
    scan,
    start - (before?.[1]?.length ?? 0),
    start + match[0].length,
    'address',
    STRENGTH.shape,
    'unit',
  );
}

/** `742 Evergreen Terrace`: looks back from the kind of street for the number. */
function detectNumberFirst(scan: Scan, start: number, end: number): void {
  const { text } = scan;
  if (/[\p{L}\d]/u.test(text.charAt(end)) || !/\p{Lu}/u.test(text.charAt(start + 1))) return;
  const from = Math.max(0, start - LONGEST_STREET);
  const before = text.slice(from, start);
  const number =
    /(?:^|[^\w.-])(\d{1,6}[A-Za-z]?(?:[ -]\d{1,5})?,? (?:\p{Lu}[\p{L}'’.-]{0,24} ?){1,4})$/u.exec(before);
  if (number?.[1] === undefined) return;
  const begin = start - number[1].length;
  NUMBER_FIRST.lastIndex = begin;
  const match = NUMBER_FIRST.exec(text);
  if (match === null || begin + match[0].length < end) return;
  report(scan, begin, begin + match[0].length, 'address', STRENGTH.shape, 'street');
}

/** A street whose kind is the end of its name (`Hauptstraße 17`) or stands before it, after a number (`12 Rue …`). */
function detectStreet(scan: Scan, start: number, { form, rule }: FieldForm): void {
  const { text } = scan;
  form.lastIndex = start;
  const match = form.exec(text);
  if (match === null) return;
  const before = text.slice(Math.max(0, start - LONGEST_STREET), start);
  const lead =
    rule === 'street-germanic'
      ? /\p{Lu}[\p{L}-]{1,30}(?: )?$/u.exec(before)
      : rule === 'street-french'
        ? /\b\d{1,5}(?: ?(?:bis|ter))?,? $/.exec(before)
        : /^$|[^\p{L}]$/u.exec(before) && { 0: '' };
  if (lead === null) return;
  if (rule === 'street-romance' && !beginsWord(scan, start)) return;
  report(scan, start - lead[0].length, start + match[0].length, 'address', STRENGTH.shape, rule);
}
