import { flagsOf } from '../characters.ts';
import { stringPrefixEnd } from './string-prefixes.ts';
import { typedEnd } from './typed-names.ts';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;
const AMPERSAND = 0x26;
const OPENING_BRACKET = 0x28;
const CLOSING_BRACKET = 0x29;
const COMMA = 0x2c;
const DASH = 0x2d;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const AT = 0x40;
const OPENING_SQUARE = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_SQUARE = 0x5d;
const SMALL_V = 0x76;
const OPENING_BRACE = 0x7b;
const BAR = 0x7c;
/** Set in the codes of small letters. */
const SMALL = 0x20;
/** Blanks are among them. */
const BEYOND_ASCII = 0x80;

/** Whether `[start, end)` ends with a colon or an equals sign and blanks. */
export function endsInBlanks(bytes: Uint8Array, start: number, end: number): boolean {
  let index = end;
  while (index > start && isBlank(bytes[index - 1])) index--;
  if (index === end || index === start) return false;
  return bytes[index - 1] === COLON || bytes[index - 1] === EQUALS;
}

export interface Between {
  /** Where the value begins. */
  readonly end: number;
  readonly separator: string;
  /** There is an equals sign or a colon in it, which gives a name its value. */
  readonly assigns: boolean;
  readonly quote: string;
}

/**
 * What stands between a name that ends at `nameEnd` and its value; null for nothing that could. In this order, each of it once or not
 * at all: a closing quote (escaped three times in JSON within JSON within JSON), the name `value` of a pair, blanks that align,
 * brackets, a type, the separator, an object that holds the value, the sign of a block of YAML, a line break, a type of YAML or the
 * bracket of a list of one or a call that wraps the value, what is put before a string, the quote before the value. Quotes may be those of HTML. Read by hand, for
 * every name is followed by something.
 */
export function separatorAt(text: string, bytes: Uint8Array, nameEnd: number): Between | null {
  const first = bytes[nameEnd] ?? 0;
  if (first < BEYOND_ASCII && !OPENS_SEPARATOR[first]!) return null;
  let index = quoteEnd(text, bytes, nameEnd);
  index = pairEnd(text, bytes, index);
  index = blanksEnd(bytes, alignedEnd(bytes, index), MOST_BLANKS);
  index = blanksEnd(bytes, bracketsEnd(bytes, index), MOST_BLANKS);
  const signStart = typeEnd(text, bytes, index);
  const signEnd = separatorEnd(bytes, signStart);
  index = blanksEnd(bytes, signEnd, MOST_BLANKS_BEHIND);
  const opened = wrappedStart(text, bytes, index);
  const wrapped = signEnd > signStart ? stringPrefixEnd(bytes, opened) : opened;
  const end = quoteEnd(text, bytes, wrapped);
  if (end === nameEnd) return null;
  return {
    end,
    separator: text.slice(signStart, signEnd),
    assigns: holdsSign(bytes, signStart, signEnd),
    quote: wrapped === end ? '' : text.slice(wrapped, end),
  };
}

function holdsSign(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    if (bytes[index] === EQUALS || bytes[index] === COLON) return true;
  }
  return false;
}

