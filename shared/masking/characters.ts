/** Character classes as bit flags over one byte; code units above 0xff are folded to OTHER before the scan. */
export const DIGIT = 1;
export const LOWER = 2;
export const UPPER = 4;
export const UNDERSCORE = 8;
/** [0-9a-fA-F] */
export const HEX = 16;
/** Characters of the local part of an address beside letters and digits. */
export const MAIL = 32;
export const SPACE = 64;

export const LETTER = LOWER | UPPER;
export const ALNUM = LETTER | DIGIT;
export const WORD = ALNUM | UNDERSCORE;

/** Stands for a code unit that does not fit a byte: neither letter nor digit nor separator. */
export const OTHER_BYTE = 0x80;

export const KIND: Readonly<Uint8Array> = buildKinds();

function buildKinds(): Uint8Array {
  const kinds = new Uint8Array(256);
  for (let code = 0x30; code <= 0x39; code++) kinds[code] = DIGIT | HEX;
  for (let code = 0x41; code <= 0x5a; code++) kinds[code] = UPPER | (code <= 0x46 ? HEX : 0);
  for (let code = 0x61; code <= 0x7a; code++) kinds[code] = LOWER | (code <= 0x66 ? HEX : 0);
  kinds[0x5f] = UNDERSCORE | MAIL;
  for (const character of '.+-%') kinds[character.charCodeAt(0)] = MAIL;
  for (const character of ' \t\r\n\f\v') kinds[character.charCodeAt(0)] = SPACE;
  return kinds;
}

/** The flags of the byte at an index; outside of the text there is nothing. */
export function kindAt(bytes: Uint8Array, index: number): number {
  return index < 0 || index >= bytes.length ? 0 : KIND[bytes[index]!]!;
}

/** Of letters beyond ASCII: what is neither a capital nor a small letter. */
const CASELESS = 128;
const ANY_LETTER = LETTER | CASELESS;
const IS_KNOWN = 1;
const CODE_UNITS = 0x10000;
const LETTERS = new Uint8Array(CODE_UNITS);

/**
 * LOWER, UPPER or CASELESS of a code unit that is a letter, as `\p{Ll}`, `\p{Lu}` and `\p{L}` say, and 0 of all others; NaN counts as
 * none. Each is asked about once. Half of a surrogate pair is none.
 */
export function letterKind(code: number): number {
  const known = LETTERS[code];
  if (known === undefined) return 0;
  return (
    (known === 0 ? (LETTERS[code] = askLetterKind(String.fromCharCode(code)) | IS_KNOWN) : known) & ANY_LETTER
  );
}

function askLetterKind(character: string): number {
  if (!/\p{L}/u.test(character)) return 0;
  if (/\p{Ll}/u.test(character)) return LOWER;
  return /\p{Lu}/u.test(character) ? UPPER : CASELESS;
}

const NO_FLAGS: readonly boolean[] = Array.from({ length: 256 }, () => false);
const ASCII_COUNT = 0x80;
const CASE_BIT = 0x20;
/** What these stand for, of ASCII. */
const SPELLED: Readonly<Record<string, string>> = { d: '0-9', s: '\t-\r ', w: '0-9A-Z_a-z' };
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * For each byte whether it is one of some ASCII characters. The class is read, not tried on each of them: a hundred such tables are made
 * when the masker is loaded.
 * @param characters `\d`, `\s`, `\w`, or a class in brackets of those, of characters of ASCII and of their ranges
 * @throws RangeError for any other expression
 */
export function flagsOf({ source, ignoreCase }: RegExp): readonly boolean[] {
  const isSpelled = source.length === 2 && source.startsWith('\\') && SPELLED[source[1]!] !== undefined;
  if (!isSpelled && !(source.startsWith('[') && source.endsWith(']')))
    throw new RangeError(`/${source}/ is no class of characters in brackets.`);
  const isNegated = source.startsWith('[^');
  const content = isSpelled ? source : source.slice(isNegated ? 2 : 1, -1);
  const flags = NO_FLAGS.slice();
  if (isNegated) flags.fill(true, 0, ASCII_COUNT);
  mark(flags, content, !isNegated);
  if (ignoreCase) ignoreCases(flags, !isNegated);
  return flags;
}

/** Sets the flags of what stands between the brackets of a class. */
function mark(flags: boolean[], content: string, flag: boolean): void {
  let index = 0;
  const next = (): number => {
    let character = content[index++]!;
    if (character === '\\') {
      const escaped = content[index++]!;
      character = ESCAPED[escaped] ?? escaped;
      if (character === escaped && (KIND[escaped.charCodeAt(0)]! & ALNUM) !== 0)
        throw new RangeError(
          `[${content}] has \\${escaped}, which is not known here: write the character itself.`,
        );
    }
    const code = character.charCodeAt(0);
    if (code >= ASCII_COUNT) throw new RangeError(`[${content}] has "${character}", which is not of ASCII.`);
    return code;
  };
  while (index < content.length) {
    const spelled = content[index] === '\\' ? SPELLED[content[index + 1]!] : undefined;
    if (spelled !== undefined) {
      mark(flags, spelled, flag);
      index += 2;
      continue;
    }
    const first = next();
    const isRange = content[index] === '-' && index + 1 < content.length;
    if (isRange) index++;
    flags.fill(flag, first, (isRange ? next() : first) + 1);
  }
}

function ignoreCases(flags: boolean[], flag: boolean): void {
  for (let code = 0x41; code <= 0x5a; code++) {
    const isOne = flags[code] === flag || flags[code | CASE_BIT] === flag;
    if (isOne) flags[code] = flags[code | CASE_BIT] = flag;
  }
}

/** Written again and again: a buffer for each segment would lie outside of the heap until the next large collection. */
const SCRATCH = Buffer.alloc(320 * 1024);
let isLent = false;

/**
 * Runs some work on a text's bytes: one byte a code unit, so that indexes agree with the string's; code units above 0xff
 * become OTHER_BYTE. The bytes are valid until the work returns.
 */
export function withBytesOf<Result>(text: string, work: (bytes: Uint8Array) => Result): Result {
  if (isLent || text.length > SCRATCH.length) return work(fill(text, Buffer.allocUnsafe(text.length)));
  isLent = true;
  try {
    return work(fill(text, SCRATCH.subarray(0, text.length)));
  } finally {
    isLent = false;
  }
}

/** Below this a copy costs more than it saves. */
const SHORTEST_NARROWED = 1024;

/**
 * The same text, stored in one byte a character where it can be. A piece of a text with one wide character anywhere is stored
 * in two bytes, and everything that is done to it takes longer.
 */
export function narrowed(text: string): string {
  if (text.length < SHORTEST_NARROWED || text.length > SCRATCH.length || isLent) return text;
  const narrow = SCRATCH.toString('latin1', 0, SCRATCH.write(text, 'latin1'));
  // What a byte cannot hold has become another character; to compare takes less time than to look for a wide one.
  return narrow === text ? narrow : text;
}

/** V8 answers this at once for strings that are stored in one byte a character. */
function isWide(text: string): boolean {
  return /[^\0-\xff]/.test(text);
}

function fill(text: string, bytes: Buffer): Uint8Array {
  if (!isWide(text)) {
    bytes.write(text, 'latin1');
    return bytes;
  }
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes[index] = code > 0xff ? OTHER_BYTE : code;
  }
  return bytes;
}
