import { flagsOf } from '../characters.ts';
import { type Scan } from '../scan.ts';

const LONGEST_NAME = 64;
const LONGEST = 256;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
const OPENING_SQUARE = 0x5b;
const OPENING_BRACE = 0x7b;
const QUOTE = 0x22;
const BLANK = 0x20;
const NONE = -1;

const IN_NAME = flagsOf(/[\w.-]/);
const IS_QUOTE = flagsOf(/["']/);
const IS_BLANK = flagsOf(/\s/);
const BEFORE_ARGUMENT = flagsOf(/[\s([,:=]/);
const BEHIND_ARGUMENT = flagsOf(/[\s)\],}]/);
const ENDS_LINE = flagsOf(/[\r\n]/);
/** What a value without quotes ends at, so that the rest of it would be read. */
const ENDS_BARE = /["'`;&<>(){}|\\[\]]/;

/** Letters and a digit, as code and what documents show have seldom. */
const CHOSEN = /^(?=.*\d)(?=.*[A-Za-z])/;
/** Another name behind it, or a line: then the value ends before that. */
const NEXT_NAME = /[;&,][ ]?[A-Za-z][\w. -]{0,40}=|\\[nrt]/;
/** Filled in, a list, a call, an element of one, or compared. */
const CODE =
  /\$[{(\w]|\{\{|#\{|%[sdv]|%\(|^[{(]|^\[\s*(?:["'{[]|$)|^\[[^\]]*\]?$|^[\w$.:>-]*[\w$][[(].*[\])][;,]?$|=>|^<|<\/|&&|\|\||^[A-Za-z_$.]+[<>]|[;,{(\\]$/;

/**
 * Where a value without quotes of its own ends that a sign does not end: one in quotes together with its name (`-e 'DB_PASSWORD=a;b'`), all
 * that stands behind a name at the beginning of a line (`db.password=a"b`), a part of a connection string (`;Password=a\b;`).
 * @returns -1 where the value is none of these, or no more than a value is otherwise.
 */
export function wholeValueEnd(
  scan: Scan,
  nameStart: number,
  valueStart: number,
  isInConnection: boolean,
): number {
  // A list of one closes behind it.
  if (scan.bytes[valueStart - 1] === OPENING_SQUARE) return NONE;
  const end = isInConnection
    ? partEnd(scan, valueStart)
    : Math.max(argumentEnd(scan, nameStart, valueStart), lineEnd(scan, nameStart, valueStart));
  if (end === NONE) return NONE;
  const value = scan.text.slice(valueStart, end);
  return ENDS_BARE.test(value) && CHOSEN.test(value) && !NEXT_NAME.test(value) && !CODE.test(value)
    ? end
    : NONE;
}

/** The quote that opens right before the whole name closes behind the value. */
function argumentEnd({ bytes }: Scan, nameStart: number, valueStart: number): number {
  const opening = beginOfName(bytes, nameStart) - 1;
  const quote = bytes[opening] ?? 0;
  if (!IS_QUOTE[quote]! || !BEFORE_ARGUMENT[bytes[opening - 1] ?? BLANK]!) return NONE;
  const limit = Math.min(bytes.length, valueStart + LONGEST);
  for (let index = valueStart; index < limit; index++) {
    const code = bytes[index]!;
    if (code === BACKSLASH && quote === QUOTE) index++;
    else if (code === quote) return BEHIND_ARGUMENT[bytes[index + 1] ?? BLANK]! ? index : NONE;
    else if (IS_BLANK[code]!) return NONE;
  }
  return NONE;
}

/** The name begins its line, behind what `export` and a difference put there, and no blank follows. */
function lineEnd({ bytes, text }: Scan, nameStart: number, valueStart: number): number {
  const begin = beginOfName(bytes, nameStart);
  let before = begin - 1;
  if (bytes[before] === BLANK && text.startsWith('export', before - 6)) before -= 7;
  while (begin - before < LONGEST_NAME && BEFORE_LINE[bytes[before] ?? 0]!) before--;
  if (before >= 0 && !ENDS_LINE[bytes[before]!]!) return NONE;
  const limit = Math.min(bytes.length, valueStart + LONGEST);
  let index = valueStart;
  while (index < limit && !IS_BLANK[bytes[index]!]!) index++;
  return index === bytes.length || ENDS_LINE[bytes[index]!]! ? index : NONE;
}

const BEFORE_LINE = flagsOf(/[ \t+]/);

/** The next semicolon with a name behind it, or at the end of all. */
function partEnd({ bytes, text }: Scan, valueStart: number): number {
  if (bytes[valueStart] === OPENING_BRACE) return NONE;
  const limit = Math.min(bytes.length, valueStart + LONGEST);
  let index = valueStart;
  while (index < limit && bytes[index] !== SEMICOLON && !IS_BLANK[bytes[index]!]!) index++;
  if (bytes[index] !== SEMICOLON) return NONE;
  NEXT_PART.lastIndex = index;
  return NEXT_PART.test(text) ? index : NONE;
}

const NEXT_PART = /; ?[A-Za-z][A-Za-z ]{1,40}=/y;

function beginOfName(bytes: Uint8Array, nameStart: number): number {
  let begin = nameStart;
  while (nameStart - begin < LONGEST_NAME && IN_NAME[bytes[begin - 1] ?? 0]!) begin--;
  return begin;
}
