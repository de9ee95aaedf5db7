import { createHmac } from 'node:crypto';

/** 48 bits: with a million different values of one type in a run, two share a pseudonym with p = 0.002. */
const HASH_DIGITS = 12;
/** Values whose pseudonym is remembered; past it the cache starts anew, which costs time and changes nothing. */
const CACHE_LIMIT = 20_000;
const MASKED_LABEL = 'masked';

/** The form of every pseudonym; whatever has it is never masked again. */
export const PSEUDONYM = /<[a-z][a-z0-9-]{0,30}-[0-9a-f]{6}(?:[0-9a-f]{6}|\.[0-9a-f]{6})>/y;

/** True for a text that is one pseudonym and nothing else. */
export function isPseudonym(text: string): boolean {
  PSEUDONYM.lastIndex = 0;
  return PSEUDONYM.exec(text)?.[0].length === text.length;
}

/** True for a text with a pseudonym in it. */
export function holdsPseudonym(text: string): boolean {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    PSEUDONYM.lastIndex = at;
    if (PSEUDONYM.test(text)) return true;
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
  const cache = new Map<string, string>();
  const hash = (message: string, digits: number): string =>
    createHmac('sha256', runKey).update(message).digest('hex').slice(0, digits);
  return (type, value) => {
    const cacheKey = `${type}\0${value}`;
    const known = cache.get(cacheKey);
    if (known !== undefined) return known;
    const pseudonym = pseudonymOf(type, value, hash);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(cacheKey, pseudonym);
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
