import { ALNUM, flagsOf, kindAt, UNDERSCORE } from '../characters.ts';
import { type Scan } from '../scan.ts';
import { createWordTable, type WordTable } from '../word-table.ts';

const BLANK = 0x20;
const ASTERISK = 0x2a;
const DASH = 0x2d;
const SLASH = 0x2f;
const COLON = 0x3a;
const LESS = 0x3c;
const GREATER = 0x3e;

/** `private key 0x4c08…`: two words for what is one in a name. */
export function isKeyToSomething(scan: Scan, nameStart: number): boolean {
  return scan.bytes[nameStart - 1] === BLANK && isWordBefore(scan, nameStart - 1, isOpening);
}

const isOpening = createWordTable(() => ['access', 'api', 'private', 'secret', 'signing']);

/** Words before a name that say that no secret follows: a parser's complaint, a key of data. */
const hasOtherMeaning = createWordTable(() =>
  'unexpected illegal cache primary foreign partition sort row restore idempotency routing'.split(' '),
);
/** `first pass: write`: one of several times through something. */
const isOrdinal = createWordTable(() =>
  'first second third fourth final initial single each two multi'.split(' '),
);
/** A secret's own name. */
const RESOURCE_NAME = /\barn:aws[\w-]{0,8}:[\w:*/-]{0,48}$/i;
const FORM_TOKEN = /(?:authenticity|csrf|xsrf|verification)_?token$/i;
const FORM_VALUE = /["']\s{1,4}value=["'][^"'<>\n]{0,400}/y;
const NAME_REACH = 72;

/** The token against forged requests in a form is sent to whoever opens the page; alone it opens nothing. */
export function isMeantOtherwise(scan: Scan, nameStart: number, nameEnd: number): boolean {
  const { bytes, text } = scan;
  if (bytes[nameStart - 1] === BLANK && isWordBefore(scan, nameStart - 1, hasOtherMeaning)) return true;
  if (bytes[nameStart - 1] === BLANK && isDescribed(text, nameStart)) return true;
  if (nameEnd - nameStart === PASS && isPass(scan, nameStart) && isOneOfSeveral(scan, nameStart)) return true;
  if (endsResource(scan, nameStart) && isResourceName(scan, nameStart)) return true;
  if ((bytes[nameEnd - 1]! | SMALL) !== SMALL_N || (bytes[nameEnd - 'token'.length]! | SMALL) !== SMALL_T)
    return false;
  if (!isInElement(scan, nameStart) || !FORM_TOKEN.test(text.slice(nameStart, nameEnd))) return false;
  if (!INPUT.test(text.slice(Math.max(0, nameStart - NAME_REACH), nameStart))) return false;
  FORM_VALUE.lastIndex = nameEnd;
  scan.judgedWordsTo = Math.max(scan.judgedWordsTo, nameEnd + (FORM_VALUE.exec(text)?.[0].length ?? 0));
  return true;
}

/** `:param client_secret: Secret of the client`, `@param token the token`: documentation says what it is. */
function isDescribed(text: string, nameStart: number): boolean {
  if (!text.endsWith('param ', nameStart)) return false;
  return MARKS_PARAMETER.test(text.charAt(nameStart - PARAM - 1));
}

const PARAM = 'param '.length;
const MARKS_PARAMETER = /[:@\\]/;
const PASS = 'pass'.length;

function isPass({ text }: Scan, nameStart: number): boolean {
  return text.slice(nameStart, nameStart + PASS).toLowerCase() === 'pass';
}

/** Behind `First `; what follows the pass is a word and no value that was drawn. */
function isOneOfSeveral(scan: Scan, nameStart: number): boolean {
  const { bytes, text } = scan;
  if (bytes[nameStart - 1] !== BLANK || !isWordBefore(scan, nameStart - 1, isOrdinal)) return false;
  return /^:? {1,2}[A-Za-z]{2,20}(?![\w!#$%&*@-])/.test(text.slice(nameStart + PASS, nameStart + PASS + 26));
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
const SMALL_N = 0x6e;
const SMALL_R = 0x72;
const SMALL_T = 0x74;

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
const BEGINS_MEANING = flagsOf(/[uicpfsratemUICPFSRATEM]/);

/** Behind `arn:aws:secretsmanager:…:` or a part of its path. */
function endsResource({ bytes }: Scan, nameStart: number): boolean {
  const before = bytes[nameStart - 1];
  return before === COLON || before === SLASH || before === ASTERISK || before === DASH;
}
