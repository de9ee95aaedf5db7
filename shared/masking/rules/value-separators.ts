import { ALNUM, flagsOf, kindAt } from '../characters.ts';

const TAB = 0x09;
const BLANK = 0x20;
const COMMA = 0x2c;
const COLON = 0x3a;
const EQUALS = 0x3d;
/** Blanks are among them. */
const BEYOND_ASCII = 0x80;

/**
 * What may stand between a name and its value: a closing quote (escaped three times in JSON within JSON within JSON), blanks that
 * align, brackets, a type, the separator (group 1), an object that holds the value, the sign of a block of YAML, blanks or one
 * line break, a type of YAML, the bracket of a list of one, a call that wraps the value, the quote before the value (group 2). Quotes
 * may be those of HTML.
 */
const SEPARATOR =
  /(?:\\{0,7}["'`]|&quot;|&#(?:34|39|x22|x27);)?(?:(?:[,;]\s{0,12}|\s{1,12})["']?value["']?(?=[ \t]?[:=]))?(?:[ \t]{4,48}(?=[:=]))?[ \t]{0,3}(?:\[[\w ]{0,10}\]|\)|\]){0,2}[ \t]{0,3}(?:(?:string|str|String|text)[ \t]{1,2}|:[ \t]?string[ \t]{0,2}(?==))?(=>|->|\((?=["'`])|[:.|?+!]{0,3}={1,3}|:{1,2}(?![=])|,|>|-|\|)?[ \t]{0,5}(?:\{\s{0,16}"value"[ \t]?:[ \t]?(?="))?(?:[|>][-+]?[ \t]{0,2}(?=\r?\n))?(?:\r?\n[ \t]{0,16})?@?(?:!!(?:str|binary)[ \t]{1,2}|\[(?=[^\s[\]"'`]{4,256}\])|(?:String::(?:from|new)|new String|Some|Secret(?:String|Str)?(?:::(?:new|from))?|Zeroizing::new)\((?=["'`]))?(\\{0,7}["'`]|&quot;|&#(?:34|39|x22|x27);)?/iy;

/** Gives a name its value. */
export function assigns(separator: string): boolean {
  return separator.includes('=') || separator.includes(':');
}

/** A colon or an equals sign and blanks at the end. */
export function endsInBlanks(between: string): boolean {
  let end = between.length;
  while (end > 0 && (between.charCodeAt(end - 1) === BLANK || between.charCodeAt(end - 1) === TAB)) end--;
  if (end === between.length || end === 0) return false;
  return between.charCodeAt(end - 1) === COLON || between.charCodeAt(end - 1) === EQUALS;
}

export interface Between {
  readonly all: string;
  readonly separator: string;
  readonly quote: string;
}

/** What stands between a name that ends at `nameEnd` and its value; null for nothing that could. */
export function separatorAt(text: string, bytes: Uint8Array, nameEnd: number): Between | null {
  const first = bytes[nameEnd] ?? 0;
  if (first < BEYOND_ASCII && !OPENS_SEPARATOR[first]!) return null;
  const valueStart = plainSeparatorEnd(bytes, nameEnd);
  if (valueStart < 0) return longSeparator(text, nameEnd);
  const opensQuote = IS_QUOTE[bytes[valueStart]!]!;
  const all = text.slice(nameEnd, opensQuote ? valueStart + 1 : valueStart);
  const separator = all.includes('=') ? '=' : all.includes(':') ? ':' : all.includes(',') ? ',' : '';
  return { all, separator, quote: opensQuote ? text.charAt(valueStart) : '' };
}

/**
 * Where the quote or the first character of a value stands behind what most often separates it from its name, read by hand: a
 * quote, a blank, a colon, an equals sign or a comma, and a blank, each or none. -1 where the expression has to tell.
 */
function plainSeparatorEnd(bytes: Uint8Array, nameEnd: number): number {
  let index = nameEnd;
  if (IS_QUOTE[bytes[index]!]!) index++;
  if (bytes[index] === BLANK) index++;
  const sign = bytes[index];
  const isSigned = sign === COLON || sign === EQUALS || sign === COMMA;
  if (isSigned) index++;
  if (isSigned && bytes[index] === BLANK) index++;
  if (index >= bytes.length) return -1;
  if (sign !== COLON && sign !== EQUALS) {
    // `, "value": ` and types would go on with the separator.
    return (kindAt(bytes, index) & ALNUM) !== 0 && !GOES_ON[bytes[index]!]! ? index : -1;
  }
  // A type stands there in TypeScript: `token: string = '…'`, or the value is wrapped: `String::from("…")`.
  if ((sign === COLON && isString(bytes, index)) || isWrapped(bytes, index)) return -1;
  return (kindAt(bytes, index) & ALNUM) !== 0 || IS_QUOTE[bytes[index]!]! ? index : -1;
}

function isString(bytes: Uint8Array, index: number): boolean {
  return bytes[index] === SMALL_S && bytes[index + 1] === SMALL_T && bytes[index + 6] === BLANK;
}

/** Letters, a call and a quote. */
function isWrapped(bytes: Uint8Array, index: number): boolean {
  if (!BEGINS_WRAPPER[bytes[index]!]!) return false;
  const limit = Math.min(bytes.length - 1, index + LONGEST_WRAPPER);
  while (index < limit && IN_WRAPPER[bytes[index]!]!) index++;
  return bytes[index] === OPENING_BRACKET && IS_QUOTE[bytes[index + 1]!]!;
}

const LONGEST_WRAPPER = 24;
const OPENING_BRACKET = 0x28;
const BEGINS_WRAPPER = flagsOf(/[SsNnZz]/);
const IN_WRAPPER = flagsOf(/[A-Za-z: ]/);
const SMALL_S = 0x73;
const SMALL_T = 0x74;
const OPENS_SEPARATOR = flagsOf(/[\s"'`\\,;[\])sStT=(:.|?+!>{@&-]/);
const IS_QUOTE = flagsOf(/["'`]/);
const GOES_ON = flagsOf(/[sStTvV]/);

function longSeparator(text: string, nameEnd: number): Between | null {
  SEPARATOR.lastIndex = nameEnd;
  const match = SEPARATOR.exec(text);
  if (match === null || match[0] === '') return null;
  return { all: match[0], separator: match[1] ?? '', quote: match[2] ?? '' };
}
