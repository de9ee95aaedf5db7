import { flagsOf } from '../characters.ts';
import { pseudonymEndIn } from '../pseudonyms.ts';
import { type Scan } from '../scan.ts';

const BLANK = 0x20;
const COLON = 0x3a;
const DASH = 0x2d;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const SMALL = 0x20;
const BEYOND_ASCII = 0x80;
const IS_QUOTE = flagsOf(/["']/);
const BEFORE_SIGN = flagsOf(/["'`\\]/);
const IS_BLANK = flagsOf(/[ \t]/);
const PASS_LENGTH = 4;
const SMALL_P = 0x70;
const MOST_QUOTES = 3;
const MOST_BLANKS = 2;
/** What a password is called in letters that are all alike to the automaton: of these the keyword is the first two. */
const FOREIGN_LABELS = ['пароль', '密码', '密碼', '口令', 'パスワード', '暗証番号', '비밀번호'];
const LONGEST_LABEL = 6;
const INITIALS = new Set(
  FOREIGN_LABELS.flatMap((label) => [label.charCodeAt(0), label.toUpperCase().charCodeAt(0)]),
);

/** Where the label of a password ends whose keyword is `[start, end)`; -1 where two letters beyond ASCII begin another word. */
export function labelEnd({ bytes, text }: Scan, start: number, end: number): number {
  if (bytes[start]! < BEYOND_ASCII || bytes[start + 1]! < BEYOND_ASCII) return end;
  if (!INITIALS.has(text.charCodeAt(start))) return -1;
  const asWritten = FOREIGN_LABELS.find((each) => text.startsWith(each, start));
  if (asWritten !== undefined) return start + asWritten.length;
  const word = text.slice(start, start + LONGEST_LABEL).toLowerCase();
  const label = FOREIGN_LABELS.find((each) => word.startsWith(each));
  return label === undefined ? -1 : start + label.length;
}

/** Whether a separator may stand behind the label `[start, end)`: quotes, blanks and a sign; and no pseudonym right behind that. */
export function mayBeAssigned(scan: Scan, start: number, end: number): boolean {
  const { bytes } = scan;
  let index = labelEnd(scan, start, end);
  if (index < 0) return false;
  const quotesTo = index + MOST_QUOTES;
  while (index < quotesTo && BEFORE_SIGN[bytes[index] ?? 0]!) index++;
  const blanksTo = index + MOST_BLANKS;
  while (index < blanksTo && IS_BLANK[bytes[index] ?? 0]!) index++;
  const sign = bytes[index] ?? 0;
  if (sign !== COLON && sign !== EQUALS && sign < BEYOND_ASCII)
    return sign === DASH && bytes[index + 1] === GREATER;
  const value = bytes[index + 1] === BLANK ? index + 2 : index + 1;
  return bytes[value] !== LESS || pseudonymEndIn(bytes, value) < 0;
}

/** Whether a verb, or what it is for, may stand behind the label `[start, end)` and a blank. */
export function mayBeSaid(scan: Scan, start: number, end: number): boolean {
  const { bytes } = scan;
  const from = labelEnd(scan, start, end);
  if (from < 0) return false;
  const blank = IS_QUOTE[bytes[from] ?? 0]! ? from + 1 : from;
  return bytes[blank] === BLANK && mayBeginVerb(bytes, blank + 1);
}

/** The same, or behind `passphrase` a sign and a quote: without a verb only a phrase is stated. */
export function mayBeStated(scan: Scan, start: number, end: number): boolean {
  const { bytes } = scan;
  const from = labelEnd(scan, start, end);
  if (from < 0) return false;
  const sign = bytes[from] === BLANK ? from + 1 : from;
  if (bytes[sign] !== COLON && bytes[sign] !== EQUALS) return mayBeginVerb(bytes, sign);
  if ((bytes[start + PASS_LENGTH]! | SMALL) !== SMALL_P) return false;
  return BEFORE_SIGN[bytes[bytes[sign + 1] === BLANK ? sign + 2 : sign + 1] ?? 0]!;
}

/** `is`, `was`, `ist`, `lautet`, `heißt`, `est`, `es`, `é`, `jest`, `to`, `has been`, `reset`, `rotated`, `changed`, `set`, `updated`, or `for`, `of`, `für`, `pour`, `para`, `per`, `voor`. */
function mayBeginVerb(bytes: Uint8Array, index: number): boolean {
  const first = bytes[index] ?? 0;
  if (first >= BEYOND_ASCII) return true;
  const next = bytes[index + 1] ?? 0;
  const follows = FOLLOWERS[first | SMALL] ?? '';
  return follows !== '' && (next >= BEYOND_ASCII || follows.includes(String.fromCharCode(next | SMALL)));
}

/** For the first letter of those words which may be the second one. */
const FOLLOWERS: readonly (string | undefined)[] = followers(
  'is wa la hea es je to fo of poae vo reo ch se up',
);

function followers(words: string): readonly (string | undefined)[] {
  const byLetter: (string | undefined)[] = Array.from({ length: 128 }, () => undefined);
  for (const word of words.split(' ')) byLetter[word.charCodeAt(0)] = word.slice(1);
  return byLetter;
}
