import { isPassphrase } from './passphrases.ts';
import { flagsOf } from '../characters.ts';
import { holdsPseudonym } from '../pseudonyms.ts';
import { listedWords } from './listed-words.ts';
import {
  isCutShort,
  isOneSign,
  isPeriodic,
  isSequence,
  isTemplate,
  SHORTEST_SEQUENCE,
} from './made-up-values.ts';
import { isNamed } from './named-parts.ts';
import { isChosenOfTwo, isEnvironment, isSaidInCode } from './said-in-code.ts';
import type { SecretClass } from './secret-class.ts';
import { isStateWord } from './state-words.ts';
import { hasBlank, SIGN, signsOf } from './value-signs.ts';

/** What people and programs write instead of a value. */
const PLACEHOLDER_WORDS = listedWords(
  'null nil none (none) (null) (empty) (hidden) (unset) undefined true false empty string str text any bool boolean int number object yes no n/a todo tbd required optional redacted filtered masked hidden removed example sample dummy placeholder changeme change_me password passwort kennwort contraseña wachtwoord passord lösenord adgangskode heslo senha hasło jelszó salasana parola пароль passwd secret token username invalid incorrect expired missing wrong failed self this await new default unknown disabled enabled mypassword !vault !secret'.split(
    ' ',
  ),
);
const PLACEHOLDER_BEGINNING =
  /^(?:your[-_ ]?[\w-]*|my[-_]?(?:secret|password|token|key)|(?:insert|enter|replace)[-_ ]?[\w-]*|not_[\w-]*|(?:real|fake)_[\w-]*)$/i;
const PLACEHOLDER_HERE = /^\w*_here$/i;

