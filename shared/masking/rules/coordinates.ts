import { DIGIT, kindAt } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { goesOnWith } from './goes-on-with.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { ASSIGNED } from './fields.ts';
import { geoJsonAnchors } from './geo-json.ts';

const DECIMAL = '-?\\d{1,3}\\.\\d{2,15}';
/** How far from a latitude its longitude may be. */
const PAIR_REACH = 80;
const HALF_TURN = 180;
const QUARTER_TURN = 90;
/** Two places are a town; with three in one of the pair it is a street. */
const PAIR_DECIMALS = 3;
const ALONE_DECIMALS = 4;
const DASH = 0x2d;
const DOT = 0x2e;

/** What measurements are called: `avg_lat` is a latency wherever it stands. */
const STATISTIC =
  /(?:^|[^A-Za-z])(?:avg|mean|min|max|med|median|std|stddev|total|sum|p|p\d{1,4}|read|write|disk|(?<!\w\.)net|query|io|req|request|tail)[_. -]$/i;
const LATITUDE = /(?<![A-Za-z])lat(?:itude)?["'\\]{0,4}[ \t]?[:=>][ \t]?["'\\]{0,4}-?\d{1,2}\.(\d{1,15})/i;
const LONGITUDE =
  /(?<![A-Za-z])(?:lon(?:g(?:itude)?)?|lng)["'\\]{0,4}[ \t]?[:=>][ \t]?["'\\]{0,4}-?\d{1,3}\.(\d{1,15})/i;

const LONG = /^long(?!i)/i;
const MEASURED = /^ ?(?:ms|us|µs|ns|s|%)\b/;

/** A latency is called `lat`, too: only beside its other half is it a place; the long names say so themselves. */
function isPlace(value: string, { text }: Scan, start: number): boolean {
  if (STATISTIC.test(text.slice(Math.max(0, start - 12), start))) return false;
  const isLatitude = /^lat/i.test(text.slice(start, start + 3));
  if (Math.abs(Number(value)) > (isLatitude ? QUARTER_TURN : HALF_TURN)) return false;
  const digits = decimals(value);
  if (digits >= ALONE_DECIMALS && /^(?:lat|long)itude/i.test(text.slice(start, start + 9))) return true;
  const near = text.slice(Math.max(0, start - PAIR_REACH), start + PAIR_REACH);
  const other = (isLatitude ? LONGITUDE : LATITUDE).exec(near);
  if (
    other === null ||
    MEASURED.test(near.slice(other.index + other[0].length)) ||
    STATISTIC.test(near.slice(Math.max(0, other.index - 12), other.index))
  )
    return false;
  const otherDigits = other[1]?.length ?? 0;
  // `long` is the name of much beside a longitude, and `lat` of a latency: measured places have more decimals.
  const isLong = LONG.test(isLatitude ? other[0] : text.slice(start, start + 5));
  if (isLong) return Math.min(digits, otherDigits) >= ALONE_DECIMALS;
  return Math.max(digits, otherDigits) >= PAIR_DECIMALS;
}

/** How many places a number has behind its point. */
function decimals(value: string): number {
  return value.length - value.indexOf('.') - 1;
}

/** Two numbers of which the first or the second may be the latitude. */
function isPair(value: string): boolean {
  const [first = Infinity, second = Infinity] = (value.match(/-?\d+(?:\.\d+)?/g) ?? []).map((part) =>
    Math.abs(Number(part)),
  );
  // Quantiles and shares come in pairs, too.
  if (first < 1 && second < 1) return false;
  return Math.max(first, second) <= HALF_TURN && Math.min(first, second) <= QUARTER_TURN;
}

/** See geo-json.ts. */
const POSITION = /^coordinates\\{0,3}["']\s{0,4}:\s{0,4}\[/i;
const LONGEST_OPENING = 32;

export const COORDINATE_FORMS: readonly FieldForm[] = [
  {
    rule: 'coordinate',
    type: 'address',
    keywords: ['lat', 'lon', 'lng'],
    form: () =>
      new RegExp(
        `(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng)(?:>[ \\t]?|${ASSIGNED})(${DECIMAL})(?![\\w.]|[ ]?(?:ms|us|µs|ns|s|%)\\b)`,
        'iy',
      ),
    mayMatch: goesOnWith(/[ \t"'`\\:=>iIgG-]/),
    accepts: isPlace,
  },
  {
    rule: 'coordinates',
    type: 'address',
    keywords: ['coordinates', 'location', 'position', 'gps'],
    form: () =>
      new RegExp(
        `(?:coordinates|location|position|gps)${ASSIGNED}[(\\[]? ?(-?\\d{1,3}\\.\\d{4,15}[, ]{1,2}-?\\d{1,3}\\.\\d{4,15})(?![\\w.])`,
        'iy',
      ),
    mayMatch: goesOnWith(/[ \t"'`\\:=-]/, /[ \t:=-]/),
    // Arrays of JSON have their numbers masked one by one.
    accepts: (_, { text }, start) => !POSITION.test(text.slice(start, start + LONGEST_OPENING)),
  },
  {
    // Said in words: of somebody's or something's place.
    rule: 'coordinates',
    type: 'address',
    keywords: ['location '],
    form: /location (-?\d{1,3}\.\d{4,15}, ?-?\d{1,3}\.\d{4,15})(?![\w.])/iy,
    mayMatch: goesOnWith(/[\d-]/),
    accepts: (value, { text }, start) =>
      isPair(value) &&
      /\b(?:user|customer|client|driver|patient|home|device|last|current) $/i.test(
        text.slice(Math.max(0, start - 10), start),
      ),
  },
  {
    rule: 'coordinates',
    type: 'address',
    keywords: ['lat ', 'lat: ', 'latitude ', 'latitude: '],
    form: /lat(?:itude)?:? (-?\d{1,2}\.\d{2,15}°? ?[NS]?,? long?(?:itude)?:? -?\d{1,3}\.\d{2,15}°?(?: ?[EW](?!\w))?)(?![\w.]| ?(?:ms|us|s)\b)/iy,
    accepts: (value, { text }, start) =>
      isPair(value) && !STATISTIC.test(text.slice(Math.max(0, start - 12), start)),
  },
  {
    // RFC 5870.
    rule: 'geo-address',
    type: 'address',
    keywords: ['geo:'],
    form: /geo:(-?\d{1,2}\.\d{2,15},-?\d{1,3}\.\d{2,15})(?![\w.])/iy,
    accepts: isPair,
  },
  {
    // Well-known text (ISO 19125): the longitude first.
    rule: 'geometry',
    type: 'address',
    keywords: ['point(', 'point (', 'point z'],
    form: () => new RegExp(`point ?(?:z ?)?\\((${DECIMAL} ${DECIMAL})(?=\\)| -?\\d{1,6}[.)])`, 'iy'),
    accepts: isPair,
  },
  {
    // Functions of PostGIS and BigQuery.
    rule: 'geometry',
    type: 'address',
    keywords: ['st_makepoint', 'st_point', 'st_geogpoint'],
    form: () => new RegExp(`st_(?:make|geog)?point\\( ?(${DECIMAL} ?, ?${DECIMAL})(?= ?[,)])`, 'iy'),
    accepts: isPair,
  },
  {
    // Sentences of receivers (NMEA 0183).
    rule: 'receiver',
    type: 'address',
    keywords: ['$gp', '$gn', '$gl'],
    form: /\$G[PNL](?:GGA|RMC|GLL|GNS),(?:[\d.]{6,10},)?(?:A,)?(\d{4}\.\d{2,7},[NS],\d{5}\.\d{2,7},[EW])(?=,)/y,
  },
  {
    rule: 'map-address',
    type: 'address',
    keywords: ['latlng=', 'latlon=', 'lat_lng=', 'lonlat=', 'lnglat='],
    form: () =>
      new RegExp(`(?:lat_?l(?:ng|on)|l(?:on|ng)lat)=(${DECIMAL}(?:,|%2C)${DECIMAL})(?![\\w.])`, 'iy'),
    accepts: (value) => isPair(value.replace(/%2C/i, ',')),
  },
  {
    rule: 'map-address',
    type: 'address',
    keywords: [
      'q',
      'll',
      'sll',
      'query',
      'center',
      'daddr',
      'saddr',
      'destination',
      'origin',
      'loc',
      'coords',
    ].flatMap((name) => [`?${name}=`, `&${name}=`]),
    form: () =>
      new RegExp(`[?&][a-z]{1,11}=(${DECIMAL}(?:,|%2C)(?:\\+|%20)?${DECIMAL})(?=[&\\s"'#;)<\\\\]|$)`, 'iy'),
    accepts: (value) => isPair(value.replace(/%2C/i, ',')),
  },
];

const MAP_VIEW = /@(-?\d{1,2}\.\d{2,15},-?\d{1,3}\.\d{2,15})(?=,\d{1,3}(?:\.\d{1,4})?[zmay]\b)/y;

/** `/@52.52,13.405,15z`: what a map shows. */
function detectMapView(scan: Scan, start: number): void {
  if (!mayBeLatitude(scan.bytes, start + 1)) return;
  MAP_VIEW.lastIndex = start;
  const match = MAP_VIEW.exec(scan.text);
  if (match?.[1] === undefined || !isPair(match[1])) return;
  report(scan, start + 1, start + match[0].length, 'address', STRENGTH.shape, 'map-address');
}

/** One or two digits and a dot, with or without a sign: behind most `@` in logs the digits go on. */
function mayBeLatitude(bytes: Uint8Array, start: number): boolean {
  const first = bytes[start] === DASH ? start + 1 : start;
  if ((kindAt(bytes, first) & DIGIT) === 0) return false;
  return bytes[first + 1] === DOT || bytes[first + 2] === DOT;
}

const ANGLE = `\\d{1,3}(?:[.]\\d{1,10})?[°º] ?(?:\\d{1,2}(?:[.]\\d{1,8})?['’′] ?(?:\\d{1,2}(?:[.]\\d{1,6})?(?:\\\\{0,3}"|[”″]|''|’’|′′) ?)?)?`;
const BEFORE_LETTER = new RegExp(`(?:^|[^\\d.])(${ANGLE})$`);
const FROM_LETTER = new RegExp(`[NS](?:,? ?/? ?)${ANGLE}[EWO](?![A-Za-z])`, 'y');
const ENDS_ANGLE = /["'’′”″°º]/;
const LONGEST_ANGLE = 32;

/** `52°31'12.0"N 13°24'18.0"E`: read back from the letter of the latitude, then on to that of the longitude. */
function detectDegrees(scan: Scan, start: number, end: number): void {
  const { text } = scan;
  if (!ENDS_ANGLE.test(text.charAt(start))) return;
  const letter = /[NS]/.test(text.charAt(start + 1)) ? start + 1 : start + 2;
  if (letter >= end + 1 || !/[NS]/.test(text.charAt(letter))) return;
  const before = BEFORE_LETTER.exec(text.slice(Math.max(0, letter - LONGEST_ANGLE), letter));
  if (before?.[1] === undefined) return;
  FROM_LETTER.lastIndex = letter;
  const match = FROM_LETTER.exec(text);
  if (match === null) return;
  report(scan, letter - before[1].length, letter + match[0].length, 'address', STRENGTH.shape, 'degrees');
}

/** Letters beyond ASCII and the signs of degrees are all alike to the automaton. */
const DEGREE_KEYWORDS = [
  '\u0080n',
  '\u0080s',
  '\u0080 n',
  '\u0080 s',
  '"n ',
  '"s ',
  '"n,',
  '"s,',
  "'n ",
  "'s ",
  "'n,",
  "'s,",
];

/** Places on the map: of a person, a device or a delivery. */
export const coordinateAnchors: readonly Anchor[] = [
  ...COORDINATE_FORMS.flatMap(anchorsOf),
  ...geoJsonAnchors,
  { keyword: '@', detect: detectMapView },
  ...DEGREE_KEYWORDS.map((keyword): Anchor => ({ keyword, detect: detectDegrees })),
];
