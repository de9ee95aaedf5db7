import { ALNUM, DIGIT, kindAt, letterKind, UPPER } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import {
  adjectiveBefore,
  FARTHEST_NUMBER,
  namesBefore,
  numberBefore,
  numberedNameBefore,
  ownWord,
  streetNameBefore,
} from './street-leads.ts';
import { streetBeforeUnit } from './unit-lead.ts';
import { addressMayFollow } from './address-labels.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { madeOnce } from './made-once.ts';
import { APOSTROPHE_WITHIN } from './name-words.ts';
import { namesThing } from './software-words.ts';
import { detectStreet, type StreetForm } from './street-form.ts';

const WORD = `\\p{Lu}(?:[\\p{L}.-]|${APOSTROPHE_WITHIN}){0,24}`;
const UNIT = `(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Floor|#)\\.? ?[\\w-]{1,6}){0,2}`;
const REGION = `(?:,? [A-Z]{2}(?!\\d))?(?: \\d{5}(?:-\\d{4})?| [A-Z]\\d[A-Z] \\d[A-Z]\\d| [A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2})?`;
const TAIL = `${UNIT}(?:,? ${WORD}(?: ${WORD}){0,2}(?=,| [A-Z]{2}\\b| \\d{5}| [A-Z]{1,2}\\d))?${REGION}`;
const STREET_KINDS =
  'Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Terrace|Parkway|Pkwy|Square|Sq|Highway|Hwy|Circle|Cir|Crescent|Trail|Close|Gardens|Grove|Mews|Way|Loop|Row|Walk';

/** Tried from the number back from the kind of street. */
const numberFirst = madeOnce(
  () =>
    new RegExp(
      `(?!\\d{1,6}[KMGB] (?:Random|Sequential|Block|Read|Write|Transfer|Cache) )\\d{1,6}[A-Za-z]?(?:[ -]\\d{1,5})?,? (?:${WORD} ){1,4}(?:${STREET_KINDS})\\b\\.?(?: (?:North|South|East|West|[NSEW]))?${TAIL}`,
      'uy',
    ),
);

/** A postcode with or without the letter of its country, and the town. */
const GERMANIC_TOWN = `(?:,? (?:[A-Z]{1,2}-)?\\d{4,5}(?: [A-Z]{2})?)?(?:,? \\p{Lu}\\p{L}{2,24})?`;
const ROMANCE_NAME = `(?:(?:de|del|la|las|los|della|delle|dello|degli|dei|di|da|das|do|dos|san|santa) ){0,2}${WORD}(?: (?:(?:de|da|do|di) )?${WORD}){0,3}`;
const ROMANCE_TOWN = `(?:,? (?:\\d{5}(?:-\\d{3})? )?${WORD})?`;
/** A word of a street's name or its number. */
const PART = `(?:\\p{Lu}(?:[\\p{L}.-]|${APOSTROPHE_WITHIN}){0,24}|ul\\.|u\\.|kapu|\\d{1,4}\\.?)`;

/** More than the longest row of letters of a Japanese address, with those that are two code units. */
const LONGEST_ROW = 64;

/** The second letters of those that such an address begins with. */
const SECOND_LETTERS = '京海都阪奈知媛玉葉庫岡島井城';

/** Whether the letters beyond ASCII that begin here may name a prefecture and end with a digit. */
function mayBeJapanese(scan: Scan, start: number): boolean {
  const { bytes, text } = scan;
  if (!SECOND_LETTERS.includes(text.charAt(start + 1))) return false;
  const rowEnd = rowEndFrom(scan, start);
  return rowEnd - start <= LONGEST_ROW && (kindAt(bytes, rowEnd) & DIGIT) !== 0;
}

/** Where the letters beyond ASCII end that an index is among. Each row is read once: such addresses are asked about in their order. */
function rowEndFrom(scan: Scan, start: number): number {
  const { bytes } = scan;
  let end = rowsRead.get(scan) ?? 0;
  if (end > start) return end;
  end = start;
  while ((bytes[end] ?? 0) >= BEYOND_ASCII) end++;
  rowsRead.set(scan, end);
  return end;
}

