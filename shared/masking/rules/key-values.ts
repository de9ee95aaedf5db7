import { ALNUM, DIGIT, flagsOf, KIND, kindAt, LETTER, LOWER, WORD } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { isCodeBroken } from './broken-lines.ts';
import { judgeValueBefore } from './compared-values.ts';
import { formPartAfter } from './form-parts.ts';
import { isHandedOver } from './handed-over.ts';
import { judgeValue, NO_SECRET, SECRET, STATE } from './judged-values.ts';
import { isOtherValue } from './other-values.ts';
import { isSaidOtherwise } from './said-values.ts';
import { namesPhrase, passphraseEnd } from './passphrases.ts';
import { judgeElement } from './secret-elements.ts';
import type { SecretClass } from './secret-class.ts';
import { ARMING_WORDS, secretClassIn } from './secret-names.ts';
import { looksRandom, shortestOf } from './secret-values.ts';
import { standsInSentence } from './sentence-words.ts';
import { type Between, endsInBlanks, separatorAt } from './value-separators.ts';
import { isKeyToSomething, isMeantOtherwise } from './words-before-names.ts';
import { bareEnd, isInConnectionString, quotedEnd, trimmedEnd, trimmedStart } from './value-ends.ts';
import { wholeValueEnd } from './whole-values.ts';

const LONGEST_NAME_SIDE = 64;
const LONG_VALUE = 200;
const SHORTEST_ASSIGNED = 4;
const SHORTEST_BARE = 8;
const MOST_ALTERNATIVES = 8;
const LINE_FEED = 0x0a;
const DASH = 0x2d;
const DOT = 0x2e;
const OPENING_SQUARE = 0x5b;

