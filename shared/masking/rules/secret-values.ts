import { flagsOf } from '../characters.ts';
import { holdsPseudonym } from '../pseudonyms.ts';
import { type SecretClass } from './secret-names.ts';
import { isStateWord } from './state-words.ts';

/** What people and programs write instead of a value. */
const PLACEHOLDER_WORDS = new Set(
  'null nil none undefined true false empty string str text any bool boolean int number object yes no n/a todo tbd required optional redacted masked hidden removed example sample dummy placeholder changeme change_me password passwd secret token username invalid incorrect expired missing wrong failed self this await new default unknown disabled enabled mypassword !vault !secret'.split(
    ' ',
  ),
);
const PLACEHOLDER_BEGINNING =
  /^(?:your[-_ ]?[\w-]*|my[-_]?(?:secret|password|token|key)|(?:insert|enter|replace)[-_ ]?[\w-]*|not_[\w-]*|(?:real|fake)_[\w-]*)$/i;
const BEGINS_PLACEHOLDER = flagsOf(/[yYmMiIeErRnNfF]/);
const PLACEHOLDER_HERE = /^\w*_here$/i;

/** Where a secret lies, or a sealed one: `vault:path#key`, `@Microsoft.KeyVault(…)`, `ENC[AES256_GCM,…]`. */
const REFERENCE =
  /^(?:@Microsoft\.KeyVault\(|ENC[[(]|\$ANSIBLE_VAULT|(?:vault|ssm|secretref|keyvault|gcpsm|awssm|azurekv|file|env|op):[\w./-]+(?:#[\w.-]+)?$)/;
/** Words in a row that say of themselves that they are none: `not-the-password`, `test-token`, `my_secret`. */
const MADE_UP_VALUE =
  /^(?:fake|dummy|mock|example|sample|test|invalid|wrong|not|your|my|some|any|bogus|expired|old|new)(?:[-_ ](?:a|an|the|real|valid|super|secret|api|access|auth|db|user|client|admin|refresh)){0,3}[-_ ](?:password|token|secret|key|passwd|pwd|credentials?|value|here)$/i;

/** What people write where a secret will be: `${TOKEN}`, `<password>`, `****`, `xxxx`, `{{ secret }}`, nothing. */
export function isPlaceholder(value: string): boolean {
  if (value.length > 300) return false;
  const first = value.charCodeAt(0);
  if (IS_SIGN_OF_TEMPLATE[first] === true && isTemplate(value)) return true;
  if (BEGINS_REFERENCE[first] === true && REFERENCE.test(value)) return true;
  if (BEGINS_MADE_UP[first] === true && PARTS_WORDS.test(value) && MADE_UP_VALUE.test(value)) return true;
  if (first === value.charCodeAt(value.length - 1) && isOneSign(value)) return true;
  if (isPeriodic(value) || isSequence(value) || isCutShort(value) || isAlphabet(value)) return true;
  if (value.length <= LONGEST_PLACEHOLDER && PLACEHOLDER_WORDS.has(value.toLowerCase())) return true;
  if (BEGINS_PLACEHOLDER[first] === true && PLACEHOLDER_BEGINNING.test(value)) return true;
  return (value.charCodeAt(value.length - 1) | 0x20) === SMALL_E && PLACEHOLDER_HERE.test(value);
}

/** Five of `x`, `*` and dots or four of `#` in a row, or three dots at the end. */
function isCutShort(value: string): boolean {
  let cut = 0;
  let hashes = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    cut = CUTS[code] === true ? cut + 1 : 0;
    hashes = code === HASH ? hashes + 1 : 0;
    if (cut === 5 || hashes === 4) return true;
  }
  return cut >= 3 && value.endsWith('...');
}

function isAlphabet(value: string): boolean {
  if (value.length < SHORTEST_SEQUENCE) return value.startsWith('AKIA') && ALL_EXAMPLE.test(value);
  return value.includes('abcdefghijklmnop') || (value.startsWith('AKIA') && ALL_EXAMPLE.test(value));
}

const ALL_EXAMPLE = /^AKIA\w*EXAMPLE$/;
const CUTS = flagsOf(/[x*X.]/);
const HASH = 0x23;
const SMALL_E = 0x65;
const LONGEST_PLACEHOLDER = Math.max(...Array.from(PLACEHOLDER_WORDS, ({ length }) => length));

/** Cheap looks at what most values have none of, before the expressions that tell. */
const IS_SIGN_OF_TEMPLATE = flagsOf(/[$%#{<[@_]/);
const BEGINS_REFERENCE = flagsOf(/[@E$vskgafeo]/);
const BEGINS_MADE_UP = flagsOf(/[fdmestiwnyaboFDMESTIWNYABO]/);
const PARTS_WORDS = /[-_ ]/;

function isTemplate(value: string): boolean {
  if (
    /^(?:(?:\$__[a-z]+|[$%#])?\{[^{}]*\}?|\$\(.*|[$%][A-Za-z_]\w*%?|<[^>]*>?|\[[^\]]*\]?|\{\{.*|@\w+@?)$/.test(
      value,
    )
  )
    return true;
  return /^(?:%\(\w+\)s|\[\[.*\]\]|#\{.*\}#|__[A-Z\d_]+__|@@.*@@)$/.test(value);
}

function isOneSign(value: string): boolean {
  return /^(.)\1*$/.test(value) && (value.length > 2 || !/\w/.test(value));
}

/** `ABCABCABC`, `0101010101`: up to four signs over and over. */
function isPeriodic(value: string): boolean {
  if (value.length < SHORTEST_PERIODIC) return false;
  for (let period = 2; period <= LONGEST_PERIOD; period++) {
    let index = period;
    while (index < value.length && value.charCodeAt(index) === value.charCodeAt(index - period)) index++;
    if (index === value.length) return true;
  }
  return false;
}

/** `1234567890abcdef`, `ZYXWVUTS…`: each sign the one after or before its neighbour, but for a start anew. */
function isSequence(value: string): boolean {
  if (value.length < SHORTEST_SEQUENCE || value.length > LONGEST_SEQUENCE) return false;
  let steps = 0;
  for (let index = 1; index < value.length; index++) {
    const step = value.charCodeAt(index) - value.charCodeAt(index - 1);
    if (step === 1 || step === -1) steps++;
    else if (index - steps > MOST_STARTS) return false;
  }
  return true;
}

const SHORTEST_SEQUENCE = 16;
const LONGEST_SEQUENCE = 80;
const MOST_STARTS = 3;
const SHORTEST_PERIODIC = 9;
const LONGEST_PERIOD = 4;

/** Shannon entropy in bits a character. */
export function entropyOf(value: string): number {
  const length = Math.min(value.length, LONGEST_VALUE);
  let weighted = 0;
  for (let index = 0; index < length; index++) {
    const slot = value.charCodeAt(index) & SLOT_MASK;
    const count = ++slots[slot]!;
    weighted += count * LOG2[count]! - (count - 1) * LOG2[count - 1]!;
  }
  for (let index = 0; index < length; index++) slots[value.charCodeAt(index) & SLOT_MASK] = 0;
  return length === 0 ? 0 : Math.log2(length) - weighted / length;
}

/** Counts by the low eight bits, all zero between calls: what is measured is hardly ever beyond Latin-1. */
const SLOT_MASK = 0xff;
const slots = new Uint16Array(SLOT_MASK + 1);
const LONGEST_VALUE = 1024;
const LOG2 = Float64Array.from({ length: LONGEST_VALUE + 1 }, (_, count) => Math.log2(Math.max(1, count)));

const LONGEST_MEASURED = 256;

/**
 * True when a value looks drawn by chance rather than named by a person. `least` is the shortest length that counts.
 * Words with numbers (`build-2024-arm64`), paths, addresses of resources, dates and plain numbers are not random.
 */
export function looksRandom(value: string, least: number): boolean {
  return looksDrawn(value, least) && !isPlaceholder(value);
}

/** The same of a value that is no placeholder. What most values fail comes first. */
function looksDrawn(value: string, least: number): boolean {
  if (value.length < least || /\s/.test(value)) return false;
  const sample = value.length > LONGEST_MEASURED ? value.slice(0, LONGEST_MEASURED) : value;
  if (randomLengthOf(sample) < Math.min(8, sample.length / 2)) return false;
  const first = sample.charCodeAt(0);
  if (BEGINS_NUMBER[first] === true && (NUMBERS.test(sample) || HEXADECIMAL.test(sample))) return false;
  if (isResource(sample) || (sample.includes('|') && /\|\w+\.|\w\|\w*\|/.test(sample))) return false;
  if (sample.includes('(') && /^[\w$]+(?:\.[A-Za-z_$][\w$]*)*\(/.test(sample)) return false;
  return entropyOf(sample) >= (sample.length < 12 ? 2.2 : 2.5);
}

const BEGINS_NUMBER = flagsOf(/[\d.,:/+-]/);
const NUMBERS = /^[\d.,:/+-]+$/;
const HEXADECIMAL = /^0x[0-9a-f]{1,16}$/i;

/** How much of a value is in parts that nobody would write. */
function randomLengthOf(value: string): number {
  let length = 0;
  let from = 0;
  for (let index = 0; index <= value.length; index++) {
    if (index < value.length && PARTS[value.charCodeAt(index)] !== true) continue;
    if (index > from && !isNamed(value.slice(from, index))) length += index - from;
    from = index + 1;
  }
  return length;
}

/** Between the parts of a value. */
const PARTS = flagsOf(/[-_./:+=~@]/);

function isResource(value: string): boolean {
  if (!value.includes('/')) return false;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) || /^(?:\.{0,2}|\{[\w-]+\}\w*)\/[\w.-]*\//.test(value);
}

const HARD_TO_SAY = /[bcdfghjklmnpqrstvwxz]{5,}/;

const NAMED =
  /^(?:\d{1,20}|[a-z]{1,14}|[A-Z]{1,14}|[A-Z][a-z]{1,14}|v?\d{1,4}[a-z]{0,3}|[A-Za-z]{2,14}\d{1,4}|[a-z]{2,14}(?:[A-Z][a-z]{1,14}){1,6}\d{0,2}|(?:[A-Z][a-z]{1,14}){2,6}\d{0,2})$/;

/** Longer than `v1234abc`, and with a letter behind a digit: nothing that is named has both. */
function isMixed(segment: string): boolean {
  if (segment.length <= LONGEST_VERSION) return false;
  let wasDigit = false;
  for (let index = 0; index < segment.length; index++) {
    const code = segment.charCodeAt(index);
    const isDigit = code >= 0x30 && code <= 0x39;
    if (wasDigit && !isDigit) return true;
    wasDigit = isDigit;
  }
  return false;
}

const LONGEST_VERSION = 8;

/** A word, a camel-cased name, a number or a word with a short number: what people write. */
function isNamed(segment: string): boolean {
  return segment.length <= 80 && !isMixed(segment) && NAMED.test(segment) && !HARD_TO_SAY.test(segment);
}

export interface ValueContext {
  /** An equals sign or a colon stands before the value. */
  readonly assigned: boolean;
  readonly quoted: boolean;
  /** Blanks stand round the separator, as in source code. */
  readonly spaced: boolean;
  /** The character behind the value. */
  readonly after: string;
}

/** Judges a value by what its name promises. */
export function isSecretValue(value: string, secretClass: SecretClass, context: ValueContext): boolean {
  if (value.length < 4 || value.length < shortestOf(secretClass, context)) return false;
  if (isNoValue(value, context)) return false;
  if (context.after === ';' && !context.quoted && context.spaced && /[^\w-]/.test(value)) return false;
  if (!context.quoted && isExpression(value, context.after)) return false;
  if (secretClass === 'token' && /^\d{16,40}$/.test(value)) return true;
  if (secretClass === 'key') return (context.assigned || context.quoted) && looksDrawn(value, SHORTEST_KEY);
  if (isStateWord(value)) return false;
  if (looksDrawn(value, SHORTEST_DRAWN)) return true;
  if (!(context.assigned || context.quoted)) return false;
  if (secretClass === 'token') return isSymbolRich(value);
  return isPassword(value, context);
}

/** Placeholders, references, and pieces of what stands round the text. */
function isNoValue(value: string, context: ValueContext): boolean {
  const first = value.charCodeAt(0);
  if (holdsPseudonym(value) || isPlaceholder(value) || isResource(value)) return true;
  // What closes a document around the text is no value.
  if (CLOSES[first] === true && /^(?:[,.:;]|[}\]](?:[}\],:]|$))/.test(value)) return true;
  if (value.includes('edacted') && /\.{2,3}\[?[Rr]edacted/.test(value)) return true;
  return !context.quoted && OPENS[first] === true;
}

const CLOSES = flagsOf(/[,.:;}\]]/);
const OPENS = flagsOf(/[[{(]/);

/** What most values behind names of keys and tokens fail already, before anything else is asked. */
function shortestOf(secretClass: SecretClass, { assigned, quoted }: ValueContext): number {
  if (secretClass === 'key') return assigned || quoted ? SHORTEST_KEY : Infinity;
  return secretClass === 'token' || !(assigned || quoted) ? SHORTEST_DRAWN : 0;
}

const SHORTEST_KEY = 12;
const SHORTEST_DRAWN = 8;

/** `getPassword(user)`, `z.string().min(8)`, `os.environ[`, and the type of a member, `PasswordHasher;`. */
function isExpression(value: string, after: string): boolean {
  if (MAY_CALL.test(value) && /^[A-Za-z_$][A-Za-z_$.]*\([^\n]*\)[;,{]?$|^[A-Za-z_$][\w$.]*\[$/.test(value))
    return true;
  return after === ';' && /^(?:[A-Z][a-z]+)+$/.test(value);
}

const MAY_CALL = /[([]/;

/** Letters, digits and signs mixed as no name is. */
function isSymbolRich(value: string): boolean {
  if (value.length < 10 || value.length > 128 || /\s/.test(value)) return false;
  const signs = value.match(/[^\w\s.,:/-]/g)?.length ?? 0;
  return signs >= 3 && /[A-Za-z]/.test(value) && !/^[\w$.]+[([]/.test(value);
}

function isPassword(value: string, context: ValueContext): boolean {
  if (/\s/.test(value))
    return /\d/.test(value) && /[A-Za-z]/.test(value) && value.length <= 80 && context.quoted;
  // `Secret "db-credentials" not found` names one, `["password", "name"]` lists columns.
  if (context.quoted) return context.assigned || !/^[a-z]+(?:[-_][a-z]+)*$/.test(value);
  if (context.after === '(' || /^[^\w]/.test(value))
    return /^[^\w\s]\w{5,}$/.test(value) && context.after !== '(';
  if (/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(value)) return false;
  return !/^(?:\/|\.\.?\/|https?:)/.test(value);
}
