import { flagsOf } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import type { SecretClass } from './secret-class.ts';
import { secretClassOf } from './secret-names.ts';
import { isSecretValue } from './secret-values.ts';
import { looksChosen } from './spoken-passwords.ts';
import { LONGEST_VALUE } from './value-ends.ts';

const BANG = 0x21;
const SLASH = 0x2f;
const LESS = 0x3c;
const CDATA = '<![CDATA[';
const CDATA_REACH = 256;

/** The content of `<secret>…</secret>`: the pieces in it that look random. */
export function judgeElement(scan: Scan, start: number, secretClass: SecretClass): boolean {
  const { bytes, text } = scan;
  if (bytes[start] === LESS && bytes[start + 1] === BANG) return judgeCdata(scan, start, secretClass);
  const end = lessFrom(scan, start);
  if (end - start > LONGEST_VALUE || bytes[end + 1] !== SLASH) return false;
  const content = text.slice(start, end);
  const { length } = content.trim();
  if ((isPhrase(content) || isMixed(content)) && isSecretValue(content, secretClass, WHOLE)) {
    report(scan, start, end, 'secret', STRENGTH.context, 'element');
    scan.judgedKeysTo = Math.max(scan.judgedKeysTo, end);
    scan.elementTo = end;
    return true;
  }
  let found = false;
  PIECE.lastIndex = 0;
  for (let piece = PIECE.exec(content); piece !== null; piece = PIECE.exec(content)) {
    const whole = piece[0].length === length;
    const context = { assigned: true, quoted: whole, spaced: true, after: '' };
    const from = start + piece.index;
    if (isSecretValue(piece[0], whole ? secretClass : 'key', context)) {
      report(scan, from, from + piece[0].length, 'secret', STRENGTH.context, 'element');
      found = true;
      // A name within it is a part of it, unless the piece ends in a sign: then the value of its last name may follow.
      if (from === start && ENDS_IN_WORD.test(piece[0]))
        scan.judgedKeysTo = Math.max(scan.judgedKeysTo, from + piece[0].length);
    }
    // Another name within the same element: of its words only the first one is new.
    if (scan.elementTo === end) break;
  }
  scan.elementTo = end;
  return found;
}

const WHOLE = { assigned: true, quoted: true, spaced: true, after: '' };
/** Words with digits or signs among them, and what is said of passwords in their place. */
const PHRASE = /^[^\s{}"'`]+(?: [^\s{}"'`]+){1,5}$/;
const SAID =
  /\b(?:passwords?|passwd|secrets?|tokens?|keys?|must|least|most|characters?|digits?|letters?|enter|your|please|required?|contains?|invalid|incorrect|wrong|should|be|is|are|was|the|an?|of|for|to|or|and|not|no|set|days?|minutes?|attempts?|version)\b/i;

function isPhrase(content: string): boolean {
  return (
    content.length <= LONGEST_PHRASE && PHRASE.test(content) && looksChosen(content) && !SAID.test(content)
  );
}

const LONGEST_PHRASE = 80;
/** Small and capital letters and a digit without a blank, and quotes or braces among them; nothing that is filled in. */
const MIXED =
  /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*["'`{}])(?!.*(?:[$#@%]\{|\{\{|\{[A-Za-z]?[a-z_.]*\d*\}))[^\s<]+$/;

function isMixed(content: string): boolean {
  return content.length <= LONGEST_PHRASE && MIXED.test(content);
}

/** `<![CDATA[…]]>` is all of what an element holds. */
function judgeCdata(scan: Scan, start: number, secretClass: SecretClass): boolean {
  const { text } = scan;
  if (!text.startsWith(CDATA, start)) return false;
  const from = start + CDATA.length;
  const length = text.slice(from, from + CDATA_REACH).indexOf(']]>');
  if (length < 0) return false;
  const value = text.slice(from, from + length);
  if (!isSecretValue(value, secretClass, WHOLE) || (/\s/.test(value) && !isPhrase(value))) return false;
  scan.judgedKeysTo = Math.max(scan.judgedKeysTo, from + length);
  report(scan, from, from + length, 'secret', STRENGTH.context, 'element');
  return true;
}

/** `<password type="string">`: an element whose name promises a secret, with attributes behind it. `end` is behind the blank. */
function detectWithAttributes(scan: Scan, start: number, end: number): void {
  const { bytes, text } = scan;
  let nameStart = start;
  while (start - nameStart < LONGEST_NAME && IN_NAME[bytes[nameStart - 1] ?? 0]!) nameStart--;
  if (bytes[nameStart - 1] !== LESS) return;
  ATTRIBUTES.lastIndex = end;
  if (!ATTRIBUTES.test(text)) return;
  const secretClass = secretClassOf(text.slice(nameStart, end - 1).replace(/^.*:/, ''));
  if (secretClass !== null) judgeElement(scan, ATTRIBUTES.lastIndex, secretClass);
}

const LONGEST_NAME = 40;
const IN_NAME = flagsOf(/[\w:.-]/);
const ATTRIBUTES =
  /(?:\s{0,4}[\w:.-]{1,40}\s?=\s?\\?(?:"[^"<>\n]{0,80}"|'[^'<>\n]{0,80}')){1,6}\s{0,4}>\s{0,16}/y;

export const elementAnchors: readonly Anchor[] = [
  'password ',
  'passwd ',
  'passphrase ',
  'passwort ',
  'pwd ',
  'secret ',
  'token ',
  'apikey ',
].map((keyword) => ({ keyword, detect: detectWithAttributes }));

const ENDS_IN_WORD = /\w$/;
const PIECE = /[^\s{}"'`]+/g;

/** Where the next `<` stands; the end of the text when there is none. */
function lessFrom({ bytes, lessAt, text }: Scan, start: number): number {
  if (start < lessAt.from || start > lessAt.at) {
    const at = text.indexOf('<', start);
    lessAt.from = start;
    lessAt.at = at < 0 ? bytes.length : at;
  }
  return lessAt.at;
}
