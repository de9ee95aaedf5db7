import { ALNUM, flagsOf, KIND, kindAt, LOWER, UNDERSCORE } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { createWordTable, type WordTable } from '../word-table.ts';
import { judgeValueBefore } from './compared-values.ts';
import { formPartAfter } from './form-parts.ts';
import { isHandedOver } from './handed-over.ts';
import { judgeValue, NO_SECRET, SECRET, STATE } from './judged-values.ts';
import { isSaidOtherwise } from './said-values.ts';
import { namesPhrase, passphraseEnd } from './passphrases.ts';
import { judgeElement } from './secret-elements.ts';
import type { SecretClass } from './secret-class.ts';
import { ARMING_WORDS, secretClassIn } from './secret-names.ts';
import { looksRandom } from './secret-values.ts';
import { type Between, endsInBlanks, separatorAt } from './value-separators.ts';
import { bareEnd, isInConnectionString, quotedEnd, trimmedEnd, trimmedStart } from './value-ends.ts';

const LONGEST_NAME_SIDE = 64;
const LONG_VALUE = 200;
const SHORTEST_ASSIGNED = 4;
const SHORTEST_BARE = 8;
const MOST_ALTERNATIVES = 8;
const LINE_FEED = 0x0a;
const BLANK = 0x20;
const ASTERISK = 0x2a;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const LESS = 0x3c;
const GREATER = 0x3e;

/** After one value another of the same kind: `'a' | 'b'`, `["a", "b"]`. Group 1 is the quote. */
const NEXT_VALUE = /\\{0,7}["'`][ \t]{0,2}[|,/][ \t]{0,2}(\\{0,7}["'`])/y;

/** `'green' | 'ploverSand1'`: in a union, and with a digit, which the names of states do not have. */
const NEXT_OF_UNION = /\\{0,7}["'`][ \t]{0,2}\|[ \t]{0,2}(\\{0,7}["'`])(?=[^\d"'`\n]{0,30}\d)/y;

/** The end of a name of JSON. */
const NAME_ENDS = /^\\{0,7}["'`][ \t]?:/;

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
    const isWord = isPlainWord(bytes, nameEnd + 1);
    const mayGoOn = isWord && BEGINS_FILLER[bytes[nameEnd + 1]!]!;
    if (isWord && !(mayGoOn && FILLER.test(text.slice(nameEnd, nameEnd + LONGEST_FILLER)))) return;
  }
  const secretClass = secretClassIn(text, bytes, nameStart, nameEnd);
  if (secretClass === null || isMeantOtherwise(scan, nameStart, nameEnd)) return;
  const promised = secretClass === 'key' && isKeyToSomething(scan, nameStart) ? 'token' : secretClass;
  if (!judgeValueAfter(scan, nameStart, nameEnd, promised)) judgeValueBefore(scan, nameStart, secretClass);
}

/** What may stand between a name and its separator. */
const FILLER = /^ (?:string|str|text|value)\b/;
const LONGEST_FILLER = 8;
const BEGINS_FILLER = flagsOf(/[stv]/);

/** Three to twenty small letters and the sign that ends a word. */
function isPlainWord(bytes: Uint8Array, start: number): boolean {
  let end = start;
  while (end - start <= LONGEST_PLAIN_WORD && (kindAt(bytes, end) & LOWER) !== 0) end++;
  return (
    end - start >= 3 && end - start <= LONGEST_PLAIN_WORD && end < bytes.length && ENDS_WORD[bytes[end]!]!
  );
}

const LONGEST_PLAIN_WORD = 20;
const ENDS_WORD = flagsOf(/[ ,.;:!?\n]/);

/** `private key 0x4c08…`: two words for what is one in a name. */
function isKeyToSomething(scan: Scan, nameStart: number): boolean {
  return scan.bytes[nameStart - 1] === BLANK && isWordBefore(scan, nameStart - 1, isOpening);
}

