import { ALNUM, KIND, kindAt, LOWER, SPACE, UNDERSCORE } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { ARMING_WORDS, type SecretClass, secretClassOf } from './secret-names.ts';
import { isSecretValue, looksRandom } from './secret-values.ts';
import { bareEnd, isInConnectionString, LONGEST_VALUE, quotedEnd } from './value-ends.ts';

const LONGEST_NAME_SIDE = 64;
const LONG_VALUE = 200;
const MOST_ALTERNATIVES = 8;
const BLANK = 0x20;
const DOLLAR = 0x24;
const ASTERISK = 0x2a;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const EQUALS = 0x3d;

/**
 * What may stand between a name and its value: a closing quote, blanks that align, brackets, a type, the separator (group 1), an
 * object that holds the value, blanks or one line break, the quote before the value (group 2).
 */
const SEPARATOR =
  /(?:\\{0,2}["'`])?(?:(?:[,;]\s{0,12}|\s{1,12})["']?value["']?(?=[ \t]?[:=]))?(?:[ \t]{4,48}(?=[:=]))?[ \t]{0,3}(?:\[[\w ]{0,10}\]|\)|\]){0,2}[ \t]{0,3}(?:(?:string|str|String|text)[ \t]{1,2})?(=>|->|\((?=["'`])|[:.|?+!]{0,3}={1,3}|:{1,2}(?![=])|,|>|-|\|)?[ \t]{0,4}(?:\{\s{0,16}"value"[ \t]?:[ \t]?(?="))?(?:\r?\n[ \t]{0,16})?@?(\\{0,2}["'`])?/iy;

/** After one value another of the same kind: `'a' | 'b'`, `["a", "b"]`. Group 1 is the quote. */
const NEXT_VALUE = /\\{0,2}["'`][ \t]{0,2}[|,/][ \t]{0,2}(\\{0,2}["'`])/y;

/** The end of a name of JSON. */
const NAME_ENDS = /^\\{0,2}["'`][ \t]?:/;

export const keyValueAnchors: readonly Anchor[] = ARMING_WORDS.map(({ word, isWhole }) => ({
  keyword: word,
  detect: isWhole ? detectWholeWord : word === 'key' ? detectKey : detectKeyValue,
}));

function detectWholeWord(scan: Scan, start: number, end: number): void {
  const before = kindAt(scan.bytes, start - 1);
  if ((before & LOWER) !== 0 && (kindAt(scan.bytes, start) & LOWER) !== 0) return;
  const next = scan.bytes[end] ?? 0;
  // Plurals, and the long forms: authorization, credential, signature, session id.
  if ((KIND[next]! & LOWER) !== 0 && !STARTS_LONG_FORM.has(next)) return;
  detectKeyValue(scan, start, end);
}

const STARTS_LONG_FORM = new Set(['s', 'e', 'i', 'o', 'n'].map((character) => character.charCodeAt(0)));

/** `keyed`, `keyboard` and `keystore` are no keys. */
function detectKey(scan: Scan, start: number, end: number): void {
  const next = scan.bytes[end] ?? 0;
  if ((KIND[next]! & LOWER) !== 0 && next !== 0x73) return;
  detectKeyValue(scan, start, end);
}

function detectKeyValue(scan: Scan, start: number, end: number): void {
  if (end <= scan.judgedKeysTo || start < scan.tokenTo) return;
  const { bytes, text } = scan;
  let nameEnd = end;
  const highest = Math.min(bytes.length, end + LONGEST_NAME_SIDE);
  while (nameEnd < highest && isNameByte(bytes, nameEnd)) nameEnd++;
  let nameStart = start;
  const lowest = Math.max(0, start - LONGEST_NAME_SIDE);
  while (nameStart > lowest && isNameByte(bytes, nameStart - 1)) nameStart--;
  scan.judgedKeysTo = nameEnd;
  // Most names stand in a sentence: a blank and a letter behind them.
  if (
    bytes[nameEnd] === 0x20 &&
    (kindAt(bytes, nameEnd + 1) & LOWER) !== 0 &&
    (kindAt(bytes, nameEnd + 2) & LOWER) !== 0
  ) {
    const word = /[a-z]{3,20}[ ,.;:!?\n]/y;
    word.lastIndex = nameEnd + 1;
    if (word.test(text) && !/^ (?:string|str|text|value|is)\b/.test(text.slice(nameEnd, nameEnd + 8))) return;
  }
  const secretClass = secretClassOf(text.slice(nameStart, nameEnd));
  if (secretClass === null || isMeantOtherwise(scan, nameStart, nameEnd)) return;
  const promised = secretClass === 'key' && isKeyToSomething(scan, nameStart) ? 'token' : secretClass;
  if (!judgeValueAfter(scan, nameStart, nameEnd, promised)) judgeValueBefore(scan, nameStart, secretClass);
}

/** `private key 0x4c08…`: two words for what is one in a name. */
function isKeyToSomething(scan: Scan, nameStart: number): boolean {
  return scan.bytes[nameStart - 1] === BLANK && OPENING.has(wordBefore(scan, nameStart - 1));
}

const OPENING = new Set(['access', 'api', 'private', 'secret', 'signing']);

/** Words before a name that say that no secret follows: a parser's complaint, a key of data. */
const OTHER_MEANING = new Set(
  'unexpected illegal cache primary foreign partition sort row restore idempotency routing'.split(' '),
);
/** A secret's own name. */
const RESOURCE_NAME = /\barn:aws[\w-]{0,8}:[\w:*/-]{0,48}$/i;
const FORM_TOKEN = /(?:authenticity|csrf|xsrf|verification)_?token$/i;
const FORM_VALUE = /["']\s{1,4}value=["'][^"'<>\n]{0,400}/y;
const NAME_REACH = 72;
/** The n of `token`. */
const LAST_OF_TOKEN = 0x6e;

/** The token against forged requests in a form is sent to whoever opens the page; alone it opens nothing. */
function isMeantOtherwise(scan: Scan, nameStart: number, nameEnd: number): boolean {
  const { text } = scan;
  if (scan.bytes[nameStart - 1] === BLANK && OTHER_MEANING.has(wordBefore(scan, nameStart - 1))) return true;
  const mayBeForm = (scan.bytes[nameEnd - 1]! | 0x20) === LAST_OF_TOKEN;
  if (!mayBeForm && !endsResource(scan, nameStart)) return false;
  const before = text.slice(Math.max(0, nameStart - NAME_REACH), nameStart);
  if (endsResource(scan, nameStart) && RESOURCE_NAME.test(before)) return true;
  if (
    !before.includes('<') ||
    !FORM_TOKEN.test(text.slice(nameStart, nameEnd)) ||
    !/<input\b[^<>]*$/i.test(before)
  )
    return false;
  FORM_VALUE.lastIndex = nameEnd;
  scan.judgedWordsTo = Math.max(scan.judgedWordsTo, nameEnd + (FORM_VALUE.exec(text)?.[0].length ?? 0));
  return true;
}

/** The letters that end at an index, in lower case. */
function wordBefore({ bytes, text }: Scan, end: number): string {
  let start = end;
  while (end - start <= LONGEST_MEANING && (kindAt(bytes, start - 1) & (ALNUM | UNDERSCORE)) !== 0) start--;
  return text.slice(start, end).toLowerCase();
}

const LONGEST_MEANING = 12;

/** Behind `arn:aws:secretsmanager:…:` or a part of its path. */
function endsResource({ bytes }: Scan, nameStart: number): boolean {
  const before = bytes[nameStart - 1];
  return before === COLON || before === SLASH || before === ASTERISK || before === DASH;
}

function isNameByte(bytes: Uint8Array, index: number): boolean {
  const code = bytes[index]!;
  if ((KIND[code]! & (ALNUM | UNDERSCORE)) !== 0) return true;
  return (code === DASH || code === DOT) && (KIND[bytes[index + 1] ?? 0]! & ALNUM) !== 0;
}

function judgeValueAfter(scan: Scan, nameStart: number, nameEnd: number, secretClass: SecretClass): boolean {
  const { text } = scan;
  const between = plainSeparator(scan, nameEnd) ?? separatorAt(text, nameEnd);
  if (between === null) return false;
  const { all, separator, quote } = between;
  const valueStart = nameEnd + all.length;
  if (separator === '>' && quote === '') return judgeElement(scan, valueStart, secretClass);
  if (quote !== '') return judgeQuoted(scan, valueStart, quote, secretClass, separator);
  if (separator === '' && all.includes('\n')) return false;
  const spaced = /[:=][ \t]+$/.test(all);
  const valueEnd = bareEnd(text, valueStart, spaced, isInConnectionString(text, nameStart));
  // Names inside of a long value are parts of it.
  if (valueEnd - valueStart > LONG_VALUE) scan.judgedKeysTo = valueEnd;
  const context = {
    assigned: /[:=]/.test(separator) && separator !== '=>',
    quoted: false,
    spaced,
    after: text.charAt(valueEnd),
  };
  // A value cut short with dots gives nothing away.
  if (text.startsWith('...', valueEnd)) return false;
  const value = text.slice(valueStart, valueEnd);
  if (valueEnd <= valueStart || !isSecretValue(value, secretClass, context)) return false;
  if (isComparedOrPassed(text, nameEnd, all, value)) return false;
  scan.judgedKeysTo = Math.max(scan.judgedKeysTo, valueEnd);
  report(scan, valueStart, valueEnd, 'secret', STRENGTH.context, 'key-value');
  return true;
}

interface Between {
  readonly all: string;
  readonly separator: string;
  readonly quote: string;
}

/** What most often stands there: a colon or an equals sign, with or without a blank, and a word right behind. */
function plainSeparator({ bytes }: Scan, nameEnd: number): Between | null {
  const sign = bytes[nameEnd];
  if (sign !== COLON && sign !== EQUALS) return null;
  const isSpaced = bytes[nameEnd + 1] === BLANK;
  if ((kindAt(bytes, nameEnd + (isSpaced ? 2 : 1)) & ALNUM) === 0) return null;
  if (sign === COLON) return isSpaced ? SPACED_COLON : PLAIN_COLON;
  return isSpaced ? SPACED_EQUALS : PLAIN_EQUALS;
}

const SPACED_COLON: Between = { all: ': ', separator: ':', quote: '' };
const PLAIN_COLON: Between = { all: ':', separator: ':', quote: '' };
const SPACED_EQUALS: Between = { all: '= ', separator: '=', quote: '' };
const PLAIN_EQUALS: Between = { all: '=', separator: '=', quote: '' };

function separatorAt(text: string, nameEnd: number): Between | null {
  SEPARATOR.lastIndex = nameEnd;
  const match = SEPARATOR.exec(text);
  if (match === null || match[0] === '') return null;
  return { all: match[0], separator: match[1] ?? '', quote: match[2] ?? '' };
}

/** `password != confirmPassword` compares two variables, `PASS: TestLogin` tells of a test. */
function isComparedOrPassed(text: string, nameEnd: number, separator: string, value: string): boolean {
  const isResult =
    separator === ': ' &&
    text.startsWith('PASS', nameEnd - 4) &&
    /(?:^|[^A-Za-z])PASS$/.test(text.slice(Math.max(0, nameEnd - 5), nameEnd));
  if (!isResult && !/[!=]=/.test(separator)) return false;
  return /^[A-Za-z_$][\w$./-]*$/.test(value) && !looksRandom(value, 8);
}

/** A value in quotes and the alternatives that follow it on the line. */
function judgeQuoted(
  scan: Scan,
  start: number,
  quote: string,
  secretClass: SecretClass,
  separator: string,
): boolean {
  const { text } = scan;
  const assigned = /[:=]/.test(separator);
  let found = false;
  for (let alternative = 0; alternative < MOST_ALTERNATIVES; alternative++) {
    const end = quotedEnd(text, start, quote);
    if (end - start > LONG_VALUE) scan.judgedKeysTo = Math.max(scan.judgedKeysTo, end);
    // What a colon follows is the next name.
    const followsName = alternative === 0 && separator !== ',';
    if (!followsName && NAME_ENDS.test(text.slice(end, end + quote.length + 3))) break;
    const value = text.slice(start, end);
    const leading = value.length - value.trimStart().length;
    const trimmed = value.trim();
    const context = { assigned, quoted: true, spaced: true, after: text.charAt(end + quote.length) };
    if (!isSecretValue(trimmed, secretClass, context)) break;
    // `findToken('user-list')` asks for one by its name.
    if (separator === '(' && !looksRandom(trimmed, SHORTEST_PASSED)) break;
    report(scan, start + leading, start + leading + trimmed.length, 'secret', STRENGTH.context, 'key-value');
    scan.judgedKeysTo = Math.max(scan.judgedKeysTo, end);
    found = true;
    NEXT_VALUE.lastIndex = end;
    const next = NEXT_VALUE.exec(text);
    if (next?.[1] === undefined) break;
    start = end + next[0].length;
    quote = next[1];
  }
  return found;
}

const SHORTEST_PASSED = 8;

/** The content of `<secret>…</secret>`: the pieces in it that look random. */
function judgeElement(scan: Scan, start: number, secretClass: SecretClass): boolean {
  const { text } = scan;
  const limit = Math.min(text.length, start + LONGEST_VALUE);
  let end = start;
  while (end < limit && text.charAt(end) !== '<') end++;
  if (!text.startsWith('</', end)) return false;
  const content = text.slice(start, end);
  let found = false;
  for (const piece of content.matchAll(/[^\s{}"'`]+/g)) {
    const whole = piece[0].length === content.trim().length;
    const context = { assigned: true, quoted: whole, spaced: true, after: '' };
    if (!isSecretValue(piece[0], whole ? secretClass : 'key', context)) continue;
    report(
      scan,
      start + piece.index,
      start + piece.index + piece[0].length,
      'secret',
      STRENGTH.context,
      'element',
    );
    found = true;
  }
  return found;
}

/** `"value" == password`: the value stands before the comparison. */
function judgeValueBefore(scan: Scan, nameStart: number, secretClass: SecretClass): void {
  if (!isCompared(scan, nameStart)) return;
  const before = scan.text.slice(Math.max(0, nameStart - 160), nameStart);
  const match = /["'`]([^"'`\n]{3,128})["'`]\s?[!=]={1,2}\s?[\w$.]{0,20}$/.exec(before);
  if (match?.[1] === undefined) return;
  const start = nameStart - before.length + match.index + 1;
  if (!isSecretValue(match[1], secretClass, { assigned: true, quoted: true, spaced: true, after: '' }))
    return;
  report(scan, start, start + match[1].length, 'secret', STRENGTH.context, 'compared');
}

/** Whether an equals sign stands before the name, with or without a blank and the object that has the name. */
function isCompared({ bytes }: Scan, nameStart: number): boolean {
  let index = nameStart - 1;
  while (nameStart - index <= LONGEST_OWNER && isOwnerByte(bytes[index])) index--;
  if ((kindAt(bytes, index) & SPACE) !== 0) index--;
  return bytes[index] === EQUALS;
}

const LONGEST_OWNER = 20;

function isOwnerByte(code: number | undefined): boolean {
  return (
    code !== undefined && ((KIND[code]! & (ALNUM | UNDERSCORE)) !== 0 || code === DOT || code === DOLLAR)
  );
}
