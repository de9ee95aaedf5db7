import metadata from 'libphonenumber-js/min/metadata';

/** What a country's telephone numbers look like, from the tables of libphonenumber (its METADATA.md says what stands where). */
export interface NumberingPlan {
  /** What a whole national number matches. */
  readonly national: RegExp;
  readonly lengths: Lengths;
  /** What may stand before a national number when it is dialled within the country; null where nothing does. */
  readonly prefix: RegExp | null;
  /** The same where it is always the same digits. */
  readonly plainPrefix: string | null;
  /** What a captured group of the prefix is replaced by; null where the prefix is dropped. */
  readonly transform: string | null;
  /** What this country's numbers begin with, among those that share its calling code; null where only the kinds tell. */
  readonly leading: RegExp | null;
  /** Fixed lines, mobile phones and so on; null where the tables do not tell them apart. */
  readonly kinds: readonly NumberKind[] | null;
}

interface NumberKind {
  readonly pattern: RegExp;
  readonly lengths: Lengths;
}

/** Numbers of digits: a bit for each that there is, and the largest. */
export interface Lengths {
  readonly bits: number;
  readonly most: number;
}

/** The countries, or the one service, behind a calling code. */
export interface CallingCode {
  /** The plan by which prefixes are read. */
  readonly main: NumberingPlan;
  readonly plans: readonly NumberingPlan[];
  /** The numbers of digits that all plans have, and those that any has: mostly the same, and then no country need be looked for. */
  readonly common: number;
  readonly any: number;
  /** What any of the plans has as its leading digits; null where none has. */
  readonly leading: RegExp | null;
}

const LONGEST_CODE = 3;
/** Where things stand in a country's entry. */
const NATIONAL = 2;
const LENGTHS = 3;
const PREFIX = 5;
const PREFIX_PATTERN = 7;
const TRANSFORM = 8;
const LEADING = 10;
const KINDS = 11;

/** By their digits read as a number, made when they are first asked for; null for what is no calling code. */
const KNOWN: (CallingCode | null | undefined)[] = [];
const ZERO = 0x30;

/** How many digits the calling code has that a number begins with; 0 without one. No code is the start of another one. */
export function callingCodeLength(digits: string): number {
  for (let length = 1; length <= Math.min(LONGEST_CODE, digits.length); length++) {
    if (callingCode(digits, length) !== null) return length;
  }
  return 0;
}

/** The plans of the calling code that some first digits of a number are; null where they are none. The first of them is no zero. */
export function callingCode(digits: string, length: number): CallingCode | null {
  let code = 0;
  for (let index = 0; index < length; index++) code = code * 10 + digits.charCodeAt(index) - ZERO;
  const known = KNOWN[code];
  if (known !== undefined) return known;
  const made = makeCallingCode(digits.slice(0, length));
  KNOWN[code] = made;
  return made;
}

function makeCallingCode(code: string): CallingCode | null {
  const countries = metadata.country_calling_codes[code];
  const entries: readonly unknown[] =
    countries === undefined
      ? [metadata.nonGeographic[code]]
      : countries.map((country) => metadata.countries[country]);
  const plans = entries.filter((entry) => Array.isArray(entry)).map(makePlan);
  const [main] = plans;
  if (main === undefined) return null;
  return {
    main,
    plans,
    common: plans.reduce((bits, { lengths }) => bits & lengths.bits, -1),
    any: plans.reduce((bits, { lengths }) => bits | lengths.bits, 0),
    leading: anyOf(plans.flatMap(({ leading }) => (leading === null ? [] : [leading.source]))),
  };
}

function anyOf(sources: readonly string[]): RegExp | null {
  return sources.length === 0 ? null : new RegExp(sources.join('|'));
}

function makePlan(entry: readonly unknown[]): NumberingPlan {
  const lengths = lengthsOf(entry[LENGTHS]) ?? NONE;
  const prefix = textOf(entry[PREFIX_PATTERN]) ?? textOf(entry[PREFIX]);
  const leading = textOf(entry[LEADING]);
  const kinds = entry[KINDS];
  return {
    national: entire(textOf(entry[NATIONAL]) ?? ''),
    lengths,
    plainPrefix: prefix !== null && /^\d+$/.test(prefix) ? prefix : null,
    prefix: prefix === null ? null : new RegExp(`^(?:${prefix})`),
    transform: textOf(entry[TRANSFORM]),
    leading: leading === null ? null : new RegExp(`^(?:${leading})`),
    kinds: Array.isArray(kinds) ? kindsOf(kinds, lengths) : null,
  };
}

const NONE: Lengths = { bits: 0, most: 0 };

/** A kind that there is none of has a zero in its place; one whose lengths are the country's does not say them. */
function kindsOf(kinds: readonly unknown[], lengths: Lengths): readonly NumberKind[] {
  return kinds.flatMap((kind: unknown) => {
    const [pattern, own] = listOf(kind);
    const source = textOf(pattern);
    return source === null ? [] : [{ pattern: entire(source), lengths: lengthsOf(own) ?? lengths }];
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Nothing, a zero and an empty text all stand for what is not there. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function lengthsOf(value: unknown): Lengths | null {
  if (!Array.isArray(value)) return null;
  const lengths = value.filter((length) => typeof length === 'number');
  return { bits: lengths.reduce((bits, length) => bits | (1 << length), 0), most: Math.max(...lengths) };
}

function entire(source: string): RegExp {
  return new RegExp(`^(?:${source})$`);
}