/** After one value another of the same kind: `'a' | 'b'`, `["a", "b"]`. Group 1 is the quote. */
const NEXT_VALUE = /\\{0,7}["'`][ \t]{0,2}[|,/][ \t]{0,2}(\\{0,7}["'`])/y;

/** `'green' | 'ploverSand1'`: in a union, and with a digit, which the names of states do not have. */
const NEXT_OF_UNION = /\\{0,7}["'`][ \t]{0,2}\|[ \t]{0,2}(\\{0,7}["'`])(?=[^\d"'`\n]{0,30}\d)/y;

/** The end of a name of JSON or PHP. */
const NAME_ENDS = /^\\{0,7}["'`][ \t]?(?::|=>)/;

export const keyValueAnchors: readonly Anchor[] = ARMING_WORDS.map(({ word, isWhole }) => ({
  keyword: word,
  detect:
    word === 'client'
      ? detectClient
      : isWhole
        ? detectWholeWord
        : word === 'key'
          ? detectKey
          : detectKeyValue,
}));

function detectWholeWord(scan: Scan, start: number, end: number): void {
  const before = kindAt(scan.bytes, start - 1);
  if ((before & LOWER) !== 0 && (kindAt(scan.bytes, start) & LOWER) !== 0 && !endsJoined(scan, start, end))
    return;
  const next = scan.bytes[end] ?? 0;
  // Plurals, and the long forms: authorization, credential, signature, session id.
  if ((KIND[next]! & LOWER) !== 0 && !STARTS_LONG_FORM.has(next)) return;
  detectKeyValue(scan, start, end);
}

/** `dbpass`, with a sign behind it: of the words that count as words of their own the only one that others are joined to. */
function endsJoined({ bytes, text }: Scan, start: number, end: number): boolean {
  if ((bytes[start]! | SMALL) !== SMALL_P || end - start !== 'pass'.length) return false;
  // `-storepass:file` says where it is.
  if (text.startsWith(':file ', end) || text.startsWith(':env ', end)) return false;
  let sign = end;
  while (sign - end < MOST_BLANKS && bytes[sign] === BLANK) sign++;
  return (sign === end ? BEHIND_JOINED : ASSIGNS)[bytes[sign] ?? 0]!;
}

const BLANK = 0x20;
const MOST_BLANKS = 24;
const ASSIGNS = flagsOf(/[:=]/);
const BEHIND_JOINED = flagsOf(/[:="'\])]/);

const SMALL_P = 0x70;
const STARTS_LONG_FORM = new Set(['s', 'e', 'i', 'o', 'n'].map((character) => character.charCodeAt(0)));

/** Of a client only an id behind it says more. */
function detectClient(scan: Scan, start: number, end: number): void {
  if (!endsPlainName(scan, start, end)) detectWholeWord(scan, start, end);
}

/**
 * Whether a name ends at an index of whose words before `start` none promises a secret: each that does is a keyword itself, which would
 * have judged the name and moved `judgedKeysTo` into it. What could have kept it from that is ruled out: a token, a number that the
 * scan passed over, a value that ends within the name.
 */
function endsPlainName(scan: Scan, start: number, end: number): boolean {
  const { bytes, judgedKeysTo, tokenTo, digitsTo } = scan;
  if (end < bytes.length && isNameByte(bytes, end)) return false;
  const lowest = Math.max(judgedKeysTo, tokenTo, digitsTo, start - LONGEST_NAME_SIDE, 0);
  let index = start;
  for (; index > lowest; index--) {
    const kind = KIND[bytes[index - 1]!]!;
    if ((kind & DIGIT) !== 0) return false;
    if ((kind & WORD) === 0 && !isNameByte(bytes, index - 1)) return true;
  }
  return index === 0;
}

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
  if (standsInSentence(scan, nameEnd)) return;
  const secretClass = secretClassIn(text, bytes, nameStart, nameEnd);
  if (secretClass === null || isMeantOtherwise(scan, nameStart, nameEnd)) return;
  const promised = secretClass === 'key' && isKeyToSomething(scan, nameStart) ? 'token' : secretClass;
  if (!judgeValueAfter(scan, nameStart, nameEnd, promised)) judgeValueBefore(scan, nameStart, secretClass);
}

function isNameByte(bytes: Uint8Array, index: number): boolean {
  const code = bytes[index]!;
  if ((KIND[code]! & WORD) !== 0) return true;
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
  const isBroken = holdsLineBreak(bytes, nameEnd, valueStart);
  if (isBroken && isCodeBroken(text, nameStart, nameEnd, valueStart)) return false;
  if (quote !== '') {
    // What stands behind a bracket or the name without a blank closes what was opened before.
    if (separator === '' && CLOSES_BRACKET[bytes[valueStart - quote.length - 1] ?? 0]!) return false;
    // Three quotes open a longer text.
    const isLong = text.startsWith(quote + quote, valueStart);
    const start = isLong ? valueStart + 2 * quote.length : valueStart;
    return judgeQuoted(scan, start, between, secretClass, nameStart, nameEnd);
  }
  return !(isBroken && !between.assigns) && judgeBare(scan, nameStart, nameEnd, between, secretClass);
}

/** A value without quotes. */
function judgeBare(
  scan: Scan,
  nameStart: number,
  nameEnd: number,
  between: Between,
  secretClass: SecretClass,
): boolean {
  const { bytes, text } = scan;
  const { end: valueStart, separator } = between;
  const spaced = endsInBlanks(bytes, nameEnd, valueStart);
  const isInConnection = isInConnectionString(bytes, nameStart);
  const valueEnd = bareEnd(text, bytes, valueStart, spaced, isInConnection);
  // Names inside of a long value are parts of it.
  if (valueEnd - valueStart > LONG_VALUE) scan.judgedKeysTo = valueEnd;
  const assigned = between.assigns && separator !== '=>';
  if (assigned && !spaced) {
    const wholeEnd = wholeEndOf(scan, nameStart, valueStart, valueEnd, isInConnection);
    if (wholeEnd > 0 && judgeValue(scan, valueStart, wholeEnd, secretClass, WHOLE) === SECRET)
      return reportValue(scan, valueStart, wholeEnd);
  }
  // Most words behind a name are too short for any secret.
  if (valueEnd - valueStart < (assigned ? SHORTEST_ASSIGNED : SHORTEST_BARE)) return false;
  const phraseEnd = assigned && spaced ? phraseEndAt(scan, nameEnd, valueStart) : -1;
  if (phraseEnd < 0 && valueEnd - valueStart < shortestOf(secretClass, assigned)) return false;
  const context = {
    assigned,
    quoted: false,
    spaced,
    after: text.charAt(valueEnd),
    // It makes a difference to words alone.
    isHandedOver: !spaced && mayBeginWord(bytes[valueStart]!) && isHandedOver(scan, nameStart, nameEnd),
  };
  // A value cut short with dots gives nothing away.
  if (bytes[valueEnd] === DOT && text.startsWith('...', valueEnd)) return false;
  if (phraseEnd < 0 && judgeValue(scan, valueStart, valueEnd, secretClass, context) !== SECRET) return false;
  if (isSaidOtherwise(scan, nameEnd, valueStart, valueEnd)) return false;
  if (isOtherValue(scan, { nameStart, nameEnd, start: valueStart, end: valueEnd, isQuoted: false }))
    return false;
  return reportValue(scan, valueStart, Math.max(valueEnd, phraseEnd));
}

/** Where a value ends that a sign does not end, or that begins with a bracket; -1 for one that ends as values do. */
function wholeEndOf(
  scan: Scan,
  nameStart: number,
  valueStart: number,
  valueEnd: number,
  isInConnection: boolean,
): number {
  const opensBracket = scan.bytes[valueStart] === OPENING_SQUARE;
  if (!opensBracket && ENDS_PLAIN[scan.bytes[valueEnd] ?? LINE_FEED]!) return -1;
  const end = wholeValueEnd(scan, nameStart, valueStart, isInConnection);
  return end > valueEnd || (opensBracket && end === valueEnd) ? end : -1;
}

/** What is asked of a value whose end is sure. */
const WHOLE = { assigned: true, quoted: true, spaced: false, after: '' };
/** Behind most values: nothing that could be a part of them. */
const ENDS_PLAIN = flagsOf(/[\s,)]/);
const CLOSES_BRACKET = flagsOf(/[)\]]/);

/** Where a passphrase ends that stands behind the name of one; -1 without it. */
function phraseEndAt({ bytes, text }: Scan, nameEnd: number, valueStart: number): number {
  const mayNamePhrase = (bytes[nameEnd - 1]! | SMALL) === SMALL_E;
  return mayNamePhrase && namesPhrase(text, nameEnd) ? passphraseEnd(text, valueStart) : -1;
}

/** Set in the codes of small letters. */
const SMALL = 0x20;
const SMALL_E = 0x65;

function mayBeginWord(code: number): boolean {
  return code >= BEYOND_ASCII || (KIND[code]! & LETTER) !== 0;
}

const BEYOND_ASCII = 0x80;

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
  nameStart: number,
  nameEnd: number,
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
    const place = { nameStart, nameEnd, start: from, end: to, isQuoted: true };
    if (answer === SECRET && alternative === 0 && isOtherValue(scan, place)) break;
    const following = answer === STATE ? NEXT_OF_UNION : NEXT_VALUE;
    following.lastIndex = end;
    const next = following.exec(text);
    if (answer === SECRET) found = reportValue(scan, from, to);
    // `["--password", "…", "--port", "8080"]`
    if (next?.[1] === undefined || bytes[end + next[0].length] === DASH) break;
    start = end + next[0].length;
    quote = next[1];
  }
  return found;
}

const SHORTEST_PASSED = 8;
