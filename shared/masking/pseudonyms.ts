import { DIGIT, HEX, KIND, LOWER } from './characters.ts';
import { addressInFull, isCaselessWallet } from './one-spelling.ts';
import { NO_PLACE, sameValues, type ValuePlace } from './same-values.ts';
import { createValueHashes } from './value-hashes.ts';
import {
  AS_WRITTEN,
  DIALLED,
  type HashKind,
  HOST,
  IN_LOWER_CASE,
  LETTERS_AND_DIGITS,
  MAIL,
  NETWORK,
} from './value-message.ts';

/** 48 bits: with a million different values of one type in a run, two share a pseudonym with p = 0.002. */
const HASH_DIGITS = 12;
const MASKED_OPENING = '<masked-';

const LONGEST_LABEL = 31;
const HALF_DIGITS = HASH_DIGITS / 2;
const OPEN = 0x3c;
const CLOSE = 0x3e;
const DASH = 0x2d;
const DOT = 0x2e;
/** `<`, a label, a dash, the digits with the dot of an address, and `>`. */
export const LONGEST_PSEUDONYM = LONGEST_LABEL + HASH_DIGITS + 4;

/** What a byte can be in a pseudonym: a part of its label, the first of that, a digit, or nothing. */
const IN_LABEL = 1;
const IN_DIGITS = 2;
const FIRST = 4;
const PARTS = KIND.map((kind, code) => {
  if ((kind & LOWER) !== 0) return FIRST | IN_LABEL | ((kind & HEX) === 0 ? 0 : IN_DIGITS);
  if ((kind & DIGIT) !== 0) return IN_LABEL | IN_DIGITS;
  return code === DASH ? IN_LABEL : 0;
});

/**
 * Where the pseudonym that begins at `start` ends, or -1 when there is none: `<[a-z][a-z0-9-]{0,30}-`, twelve hexadecimal
 * digits or twice six with a dot between, `>`. Whatever has this form is never masked again. A text full of pseudonyms is
 * read at every one of them, hence by hand. `bytes` holds one byte a code unit.
 */
export function pseudonymEndIn(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== OPEN || (PARTS[bytes[start + 1] ?? 0]! & FIRST) === 0) return -1;
  const highest = Math.min(bytes.length, start + LONGEST_PSEUDONYM);
  let end = start + 2;
  while (end < highest && (PARTS[bytes[end]!]! & IN_LABEL) !== 0) end++;
  const dot = end;
  if (bytes[dot] === DOT) {
    end++;
    while (end < highest && (PARTS[bytes[end]!]! & IN_DIGITS) !== 0) end++;
    if (end >= highest || bytes[end] !== CLOSE || end - dot !== HALF_DIGITS + 1) return -1;
    return endsInDigits(bytes, start, dot, HALF_DIGITS) ? end + 1 : -1;
  }
  if (end >= highest || bytes[end] !== CLOSE) return -1;
  return endsInDigits(bytes, start, end, HASH_DIGITS) ? end + 1 : -1;
}

/** Whether what begins with `<` at `start` ends with a label's dash and so many digits. */
function endsInDigits(bytes: Uint8Array, start: number, end: number, count: number): boolean {
  const dash = end - count - 1;
  if (dash < start + 2 || dash - start - 1 > LONGEST_LABEL || bytes[dash] !== DASH) return false;
  let index = dash + 1;
  while (index < end && (PARTS[bytes[index]!]! & IN_DIGITS) !== 0) index++;
  return index === end;
}

const COPIED = new Uint8Array(LONGEST_PSEUDONYM);
const NOTHING = 0;

/** The same, asked of a text. */
export function pseudonymEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== OPEN) return -1;
  COPIED[0] = OPEN;
  for (let index = 1; index < LONGEST_PSEUDONYM; index++) {
    const at = start + index;
    // What does not fit a byte becomes 0xff, which no pseudonym holds.
    const code = at < text.length ? Math.min(text.charCodeAt(at), 0xff) : NOTHING;
    COPIED[index] = code;
    // Behind what is no part of it, nothing is read.
    if ((PARTS[code]! & IN_LABEL) === 0 && code !== DOT) break;
  }
  const end = pseudonymEndIn(COPIED, 0);
  return end < 0 ? -1 : start + end;
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

/**
 * The pseudonyms of some places of a text, in their order; several are worked out at once. The same value of the same type gets the
 * same answer wherever the run key is the same.
 */
export type Pseudonymise = (text: string, places: readonly ValuePlace[]) => readonly string[];

/**
 * Pseudonyms by HMAC-SHA256 under the run key, not by counting: the stages of a run are separate processes that
 * see the values in different order and still have to agree. The digits follow from the value alone, so that they are the
 * same even where one line calls it a phone number and another an account. They follow from what it is, not from how it is spelled: see
 * one-spelling.ts. Addresses keep their network: the first six digits of `<ip-aaaaaa.bbbbbb>` stand for the /24 (IPv4), the rest for the host.
 */
