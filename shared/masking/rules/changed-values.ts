import { flagsOf, KIND, SPACE } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { isOtherValue } from './other-values.ts';
import { secretClassOf } from './secret-names.ts';
import { isSecretValue, looksRandom } from './secret-values.ts';
import { looksChosen } from './spoken-passwords.ts';

const BACKSLASH = 0x5c;
const EQUALS = 0x3d;
const COLON = 0x3a;
const LINE_FEED = 0x0a;
const LONGEST_OLD = 160;
const LONGEST_NAME = 64;
const MOST_BLANKS = 12;
const IS_QUOTE = flagsOf(/["'`]/);
const IN_NAME = flagsOf(/[\w.-]/);
/** What stands for an old value that is not told. */
const UNTOLD = /^(?:null|none|\(.{0,24}\))$/i;
const NEW_VALUE =
  /\\{0,3}(?:"([^"\n\\]{4,256})(?=\\{0,3}")|'([^'\n]{4,256})(?=')|([^\s"'`<>()[\]{},;\\]{4,256}))/y;
const SHORTEST_RANDOM = 8;

/** `password = "old" -> "new"` of a plan or a difference: the new value, whatever the old one is. */
function detectChanged(scan: Scan, start: number, end: number): void {
  const old = oldValueBefore(scan, start);
  if (old === null) return;
  const name = nameBefore(scan, old.start);
  const secretClass = name.start === name.end ? null : secretClassOf(scan.text.slice(name.start, name.end));
  if (secretClass === null) return;
  NEW_VALUE.lastIndex = end;
  const match = NEW_VALUE.exec(scan.text);
  if (match === null) return;
  const bare = match[3];
  // An arrow stands before a function's result, too: `(password: string) -> Sha256`.
  if (bare !== undefined && (old.isQuoted || !(looksChosen(bare) || looksRandom(bare, SHORTEST_RANDOM))))
    return;
  if (bare === undefined && !old.isQuoted && !UNTOLD.test(scan.text.slice(old.start, old.end))) return;
  const value = match[1] ?? match[2] ?? bare ?? '';
  const context = { assigned: true, quoted: bare === undefined, spaced: true, after: '' };
  if (!isSecretValue(value, secretClass, context)) return;
  const valueEnd = end + match[0].length;
  const place = {
    nameStart: name.start,
    nameEnd: name.end,
    start: valueEnd - value.length,
    end: valueEnd,
    isQuoted: bare === undefined,
  };
  if (isOtherValue(scan, place)) return;
  report(scan, valueEnd - value.length, valueEnd, 'secret', STRENGTH.context, 'changed-value');
}

interface Old {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

/** What ends at an index: in quotes, in round brackets, or a word. */
function oldValueBefore({ bytes, text }: Scan, end: number): Old | null {
  const last = bytes[end - 1] ?? 0;
  const lowest = Math.max(0, end - LONGEST_OLD);
  if (IS_QUOTE[last]! || last === CLOSING_BRACKET) {
    const opening = last === CLOSING_BRACKET ? '(' : text.charAt(end - 1);
    const before = text.slice(lowest, end - 1);
    let start = lowest + before.lastIndexOf(opening);
    if (start < lowest || before.includes('\n', start - lowest)) return null;
    while (start > lowest && bytes[start - 1] === BACKSLASH) start--;
    return { start, end, isQuoted: last !== CLOSING_BRACKET };
  }
  let start = end;
  while (start > lowest && (KIND[bytes[start - 1]!]! & SPACE) === 0) start--;
  return start === end || start === lowest ? null : { start, end, isQuoted: false };
}

const CLOSING_BRACKET = 0x29;

/** Where the name stands that ends at an index but for a sign and blanks behind it; nowhere when none does. */
function nameBefore({ bytes }: Scan, end: number): { readonly start: number; readonly end: number } {
  let index = blanksBefore(bytes, end);
  const sign = bytes[index - 1];
  if (sign !== EQUALS && sign !== COLON) return { start: end, end };
  index = blanksBefore(bytes, index - 1);
  if (IS_QUOTE[bytes[index - 1] ?? 0]!) index--;
  while (bytes[index - 1] === BACKSLASH) index--;
  let start = index;
  while (start > 0 && index - start < LONGEST_NAME && IN_NAME[bytes[start - 1]!]!) start--;
  return { start, end: index };
}

function blanksBefore(bytes: Uint8Array, end: number): number {
  let index = end;
  while (
    end - index < MOST_BLANKS &&
    (KIND[bytes[index - 1] ?? 0]! & SPACE) !== 0 &&
    bytes[index - 1] !== LINE_FEED
  )
    index--;
  return index;
}

/** New values of settings in plans and differences. */
export const changedValueAnchors: readonly Anchor[] = [' -> ', ' => '].map((keyword) => ({
  keyword,
  detect: detectChanged,
}));