/** Up to where. */
const rowsRead = new WeakMap<Scan, number>();
const BEYOND_ASCII = 0x80;

export const ADDRESS_FORMS: readonly FieldForm[] = [
  {
    rule: 'address-field',
    type: 'address',
    keywords: ['address', 'street', 'ship to', 'deliver to', 'lives at', 'living at', 'wohnhaft', 'moved to'],
    form: () =>
      new RegExp(
        `(?:[Aa]ddress(?:[_ ]?[Ll]ine)?[_ ]?\\d?|ADDRESS|[Ss]treet|[Ss]hip to|[Dd]eliver to|[Ll]ives at|[Ll]iving at|[Ww]ohnhaft(?: in)?|[Mm]oved to)(?!\\p{L})["'\\\\]{0,3}[ \\t]{0,2}(?::|=|is)?[ \\t]{0,2}["'\\\\({]{0,3}((?:\\d{1,6}[A-Za-z]? )${WORD}(?:[ ](?:of|de|la|le|du|des|the|${WORD})){1,5}${TAIL}|${WORD}(?:[ ](?:de|la|del|${WORD})){0,4} \\d{1,5}[A-Za-z]?(?:,? (?:\\d{4,5} )?${WORD}(?: ${WORD})?)?)`,
        'uy',
      ),
    mayMatch: addressMayFollow,
    accepts: (value) => /\d/.test(value) && /\p{Lu}\p{Ll}/u.test(value),
  },
  {
    rule: 'address-label',
    type: 'address',
    keywords: ['\u0080\u0080'],
    initials: '地住주',
    form: () =>
      /(?:地址|住址|住所|주소) {0,2}[:：=] {0,2}([\p{sc=Han}\p{sc=Hangul}\p{sc=Hira}\p{sc=Kana}\d ー〒-]{6,60})/uy,
    mayMatch: ({ text }, start) => ' :：='.includes(text.charAt(start + 2)),
    accepts: (value) => /\d/.test(value),
  },
  {
    // Prefecture or capital, the places within it, and the numbers of block and house.
    rule: 'address-japanese',
    type: 'address',
    keywords: ['\u0080\u0080'],
    initials: '東京大北神愛埼千兵福静茨広',
    form: () =>
      /((?:東京都|北海道|京都府|大阪府|(?:神奈川|愛知|愛媛|埼玉|千葉|兵庫|福岡|福島|福井|静岡|茨城|広島)県)[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]{2,24}\d{1,4}(?:(?:[-−]|丁目|番地?|号)\d{0,4}){1,4})/uy,
    mayMatch: mayBeJapanese,
  },
  {
    rule: 'address-cyrillic',
    type: 'address',
    keywords: ['\u0080\u0080. '],
    initials: 'уУ',
    form: () =>
      /([уУ]л\. \p{Lu}[\p{L}-]{1,24}(?: \p{L}[\p{L}-]{1,24}){0,2},? (?:д\. ?)?\d{1,4}\p{L}?(?:, ?(?:корп|стр|кв)\. ?\d{1,4}){0,3})(?![\p{L}\d])/uy,
  },
  {
    rule: 'po-box',
    type: 'address',
    keywords: ['p.o. box', 'po box', 'p.o.box', 'psc '],
    form: /((?:P\.? ?O\.? ?Box \d{1,6}|PSC \d{1,5},? Box \d{1,5})(?:[,\s]{1,3}(?:APO|FPO|DPO),? [A-Z]{2},? \d{5})?)/iy,
  },
  {
    rule: 'military',
    type: 'address',
    keywords: ['unit ', 'psc ', 'cmr ', 'uss ', 'usns ', 'uscgc ', 'usnv '],
    form: () =>
      /((?:(?:Unit|PSC|CMR) \d{1,5},? Box \d{1,5}|US(?:S|NS|CGC|NV) \p{Lu}\p{L}{1,24})[,\s\\n]{1,4}(?:APO|FPO|DPO),? A[AEP],? \d{5})/uy,
  },
  {
    rule: 'corner',
    type: 'address',
    keywords: ['corner of '],
    form: () => new RegExp(`corner of ((?:${PART} ){1,4}(?:and|&) ${PART}(?: ${PART}){0,3})`, 'uy'),
    accepts: (value) => !/^(?:The|A|My)\b/.test(value),
  },
];

