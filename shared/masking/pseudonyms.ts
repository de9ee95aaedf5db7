import { createHmacSha256 } from './hmac-sha256.ts';

/** 48 bits: with a million different values of one type in a run, two share a pseudonym with p = 0.002. */
const HASH_DIGITS = 12;
/** Values whose pseudonym is remembered; past it the cache starts anew, which costs time and changes nothing. */
const CACHE_LIMIT = 20_000;
const MASKED_LABEL = 'masked';

const LONGEST_LABEL = 31;
const HALF_DIGITS = HASH_DIGITS / 2;
const OPEN = 0x3c;
const CLOSE = 0x3e;
const DASH = 0x2d;
const DOT = 0x2e;
/** `<`, a label, a dash, the digits with the dot of an address, and `>`. */
export const LONGEST_PSEUDONYM = LONGEST_LABEL + HASH_DIGITS + 4;

/**
 * Where the pseudonym that begins at `start` ends, or -1 when there is none: `<[a-z][a-z0-9-]{0,30}-`, twelve hexadecimal
 * digits or twice six with a dot between, `>`. Whatever has this form is never masked again. A text full of pseudonyms is
 * read at every one of them, hence by hand.
 */
export function pseudonymEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== OPEN || !isSmallLetter(text.charCodeAt(start + 1))) return -1;
  const highest = Math.min(text.length, start + LONGEST_PSEUDONYM);
  let end = start + 2;
  let dash = -1;
  let dot = -1;
  for (; end < highest; end++) {
    const code = text.charCodeAt(end);
    if (code === CLOSE) break;
    if (code === DASH) dash = end;
    else if (code === DOT && dot < 0) dot = end;
    else if (!isSmallLetter(code) && !isDigit(code)) return -1;
  }
  if (end >= highest || dash - start - 1 > LONGEST_LABEL || dash < start + 2) return -1;
  if (dot < 0) return end - dash === HASH_DIGITS + 1 && areHexadecimal(text, dash + 1, end) ? end + 1 : -1;
  const isAddress =
    dot - dash === HALF_DIGITS + 1 &&
    end - dot === HALF_DIGITS + 1 &&
    areHexadecimal(text, dash + 1, dot) &&
    areHexadecimal(text, dot + 1, end);
  return isAddress ? end + 1 : -1;
}

function areHexadecimal(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (!isDigit(code) && (code < 0x61 || code > 0x66)) return false;
  }
  return true;
}

function isSmallLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** True for a text that is one pseudonym and nothing else. */
export function isPseudonym(text: string): boolean {
  return pseudonymEnd(text, 0) === text.length;
}

/** True for a text with a pseudonym in it. */
export function holdsPseudonym(text: string): boolean {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    if (pseudonymEnd(text, at) > 0) return true;
  }
  return false;
}

/** Replaces a value; the same value of the same type gets the same answer wherever the run key is the same. */
export type Pseudonymise = (type: string, value: string) => string;

/**
 * Pseudonyms by HMAC-SHA256 under the run key, not by counting: the stages of a run are separate processes that
 * see the values in different order and still have to agree. The digits follow from the value alone, so that they are the
 * same even where one line calls it a phone number and another an account. Addresses keep their network: the first six digits
 * of `<ip-aaaaaa.bbbbbb>` stand for the /24 (IPv4) or /64 (IPv6), the rest for the host.
 */
export function createPseudonyms(runKey: string | Uint8Array): Pseudonymise {
  const hmac = createHmacSha256(Buffer.from(runKey));
  const known = new Map<string, Map<string, string>>();
  let size = 0;
  const hash = (message: string, digits: number): string => hmac(message).slice(0, digits);
  return (type, value) => {
    let ofType = known.get(type);
    const before = ofType?.get(value);
    if (before !== undefined) return before;
    if (size >= CACHE_LIMIT) {
      known.clear();
      size = 0;
      ofType = undefined;
    }
    if (ofType === undefined) known.set(type, (ofType = new Map<string, string>()));
    const pseudonym = pseudonymOf(type, value, hash);
    // A copy: a slice would keep the whole text it was cut from.
    ofType.set(Buffer.from(value, 'utf16le').toString('utf16le'), pseudonym);
    size++;
    return pseudonym;
  };
}

function pseudonymOf(type: string, value: string, hash: (message: string, digits: number) => string): string {
  const normal = normalise(type, value);
  const label = labelOf(type, value);
  const network = type === 'ip' ? networkOf(normal) : null;
  if (network === null) return `<${label}-${hash(`value\0${normal}`, HASH_DIGITS)}>`;
  const half = HASH_DIGITS / 2;
  return `<${label}-${hash(`network\0${network}`, half)}.${hash(`host\0${normal}`, half)}>`;
}

/** Numbers that name a person are told apart by the words beside them, and those differ from line to line. */
const ID_TYPES = new Set(['bank', 'health_id', 'national_id', 'other_id', 'us_ssn', 'vehicle']);
const ID_LABEL = 'id';

/** A label that repeats the value ("secret" for the password "secret") would give it away. */
function labelOf(type: string, value: string): string {
  const label = ID_TYPES.has(type) ? ID_LABEL : type.replaceAll('_', '-');
  const lower = value.toLowerCase();
  return label.includes(lower) || lower.includes(label) ? MASKED_LABEL : label;
}

/** The same thing written in two ways is one value. */
function normalise(type: string, value: string): string {
  switch (type) {
    case 'email':
    case 'mac':
    case 'ip':
      return value.toLowerCase();
    case 'credit_card':
    case 'iban':
    case 'national_id':
    case 'health_id':
    case 'phone':
    case 'us_ssn':
      return value.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
    default:
      return value;
  }
}

function networkOf(address: string): string | null {
  const v4 = /^(\d+\.\d+\.\d+)\.\d+$/.exec(address);
  if (v4?.[1] !== undefined) return v4[1];
  return null;
}