export function createPseudonyms(runKey: string | Uint8Array): Pseudonymise {
  const hashes = createValueHashes(Buffer.from(runKey));
  const labels = new Map<string, Label>();

  function labelOf(type: string): Label {
    const known = labels.get(type);
    if (known !== undefined) return known;
    const label = ID_TYPES.has(type) ? ID_LABEL : type.replaceAll('_', '-');
    const made = { type, label, opening: `<${label}-`, kind: kindOf(type) };
    labels.set(type, made);
    return made;
  }

  /** Two numbers for each place that holds no `same` value as an earlier one: of its hash, and of its network's. */
  function ask(text: string, places: readonly ValuePlace[], same: Int32Array): Int32Array {
    const asked = new Int32Array(2 * places.length).fill(NO_NETWORK);
    let label = NO_LABEL;
    for (let each = 0; each < places.length; each++) {
      if (same[each] !== NO_PLACE) continue;
      const { type, start, end } = places[each]!;
      if (type !== label.type) label = labelOf(type);
      if (type === ADDRESS) askAddress(text, start, end, asked, 2 * each);
      else if (type === WALLET) asked[2 * each] = askWallet(text, start, end);
      else asked[2 * each] = hashes.ask(label.kind, text, start, end);
    }
    hashes.settle();
    return asked;
  }

  function askWallet(text: string, start: number, end: number): number {
    const kind = isCaselessWallet(text.slice(start, end)) ? IN_LOWER_CASE : AS_WRITTEN;
    return hashes.ask(kind, text, start, end);
  }

  /** Writes both numbers of an address at `at`. */
  function askAddress(text: string, start: number, end: number, asked: Int32Array, at: number): void {
    const networkEnd = networkEndOf(text, start, end);
    if (networkEnd >= 0) {
      asked[at] = hashes.ask(HOST, text, start, end);
      asked[at + 1] = hashes.ask(NETWORK, text, start, networkEnd);
      return;
    }
    const full = addressInFull(text.slice(start, end));
    if (networkEndOf(full, 0, full.length) >= 0) askAddress(full, 0, full.length, asked, at);
    else asked[at] = hashes.ask(IN_LOWER_CASE, full, 0, full.length);
  }

  return (text, places) => {
    const same = sameValues(text, places);
    const asked = ask(text, places, same);
    const pseudonyms: string[] = [];
    let label = NO_LABEL;
    for (let each = 0; each < places.length; each++) {
      const earlier = same[each]!;
      if (earlier !== NO_PLACE) {
        pseudonyms.push(pseudonyms[earlier]!);
        continue;
      }
      const { type, start, end } = places[each]!;
      if (type !== label.type) label = labelOf(type);
      const opening = repeats(label.label, text, start, end) ? MASKED_OPENING : label.opening;
      const own = asked[2 * each]!;
      const network = asked[2 * each + 1]!;
      const first = digits(hashes.high(network === NO_NETWORK ? own : network));
      pseudonyms.push(
        network === NO_NETWORK
          ? opening + first + digits(hashes.low(own)) + '>'
          : opening + first + '.' + digits(hashes.high(own)) + '>',
      );
    }
    hashes.forget();
    return pseudonyms;
  };
}

/** What follows from a type alone. */
interface Label {
  readonly type: string;
  readonly label: string;
  readonly opening: string;
  readonly kind: HashKind;
}

const NO_LABEL: Label = { type: '\0', label: '', opening: '', kind: AS_WRITTEN };
const NO_NETWORK = -1;
const ADDRESS = 'ip';
const WALLET = 'crypto';
const BYTE_DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** 24 bits in hexadecimal. */
function digits(bits: number): string {
  return BYTE_DIGITS[bits >> 16]! + BYTE_DIGITS[(bits >> 8) & 0xff]! + BYTE_DIGITS[bits & 0xff]!;
}

/** Numbers that name a person are told apart by the words beside them, and those differ from line to line. */
const ID_TYPES = new Set(['bank', 'health_id', 'national_id', 'other_id', 'us_ssn', 'vehicle']);
const ID_LABEL = 'id';

/** A label that repeats the value ("secret" for the password "secret") would give it away. */
function repeats(label: string, text: string, start: number, end: number): boolean {
  if (isApart(label, text, start, end)) return false;
  const lower = text.slice(start, end).toLowerCase();
  return label.includes(lower) || lower.includes(label);
}

/** True when a glance shows that it does not: the value is longer, and nowhere the label's first two letters follow each other. */
function isApart(label: string, text: string, start: number, end: number): boolean {
  if (end - start <= label.length || label.length < 2) return false;
  const first = label.charCodeAt(0);
  const second = label.charCodeAt(1);
  let before = 0;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) return false;
    const lower = code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
    if (before === first && lower === second) return false;
    before = lower;
  }
  return true;
}

function kindOf(type: string): HashKind {
  switch (type) {
    case 'email':
      return MAIL;
    case 'phone':
      return DIALLED;
    case 'person':
      return IN_LOWER_CASE;
    case 'bank':
    case 'credit_card':
    case 'health_id':
    case 'iban':
    case 'mac':
    case 'national_id':
    case 'other_id':
    case 'us_ssn':
    case 'vehicle':
      return LETTERS_AND_DIGITS;
    default:
      return AS_WRITTEN;
  }
}

/** Where the first three numbers of an IPv4 address end, with dots or dashes between, or -1 when it is none. */
function networkEndOf(text: string, start: number, end: number): number {
  let dots = 0;
  let numberStart = start;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (isDigit(code)) continue;
    if ((code !== DOT && code !== DASH) || index === numberStart) return -1;
    dots++;
    numberStart = index + 1;
  }
  return dots === DOTS_OF_ADDRESS && numberStart < end ? numberStart - 1 : -1;
}

const DOTS_OF_ADDRESS = 3;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