/** Where a secret lies, or a sealed one: `vault:path#key`, `@Microsoft.KeyVault(…)`, `ENC[AES256_GCM,…]`. */
const REFERENCE =
  /^(?:@Microsoft\.KeyVault\(|ENC[[(]|\$ANSIBLE_VAULT|(?:vault|ssm|secretref|keyvault|gcpsm|awssm|azurekv|file|env|op):[\w./-]+(?:#[\w.-]+)?$)/;
/** Words in a row that say of themselves that they are none: `not-the-password`, `test-token`, `my_secret`. */
const MADE_UP_VALUE =
  /^(?:fake|dummy|mock|example|sample|test|invalid|wrong|not|your|my|some|any|bogus|expired|old|new)(?:[-_ ](?:a|an|the|real|valid|super|secret|api|access|auth|db|user|client|admin|refresh)){0,3}[-_ ](?:password|token|secret|key|passwd|pwd|credentials?|value|here)$/i;

/** What people write where a secret will be: `${TOKEN}`, `<password>`, `****`, `xxxx`, `{{ secret }}`, nothing. */
export function isPlaceholder(value: string): boolean {
  return value.length <= LONGEST_PLACEHOLDER && isPlaceholderOf(value, signsOf(value));
}

const LONGEST_PLACEHOLDER = 300;

/** The same of a value whose signs are known; what most values have none of comes before the expressions that tell. */
function isPlaceholderOf(value: string, signs: number): boolean {
  if (value.length > LONGEST_PLACEHOLDER) return false;
  const first = value.charCodeAt(0);
  const last = value.charCodeAt(value.length - 1);
  if (IS_SIGN_OF_TEMPLATE[first] === true && isTemplate(value)) return true;
  if (isReference(value, first, signs)) return true;
  const isParted = (signs & (SIGN.dash | SIGN.underscore | SIGN.space)) !== 0;
  if (isParted && BEGINS_MADE_UP[first] === true && MADE_UP_VALUE.test(value)) return true;
  if (first === last && isOneSign(value)) return true;
  if (isPeriodic(value) || isSequence(value)) return true;
  if ((signs & (SIGN.cut | SIGN.hash)) !== 0 && isCutShort(value)) return true;
  if (value.length >= SHORTEST_SEQUENCE && value.includes('abcdefghijklmnop')) return true;
  if (first === CAPITAL_A && value.startsWith('AKIA') && ALL_EXAMPLE.test(value)) return true;
  if (PLACEHOLDER_WORDS.has(value)) return true;
  if (mayBeginPlaceholder(first, value.charCodeAt(1)) && PLACEHOLDER_BEGINNING.test(value)) return true;
  return isParted && (last | SMALL) === SMALL_E && PLACEHOLDER_HERE.test(value);
}

function isReference(value: string, first: number, signs: number): boolean {
  if (first === DOLLAR) return value.startsWith('$ANSIBLE_VAULT');
  return (
    (signs & (SIGN.colon | SIGN.bracket)) !== 0 && BEGINS_REFERENCE[first] === true && REFERENCE.test(value)
  );
}

/** `your`, `my`, `insert`, `enter`, `replace`, `not`, `real`, `fake` */
function mayBeginPlaceholder(first: number, second: number): boolean {
  switch (first | SMALL) {
    case 0x79:
      return (second | SMALL) === 0x6f;
    case 0x6d:
      return (second | SMALL) === 0x79;
    case 0x69:
    case 0x65:
      return (second | SMALL) === 0x6e;
    case 0x72:
      return (second | SMALL) === 0x65;
    case 0x6e:
      return (second | SMALL) === 0x6f;
    case 0x66:
      return (second | SMALL) === 0x61;
    default:
      return false;
  }
}

const ALL_EXAMPLE = /^AKIA\w*EXAMPLE$/;
const DOLLAR = 0x24;
const CAPITAL_A = 0x41;
const SMALL_E = 0x65;
/** Set in the codes of small letters. */
const SMALL = 0x20;

const IS_SIGN_OF_TEMPLATE = flagsOf(/[$%#{<[@_]/);
const BEGINS_REFERENCE = flagsOf(/[@Evskgafeo]/);
const BEGINS_MADE_UP = flagsOf(/[fdmestiwnyaboFDMESTIWNYABO]/);

/** Shannon entropy in bits a character. */
function entropyOf(value: string): number {
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

/** The same of the bytes `[start, end)` of a text, which are read faster than the characters of a part that was cut out of it. */
export function entropyOfBytes(bytes: Uint8Array, start: number, end: number): number {
  const last = Math.min(end, start + LONGEST_VALUE);
  let weighted = 0;
  for (let index = start; index < last; index++) {
    const count = ++slots[bytes[index]!]!;
    weighted += count * LOG2[count]! - (count - 1) * LOG2[count - 1]!;
  }
  for (let index = start; index < last; index++) slots[bytes[index]!] = 0;
  return last === start ? 0 : Math.log2(last - start) - weighted / (last - start);
}

/** Counts by the low eight bits, all zero between calls: what is measured is hardly ever beyond Latin-1. */
const SLOT_MASK = 0xff;
const slots = new Uint16Array(SLOT_MASK + 1);
const LONGEST_VALUE = 1024;
const LOG2 = new Float64Array(LONGEST_VALUE + 1).map((_, count) => Math.log2(Math.max(1, count)));

const LONGEST_MEASURED = 256;

/**
 * True when a value looks drawn by chance rather than named by a person. `least` is the shortest length that counts.
 * Words with numbers (`build-2024-arm64`), paths, addresses of resources, dates and plain numbers are not random.
 */
export function looksRandom(value: string, least: number): boolean {
  if (value.length < least) return false;
  const signs = signsOf(value);
  return looksDrawn(value, least, signs) && !isPlaceholderOf(value, signs);
}

/** The same of a value that is no placeholder, whose signs are known. What most values fail comes first. */
function looksDrawn(value: string, least: number, signs: number): boolean {
  if (value.length < least || hasBlank(value, signs)) return false;
  const sample = value.length > LONGEST_MEASURED ? value.slice(0, LONGEST_MEASURED) : value;
  if (randomLengthOf(sample) < Math.min(8, sample.length / 2)) return false;
  if (BEGINS_NUMBER[sample.charCodeAt(0)] === true && (isNumbers(sample) || HEXADECIMAL.test(sample)))
    return false;
  if (isResource(sample, signs) || ((signs & SIGN.pipe) !== 0 && /\|\w+\.|\w\|\w*\|/.test(sample)))
    return false;
  if ((signs & SIGN.bracket) !== 0 && BEGINS_CALL.test(sample)) return false;
  return entropyOf(sample) >= (sample.length < 12 ? 2.2 : 2.5);
}

/** `sign(key)`, `jwt.sign(`; not `MYq6jyUS(9`, which nothing closes, nor `w9(Kp4)zT7`, which goes on behind it. */
const BEGINS_CALL =
  /^(?!\w*\d\w*\(\w*\d\w*\)\w)(?![a-z_]*[A-Z]\w{2,40}\((?=[^()]*\d)[^()]{1,64}$)[\w$]+(?:\.[A-Za-z_$][\w$]*)*\(/;
const BEGINS_NUMBER = flagsOf(/[\d.,:/+-]/);
/** A number, perhaps with its type: `0x3456789ABCDEF012u64`. */
const HEXADECIMAL = /^0x[0-9a-f]{1,16}(?:[ui](?:8|16|32|64|128|size)|u?l{1,2}|n)?$/i;

/** Digits and the signs between them. */
function isNumbers(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    if (BEGINS_NUMBER[value.charCodeAt(index)] !== true) return false;
  }
  return true;
}

/** How much of a value is in parts that nobody would write. */
function randomLengthOf(value: string): number {
  let length = 0;
  let from = 0;
  for (let index = 0; index <= value.length; index++) {
    if (index < value.length && PARTS[value.charCodeAt(index)] !== true) continue;
    if (index > from && !isNamed(value, from, index)) length += index - from;
    from = index + 1;
  }
  return length;
}

/** Between the parts of a value. */
const PARTS = flagsOf(/[-_./:+=~@]/);

function isResource(value: string, signs: number): boolean {
  if ((signs & SIGN.slash) === 0) return false;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) || /^(?:\.{0,2}|\{[\w-]+\}\w*)\/[\w.-]*\//.test(value);
}

export interface ValueContext {
  /** An equals sign or a colon stands before the value. */
  readonly assigned: boolean;
  readonly quoted: boolean;
  /** Blanks stand round the separator, as in source code. */
  readonly spaced: boolean;
  /** The character behind the value. */
  readonly after: string;
  /** A program gets the value as it is: no word there says how something stands. */
  readonly isHandedOver?: boolean;
}

/** Judges a value by what its name promises. */
export function isSecretValue(value: string, secretClass: SecretClass, context: ValueContext): boolean {
  if (value.length < 4 || value.length < shortestOf(secretClass, context.assigned || context.quoted))
    return false;
  const signs = signsOf(value);
  if (isNoValue(value, signs, context)) return false;
  if (context.after === ';' && !context.quoted && context.spaced && /[^\w-]/.test(value)) return false;
  if (!context.quoted && isExpression(value, signs, context.after)) return false;
  if (secretClass === 'token' && signs === SIGN.digit && value.length >= 16 && value.length <= 40)
    return true;
  if (secretClass === 'key')
    return (context.assigned || context.quoted) && looksDrawn(value, SHORTEST_KEY, signs);
  if (context.isHandedOver !== true && isStateWord(value, context.quoted)) return false;
  if (looksDrawn(value, SHORTEST_DRAWN, signs)) return true;
  if (!(context.assigned || context.quoted)) return false;
  if (secretClass === 'token') return isSymbolRich(value, signs);
  return isPassword(value, signs, context);
}

/** Placeholders, references, and pieces of what stands round the text. */
function isNoValue(value: string, signs: number, context: ValueContext): boolean {
  const first = value.charCodeAt(0);
  if ((signs & SIGN.angle) !== 0 && holdsPseudonym(value)) return true;
  if (isPlaceholderOf(value, signs) || isResource(value, signs)) return true;
  // What closes a document around the text is no value.
  if (CLOSES[first] === true && /^(?:[,.:;]|[}\]](?:[}\],:]|$))/.test(value)) return true;
  if ((signs & SIGN.cut) !== 0 && value.includes('edacted') && /\.{2,3}\[?[Rr]edacted/.test(value))
    return true;
  if (!context.quoted) return OPENS[first] === true || isEnvironment(value, signs);
  return isSaidInCode(value, signs);
}

const CLOSES = flagsOf(/[,.:;}\]]/);
const OPENS = flagsOf(/[[{(]/);

/** What most values behind names of keys and tokens fail already, before anything else is asked. `isMarked`: assigned or in quotes. */
export function shortestOf(secretClass: SecretClass, isMarked: boolean): number {
  if (secretClass === 'key') return isMarked ? SHORTEST_KEY : Infinity;
  return secretClass === 'token' || !isMarked ? SHORTEST_DRAWN : 0;
}

const SHORTEST_KEY = 12;
const SHORTEST_DRAWN = 8;

/** `getPassword(user)`, `z.string().min(8)`, `os.environ[`, and the type of a member, `PasswordHasher;`. */
function isExpression(value: string, signs: number, after: string): boolean {
  const mayCall = (signs & SIGN.bracket) !== 0;
  if (mayCall && /^[A-Za-z_$][A-Za-z_$.]*\([^\n]*\)[;,{]?$|^[A-Za-z_$][\w$.]*\[$/.test(value)) return true;
  return after === ';' && /^(?:[A-Z][a-z]+)+$/.test(value);
}

/** Letters, digits and signs mixed as no name is. */
function isSymbolRich(value: string, signs: number): boolean {
  if (value.length < 10 || value.length > 128 || hasBlank(value, signs)) return false;
  if ((signs & SIGN.letter) === 0) return false;
  let rare = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code < FIRST_LETTER_BEYOND_ASCII && IS_USUAL[code] !== true) rare++;
  }
  return rare >= 3 && !((signs & SIGN.bracket) !== 0 && /^[\w$.]+[([]/.test(value));
}

const IS_WORD = flagsOf(/\w/);
const IS_USUAL = flagsOf(/[\w.,:/-]/);
/** From there on most are letters, which no token holds. */
const FIRST_LETTER_BEYOND_ASCII = 0xc0;

const LONGEST_OF_WORDS = 80;

function isPassword(value: string, signs: number, context: ValueContext): boolean {
  if (hasBlank(value, signs)) {
    if (!context.quoted || value.length > LONGEST_OF_WORDS || (signs & SIGN.letter) === 0) return false;
    return (signs & SIGN.digit) !== 0 || (context.assigned && isPassphrase(value));
  }
  // `Secret "db-credentials" not found` names one, `["password", "name"]` lists columns.
  if (context.quoted) return context.assigned || !/^[a-z]+(?:[-_][a-z]+)*$/.test(value);
  if (context.after === '(') return false;
  const first = value.charCodeAt(0);
  if (IS_WORD[first] !== true && first < FIRST_LETTER_BEYOND_ASCII) return /^[^\w\s]\w{5,}$/.test(value);
  if ((signs & SIGN.cut) !== 0 && /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(value))
    return (signs & SIGN.digit) !== 0 && isChosenOfTwo(value, context.spaced, context.after);
  return (signs & SIGN.colon) === 0 || !/^https?:/.test(value);
}