const isOpening = createWordTable(() => ['access', 'api', 'private', 'secret', 'signing']);

/** Words before a name that say that no secret follows: a parser's complaint, a key of data. */
const hasOtherMeaning = createWordTable(() =>
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
  if (scan.bytes[nameStart - 1] === BLANK && isWordBefore(scan, nameStart - 1, hasOtherMeaning)) return true;
  const mayBeForm = (scan.bytes[nameEnd - 1]! | 0x20) === LAST_OF_TOKEN;
  if (endsResource(scan, nameStart) && isResourceName(scan, nameStart)) return true;
  if (!mayBeForm || !isInElement(scan, nameStart) || !FORM_TOKEN.test(text.slice(nameStart, nameEnd)))
    return false;
  if (!INPUT.test(text.slice(Math.max(0, nameStart - NAME_REACH), nameStart))) return false;
  FORM_VALUE.lastIndex = nameEnd;
  scan.judgedWordsTo = Math.max(scan.judgedWordsTo, nameEnd + (FORM_VALUE.exec(text)?.[0].length ?? 0));
  return true;
}

const INPUT = /<input\b[^<>]*$/i;

/** Whether an element begins in reach before an index that has not ended there. */
function isInElement({ bytes }: Scan, index: number): boolean {
  const lowest = Math.max(0, index - NAME_REACH);
  let at = index;
  while (at > lowest && bytes[at - 1] !== LESS && bytes[at - 1] !== GREATER) at--;
  return at > lowest && bytes[at - 1] === LESS;
}

/** Whether `arn:aws…` stands in the word before an index. */
function isResourceName({ bytes, text }: Scan, index: number): boolean {
  const lowest = Math.max(0, index - NAME_REACH);
  let at = index;
  while (at > lowest && IN_RESOURCE[bytes[at - 1]!]!) {
    at--;
    if ((bytes[at]! | SMALL) === SMALL_A && (bytes[at + 1]! | SMALL) === SMALL_R && bytes[at + 3] === COLON)
      return RESOURCE_NAME.test(text.slice(lowest, index));
  }
  return false;
}

const IN_RESOURCE = flagsOf(/[\w:*/-]/);
/** Set in the codes of small letters. */
const SMALL = 0x20;
const SMALL_A = 0x61;
const SMALL_R = 0x72;

/** Whether the letters that end at an index are one of some words, in either case. */
function isWordBefore({ bytes }: Scan, end: number, isOne: WordTable): boolean {
  let start = end;
  while (end - start <= LONGEST_MEANING && (kindAt(bytes, start - 1) & (ALNUM | UNDERSCORE)) !== 0) start--;
  if (end - start < SHORTEST_MEANING || end - start > LONGEST_MEANING || !BEGINS_MEANING[bytes[start]!]!)
    return false;
  return isOne(bytes, start, end);
}

