import { DIGIT, flagsOf, KIND, LETTER, SPACE } from '../characters.ts';

const AMPERSAND = 0x26;
const OPENING_BRACKET = 0x28;
const CLOSING_BRACKET = 0x29;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const HEAD_REACH = 64;
const QUERY_REACH = 96;
/** How far a line is looked along for the bracket that closes. */
const LINE_REACH = 120;

/** Code never has a word right behind a bracket that closes: `Sum(mer)22`; with a sign before it that a template begins with, it is none of a password. */
const CLOSED = /[^\s(){}|,;:"'=\\]{1,32}[)}](?=[A-Za-z0-9])[^\s(){}|,;:"'=\\<>]{1,64}/y;
const NAME_IN_BRACES = /\{[a-z_.]{1,32}\}/y;
/** Nothing closes it on its line: `yjMMiba5(9`. */
const OPEN = new RegExp(
  `(?=[^\\s\\d]{0,32}\\d)[A-Za-z0-9!?#%*+@^_~-]{1,32}(?=[<"'\`;]|\\s|$)(?![^)}\\n]{0,${LINE_REACH}}[)}])`,
  'y',
);
/** A second half with a digit; no name of another parameter, and no entity of HTML. */
const JOINED =
  /(?!(?:frac|sup|sub)\d)(?=[A-Za-z!_-]{0,32}\d)(?=\d{0,32}[A-Za-z])[\w!?#%*+@^~-]{3,64}(?![=\w])/y;

/** The last sign or two behind an `&`. */
const LAST_SIGNS = /(?=\w?\d)\w{1,2}(?=[\s"'&;]|$)/y;
/** An argument never begins with digits that letters follow. */
const BEGINS_WITH_DIGIT = /\d{1,8}[A-Za-z]/y;
/** `md5(` is a name, and so are longer words. */
const NAMES_FUNCTION =
  /^(?:[a-z_.]{4,}\d+|(?:[\w.]*[._])?(?:[Ss]ha|SHA|[Mm]d|MD|base|crc|CRC|aes|rot|utf|b|hs|rs)-?\d+)$/;
/** Few letters and digits before brackets, and such within them: `Kq7(mz9)`. */
const SHORT_HEAD = /^[A-Za-z]{1,3}\d{1,3}[A-Za-z]{0,3}$/;
const SHORT_WITHIN = /(?=[A-Za-z]{0,16}\d)(?=\d{0,16}[A-Za-z])[A-Za-z\d]{2,16}[)}](?=[\s"'<]|$)/y;
const SHORT_CALL = /^[A-Za-z]{1,3}\d{1,3}[A-Za-z]{0,3}[({][A-Za-z\d]{2,16}$/;
const SHORTEST_BEFORE_CLOSING = 3;

/** Whether a bracket or an `&` within a value without quotes is a sign of it, as it may be of a random one: no call, no parameter that follows. */
export function isBracketWithin(text: string, bytes: Uint8Array, start: number, index: number): boolean {
  const code = bytes[index]!;
  if (code === CLOSING_BRACKET || code === CLOSING_BRACE) {
    const head = headOf(text, start, index);
    if (!isWord(bytes[index + 1])) return SHORT_CALL.test(head);
    return (
      head.includes(code === CLOSING_BRACKET ? '(' : '{') ||
      (head.length >= SHORTEST_BEFORE_CLOSING && isMixed(bytes, start, index))
    );
  }
  if (code === AMPERSAND) return isAmpersandWithin(text, bytes, start, index);
  return (
    (code === OPENING_BRACKET || code === OPENING_BRACE) &&
    index - start >= 2 &&
    isOpeningWithin(text, bytes, start, index)
  );
}

function isAmpersandWithin(text: string, bytes: Uint8Array, start: number, index: number): boolean {
  if (index === start) return false;
  const mixed = isMixed(bytes, start, index);
  if (!mixed && !(isWord(bytes[index - 1]) && (kindsOf(bytes, start, index) & LETTER) !== 0)) return false;
  return (
    (matches(JOINED, text, index + 1) || (mixed && matches(LAST_SIGNS, text, index + 1))) &&
    !isInQuery(bytes, start)
  );
}

function isOpeningWithin(text: string, bytes: Uint8Array, start: number, index: number): boolean {
  const mixed = isMixed(bytes, start, index);
  // `$(` puts in what a command prints, if something closes it.
  if (!isWord(bytes[index - 1])) return mixed && matches(OPEN, text, index + 1);
  const isClosed = matches(CLOSED, text, index + 1);
  const behind = isClosed ? text.slice(index, CLOSED.lastIndex) : '';
  if (bytes[index] === OPENING_BRACE && matches(NAME_IN_BRACES, text, index))
    return mixed && /\}\w*\d/.test(behind);
  if (isClosed) return (kindsOf(bytes, start, index) & DIGIT) !== 0 || /\d/.test(behind);
  const head = headOf(text, start, index);
  if (NAMES_FUNCTION.test(head)) return false;
  if (matches(OPEN, text, index + 1)) return mixed || matches(BEGINS_WITH_DIGIT, text, index + 1);
  return SHORT_HEAD.test(head) && matches(SHORT_WITHIN, text, index + 1);
}

const headOf = (text: string, start: number, index: number): string =>
  text.slice(Math.max(start, index - HEAD_REACH), index);

function kindsOf(bytes: Uint8Array, start: number, index: number): number {
  let kinds = 0;
  for (let at = Math.max(start, index - HEAD_REACH); at < index; at++) kinds |= KIND[bytes[at]!]!;
  return kinds;
}

/** Letters and digits. */
function isMixed(bytes: Uint8Array, start: number, index: number): boolean {
  const kinds = kindsOf(bytes, start, index);
  return (kinds & LETTER) !== 0 && (kinds & DIGIT) !== 0;
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && (KIND[code]! & (LETTER | DIGIT)) !== 0;
}

function matches(form: RegExp, text: string, index: number): boolean {
  form.lastIndex = index;
  return form.test(text);
}

/** `?a=b&password=…`: there an `&` parts. */
function isInQuery(bytes: Uint8Array, start: number): boolean {
  const lowest = Math.max(0, start - QUERY_REACH);
  for (let index = start - 1; index >= lowest && (KIND[bytes[index]!]! & SPACE) === 0; index--)
    if (PARTS_QUERY[bytes[index]!]!) return true;
  return false;
}

const PARTS_QUERY = flagsOf(/[?&/]/);