const MOST_BLANKS = 3;
const MOST_BLANKS_BEHIND = 5;
const OPENS_SEPARATOR = flagsOf(/[\s"'`\\,;[\])sStT=(:.|?+!>{@&-]/);
const IS_QUOTE = flagsOf(/["'`]/);

function isBlank(code: number | undefined): boolean {
  return code === BLANK || code === TAB;
}

function blanksEnd(bytes: Uint8Array, start: number, most: number): number {
  let index = start;
  while (index - start < most && isBlank(bytes[index])) index++;
  return index;
}

const MOST_ESCAPES = 7;
const ENTITY = /&(?:quot|#(?:34|39|x22|x27));/iy;

/** Behind the quote at an index, if there is one. */
function quoteEnd(text: string, bytes: Uint8Array, start: number): number {
  const first = bytes[start] ?? 0;
  if (IS_QUOTE[first]!) return start + 1;
  if (first === BACKSLASH) {
    let index = start + 1;
    while (index - start <= MOST_ESCAPES && bytes[index] === BACKSLASH) index++;
    return index - start <= MOST_ESCAPES && IS_QUOTE[bytes[index] ?? 0]! ? index + 1 : start;
  }
  return first === AMPERSAND ? endOf(ENTITY, text, start) : start;
}

function endOf(sticky: RegExp, text: string, start: number): number {
  sticky.lastIndex = start;
  return sticky.test(text) ? sticky.lastIndex : start;
}

const PAIR = /(?:[,;]\s{0,12}|\s{1,12})["']?value["']?(?=[ \t]?[:=])/iy;
const MOST_SPACES = 12;
const SPACES = flagsOf(/\s/);

/** Behind `, "value"`, when an assignment follows. */
function pairEnd(text: string, bytes: Uint8Array, start: number): number {
  let index = start;
  if (bytes[index] === COMMA || bytes[index] === SEMICOLON) index++;
  while (index - start <= MOST_SPACES && SPACES[bytes[index] ?? 0]!) index++;
  if (index === start && (bytes[index] ?? 0) < BEYOND_ASCII) return start;
  if (IS_QUOTE[bytes[index] ?? 0]!) index++;
  const next = bytes[index] ?? 0;
  return (next | SMALL) === SMALL_V || next >= BEYOND_ASCII ? endOf(PAIR, text, start) : start;
}

const FEWEST_ALIGNING = 4;
const MOST_ALIGNING = 48;

/** Behind the blanks that put one separator below the other. */
function alignedEnd(bytes: Uint8Array, start: number): number {
  if (!isBlank(bytes[start + FEWEST_ALIGNING - 1])) return start;
  const end = blanksEnd(bytes, start, MOST_ALIGNING);
  return end - start >= FEWEST_ALIGNING && (bytes[end] === COLON || bytes[end] === EQUALS) ? end : start;
}

const MOST_BRACKETS = 2;
const LONGEST_INDEX = 10;
const IN_INDEX = flagsOf(/[\w ]/);

/** Behind `]`, `)` or `[index]`, twice at the most. */
function bracketsEnd(bytes: Uint8Array, start: number): number {
  let index = start;
  for (let each = 0; each < MOST_BRACKETS; each++) {
    const code = bytes[index];
    if (code === CLOSING_BRACKET || code === CLOSING_SQUARE) index++;
    else if (code !== OPENING_SQUARE) return index;
    else {
      let end = index + 1;
      while (end - index <= LONGEST_INDEX && IN_INDEX[bytes[end] ?? 0]!) end++;
      if (bytes[end] !== CLOSING_SQUARE) return index;
      index = end + 1;
    }
  }
  return index;
}

const TYPE = /(?:string|str|text)[ \t]{1,2}|:[ \t]?string[ \t]{0,2}(?==)/iy;
const BEGINS_TYPE = flagsOf(/[sStT]/);

/** Behind a type: `string token`, `token: string = '…'`. */
function typeEnd(text: string, bytes: Uint8Array, start: number): number {
  const first = bytes[start] ?? 0;
  if (BEGINS_TYPE[first]!)
    return (bytes[start + 1]! | SMALL) === SMALL_E || (bytes[start + 1]! | SMALL) === SMALL_T
      ? endOf(TYPE, text, start)
      : start;
  if (first !== COLON) return start;
  const name = isBlank(bytes[start + 1]) ? start + 2 : start + 1;
  const isString = ((bytes[name] ?? 0) | SMALL) === SMALL_S && ((bytes[name + 1] ?? 0) | SMALL) === SMALL_T;
  const end = isString ? endOf(TYPE, text, start) : start;
  return end > start ? end : typedEnd(text, bytes, start);
}

const SMALL_E = 0x65;
const SMALL_S = 0x73;
const SMALL_T = 0x74;
const MOST_BEFORE_EQUALS = 3;
const MOST_EQUALS = 3;
const BEFORE_EQUALS = flagsOf(/[:.|?+!]/);

/** Behind `=>`, `->`, `(` and a quote, `=` with other signs before it, one colon or two, `,`, `>`, `-` or `|`. */
function separatorEnd(bytes: Uint8Array, start: number): number {
  const first = bytes[start];
  const next = bytes[start + 1];
  if ((first === EQUALS || first === DASH) && next === GREATER) return start + 2;
  // R
  if (first === LESS && next === DASH) return start + 2;
  if (first === OPENING_BRACKET) return IS_QUOTE[next ?? 0]! ? start + 1 : start;
  let index = start;
  while (index - start < MOST_BEFORE_EQUALS && BEFORE_EQUALS[bytes[index] ?? 0]!) index++;
  if (bytes[index] === EQUALS) {
    const equals = index;
    while (index - equals < MOST_EQUALS && bytes[index] === EQUALS) index++;
    return index;
  }
  if (first === COLON) return next === COLON ? start + 2 : start + 1;
  return first === COMMA || first === GREATER || first === DASH || first === BAR ? start + 1 : start;
}

const OBJECT = /\{\s{0,16}"value"[ \t]?:[ \t]?(?=")/iy;
const BLOCK = /[|>][-+]?[ \t]{0,2}(?=\r?\n)/y;
const MOST_INDENT = 16;

/** Where the value, or the quote before it, stands: behind what holds it. */
function wrappedStart(text: string, bytes: Uint8Array, start: number): number {
  let index = start;
  if (bytes[index] === OPENING_BRACE) index = endOf(OBJECT, text, index);
  if (bytes[index] === BAR || bytes[index] === GREATER) index = endOf(BLOCK, text, index);
  const isBroken = bytes[index] === CARRIAGE_RETURN && bytes[index + 1] === LINE_FEED;
  if (isBroken || bytes[index] === LINE_FEED)
    index = blanksEnd(bytes, index + (isBroken ? 2 : 1), MOST_INDENT);
  if (bytes[index] === AT) index++;
  return BEGINS_WRAPPER[bytes[index] ?? 0]! && mayWrap(bytes, index) ? endOf(WRAPPER, text, index) : index;
}

const WRAPPER =
  /!!(?:str|binary)[ \t]{1,2}|\[(?=[^\s[\]"'`]{4,256}\])|\[\]byte\((?=["'`])|(?:String::(?:from|new)|new String|Some|Secret(?:String|Str)?(?:::(?:new|from))?|Zeroizing::new|[a-z]\w{0,40}::(?:new|from))\((?=["'`])/iy;
const BEGINS_WRAPPER = flagsOf(/[![A-Za-z]/);
const LONGEST_CALL = 48;
const IN_CALL = flagsOf(/[\w: ]/);

/** Of what begins with a letter, only a call with a quote behind its bracket. */
function mayWrap(bytes: Uint8Array, start: number): boolean {
  if (!IN_CALL[bytes[start]!]!) return true;
  let index = start;
  while (index - start < LONGEST_CALL && IN_CALL[bytes[index] ?? 0]!) index++;
  return bytes[index] === OPENING_BRACKET && IS_QUOTE[bytes[index + 1] ?? 0]!;
}