const SHORTEST_MEANING = 3;
const LONGEST_MEANING = 12;
const BEGINS_MEANING = flagsOf(/[uicpfsraUICPFSRA]/);

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
  const { bytes, text } = scan;
  const part = formPartAfter(scan, nameStart, nameEnd);
  if (part !== null) return judgeFormPart(scan, part.start, part.end, secretClass);
  const between = separatorAt(text, bytes, nameEnd);
  if (between === null) return false;
  const { end: valueStart, separator, quote } = between;
  if (separator === '>' && quote === '') return judgeElement(scan, valueStart, secretClass);
  if (quote !== '') {
    // Three quotes open a longer text.
    const isLong = text.startsWith(quote + quote, valueStart);
    const start = isLong ? valueStart + 2 * quote.length : valueStart;
    return judgeQuoted(scan, start, between, secretClass);
  }
  if (separator === '' && holdsLineBreak(bytes, nameEnd, valueStart)) return false;
  const spaced = endsInBlanks(bytes, nameEnd, valueStart);
  const valueEnd = bareEnd(text, bytes, valueStart, spaced, isInConnectionString(bytes, nameStart));
  // Names inside of a long value are parts of it.
  if (valueEnd - valueStart > LONG_VALUE) scan.judgedKeysTo = valueEnd;
  const assigned = between.assigns && separator !== '=>';
  // Most words behind a name are too short for any secret.
  if (valueEnd - valueStart < (assigned ? SHORTEST_ASSIGNED : SHORTEST_BARE)) return false;
  const phraseEnd = assigned && spaced && namesPhrase(text, nameEnd) ? passphraseEnd(text, valueStart) : -1;
  const context = {
    assigned,
    quoted: false,
    spaced,
    after: text.charAt(valueEnd),
    isHandedOver: !spaced && isHandedOver(scan, nameStart, nameEnd),
  };
  // A value cut short with dots gives nothing away.
  if (bytes[valueEnd] === DOT && text.startsWith('...', valueEnd)) return false;
  if (valueEnd <= valueStart) return false;
  if (phraseEnd < 0 && judgeValue(scan, valueStart, valueEnd, secretClass, context) !== SECRET) return false;
  const value = text.slice(valueStart, valueEnd);
  if (isSaidOtherwise(text, { nameEnd, between: text.slice(nameEnd, valueStart), value, valueEnd }))
    return false;
  return reportValue(scan, valueStart, Math.max(valueEnd, phraseEnd));
}

/** @returns true, for what found the value. */
function reportValue(scan: Scan, start: number, end: number): true {
  scan.judgedKeysTo = Math.max(scan.judgedKeysTo, end);
  report(scan, start, end, 'secret', STRENGTH.context, 'key-value');
  return true;
}

function holdsLineBreak(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    if (bytes[index] === LINE_FEED) return true;
  }
  return false;
}

/** The value of a form's part is all of its line. */
function judgeFormPart(scan: Scan, start: number, end: number, secretClass: SecretClass): boolean {
  const context = { assigned: true, quoted: true, spaced: true, after: '' };
  return judgeValue(scan, start, end, secretClass, context) === SECRET && reportValue(scan, start, end);
}

/** A value in quotes and the alternatives that follow it on the line. */
function judgeQuoted(
  scan: Scan,
  first: number,
  { separator, assigns, quote: opening }: Between,
  secretClass: SecretClass,
): boolean {
  const { bytes, text } = scan;
  let start = first;
  let quote = opening;
  let found = false;
  for (let alternative = 0; alternative < MOST_ALTERNATIVES; alternative++) {
    const end = quotedEnd(text, bytes, start, quote);
    if (end - start > LONG_VALUE) scan.judgedKeysTo = Math.max(scan.judgedKeysTo, end);
    // What a colon follows is the next name.
    const followsName = alternative === 0 && separator !== ',';
    if (!followsName && NAME_ENDS.test(text.slice(end, end + quote.length + 3))) break;
    const from = trimmedStart(text, bytes, start, end);
    const to = trimmedEnd(text, bytes, from, end);
    const context = {
      assigned: assigns,
      quoted: true,
      spaced: true,
      after: text.charAt(end + quote.length),
    };
    const answer = judgeValue(scan, from, to, secretClass, context);
    // Behind a state another value may follow, and not behind what nobody would take for one.
    if (answer === NO_SECRET) break;
    // `findToken('user-list')` asks for one by its name.
    if (separator === '(' && !looksRandom(text.slice(from, to), SHORTEST_PASSED)) break;
    const following = answer === STATE ? NEXT_OF_UNION : NEXT_VALUE;
    following.lastIndex = end;
    const next = following.exec(text);
    if (answer === SECRET) found = reportValue(scan, from, to);
    if (next?.[1] === undefined) break;
    start = end + next[0].length;
    quote = next[1];
  }
  return found;
}

const SHORTEST_PASSED = 8;