/** Streets of one language; `lead` says what has to stand before the keyword. */
const STREET_FORMS: readonly StreetForm[] = [
  {
    // `Hauptstraße 17`: the kind is the end of the street's name.
    rule: 'street-germanic',
    keywords:
      'straße |strasse |str. |weg |platz |allee |gasse |damm |straat |gracht |laan |plein |kade |singel |dijk |gatan |vägen |sgade |rogade |ergade |vej |veien |katu |intie '.split(
        '|',
      ),
    form: () =>
      new RegExp(
        `((?:straße|strasse|str\\.|weg|platz|allee|gasse|damm|straat|gracht|laan|plein|kade|singel|dijk|gatan|vägen|sgade|rogade|ergade|vej|veien|katu|intie) \\d{1,4} ?[A-Za-z]?\\b${GERMANIC_TOWN})`,
        'uy',
      ),
    lead: streetNameBefore,
  },
  {
    rule: 'street-germanic',
    keywords: 'straße |strasse |str. |weg |platz |allee |gasse |markt |ring |ufer '.split('|'),
    form: () =>
      new RegExp(
        `((?:Straße|Strasse|Str\\.|Weg|Platz|Allee|Gasse|Markt|Ring|Ufer) \\d{1,4} ?[a-z]?\\b${GERMANIC_TOWN})`,
        'uy',
      ),
    lead: adjectiveBefore,
  },
  {
    // `gate` of Norway; in English it is one of an airport, so that the town's number has to follow.
    rule: 'street-germanic',
    keywords: ['s gate '],
    form: () => /(s gate \d{1,4}[A-Za-z]?, (?:N-)?\d{4} \p{Lu}\p{L}{2,24})/uy,
    lead: namesBefore,
  },
  {
    // `Unter den Linden 77, 10117 Berlin`: no kind, but a town behind it.
    rule: 'street-germanic',
    keywords: ['unter den ', 'an der ', 'auf dem ', 'am ', 'im ', 'zum ', 'zur '],
    form: () =>
      /((?:Unter den|An der|Auf dem|Am|Im|Zum|Zur) \p{Lu}\p{L}{1,24}(?: \p{Lu}\p{L}{1,24})? \d{1,4} ?[a-z]?, (?:[A-Z]{1,2}-)?\d{4,5} \p{Lu}\p{L}{2,24})/uy,
    lead: ownWord,
  },
  {
    rule: 'street-romance',
    keywords:
      'calle |c/ |avenida |av. |plaza |paseo |viale |piazza |corso |vicolo |largo |rua |travessa |praça |alameda '.split(
        '|',
      ),
    form: () =>
      new RegExp(
        `((?:Calle|C\\/|Avenida|Av\\.|Plaza|Paseo|Viale|Piazza|Corso|Vicolo|Largo|Rua|Travessa|Praça|Alameda) ${ROMANCE_NAME},? \\d{1,4}${ROMANCE_TOWN})`,
        'uy',
      ),
    lead: ownWord,
    // `Av. Rows 98765`, `Plaza Latency 412`
    accepts: (matched) => !namesThing(matched.replace(/^\S+ |,? ?\d.*$/g, '')),
  },
  {
    // `via` is also a word of English: with an article, or where the number ends something.
    rule: 'street-romance',
    keywords: ['via '],
    form: () =>
      new RegExp(
        `([Vv]ia (?:(?=d(?:el|ei|i|a)|san|santa)${ROMANCE_NAME},? \\d{1,4}|${ROMANCE_NAME},? \\d{1,4}(?=[,.;)<"'\\r\\n]|$))${ROMANCE_TOWN})`,
        'uy',
      ),
    lead: ownWord,
  },
  {
    rule: 'street-french',
    keywords: [
      'rue ',
      'boulevard ',
      'avenue ',
      'chemin ',
      'quai ',
      'impasse ',
      'place ',
      'allée ',
      'cours ',
      'route ',
    ],
    form: () =>
      new RegExp(
        `((?:rue|boulevard|avenue|chemin|quai|impasse|place|allée|cours|route|Rue|Avenue|Boulevard) (?:(?:de|du|des) (?:la |l['’]|\\p{Ll}{3,16} )?|la |le |l['’]|d['’])?${WORD}(?: ${WORD}){0,3}(?:,? \\d{5} ${WORD})?)`,
        'uy',
      ),
    lead: numberBefore,
  },
  {
    rule: 'street-polish',
    keywords: ['ul. ', 'al. ', 'os. ', 'pl. '],
    form: () =>
      /((?:[Uu]l|[Aa]l|[Oo]s|[Pp]l)\. (?:\p{Lu}[\p{L}.-]{1,24} ){1,4}\d{1,3}[A-Za-z]?(?:\/\d{1,4})?(?:,? \d{2}-\d{3} \p{Lu}\p{L}{2,24})?)/uy,
    lead: (text, start) => (text.startsWith('et ', start - 3) ? -1 : ownWord(text, start)),
  },
];

const SHORT_KINDS = STREET_KINDS.toLowerCase()
  .split('|')
  .map((kind) => ` ${kind}`);

export const addressAnchors: readonly Anchor[] = [
  ...ADDRESS_FORMS.flatMap(anchorsOf),
  ...STREET_FORMS.flatMap((street) => {
    const formOf = madeOnce(street.form);
    return street.keywords.map((keyword): Anchor => ({
      keyword,
      detect: (scan, start) => detectStreet(scan, start, street, formOf),
    }));
  }),
  ...['apt. ', 'suite '].map((keyword): Anchor => ({ keyword, detect: detectUnit })),
  ...SHORT_KINDS.map((keyword): Anchor => ({ keyword, detect: detectNumberFirst })),
];

const unitAndTail = madeOnce(() => new RegExp(`(?:Apt\\.|Suite) \\d{1,5}\\b${TAIL}`, 'uy'));
/** `55470 72 Acheron Road Apt. 237`: the unit makes an address of what stands before it. */
function detectUnit(scan: Scan, start: number): void {
  const form = unitAndTail();
  form.lastIndex = start;
  const match = form.exec(scan.text);
  if (match === null) return;
  const street = streetBeforeUnit(scan.text, start);
  // `Suite 12 failed` tells of tests.
  if (street === start && /^Suite \d{1,2}$/.test(match[0])) return;
  report(scan, street, start + match[0].length, 'address', STRENGTH.shape, 'unit');
}

/** `742 Evergreen Terrace`: looks back from the kind of street for the number. */
function detectNumberFirst(scan: Scan, start: number, end: number): void {
  const { bytes, text } = scan;
  if ((kindAt(bytes, start + 1) & UPPER) === 0 || (kindAt(bytes, end) & ALNUM) !== 0) return;
  if (start - scan.digitsTo > FARTHEST_NUMBER || letterKind(text.charCodeAt(end)) !== 0) return;
  const begin = numberedNameBefore(text, start);
  if (begin < 0 || begin === numbersTried.get(scan)) return;
  numbersTried.set(scan, begin);
  const form = numberFirst();
  form.lastIndex = begin;
  const match = form.exec(text);
  if (match === null || begin + match[0].length < end || isCopyright(text, begin)) return;
  report(scan, begin, begin + match[0].length, 'address', STRENGTH.shape, 'street');
}

/** `(c) 2013 Gary Court`: a year and who wrote it. */
function isCopyright(text: string, begin: number): boolean {
  return (
    /^(?:19|20)\d\d /.test(text.slice(begin, begin + 5)) &&
    /(?:copyright|\(c\)|©) $/i.test(text.slice(Math.max(0, begin - 12), begin))
  );
}

/** Where a number stands that was tried last: what does not reach to the first kind of street behind it reaches to no other. */
const numbersTried = new WeakMap<Scan, number>();
