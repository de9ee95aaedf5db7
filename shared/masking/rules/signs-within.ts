import { DIGIT, KIND, LETTER } from '../characters.ts';

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

/** Whether a bracket or an `&` within a value without quotes is a sign of it, as it may be of a random one: no call, no parameter that follows. */
export function isBracketWithin(text: string, bytes: Uint8Array, start: number, index: number): boolean {
  const code = bytes[index]!;
  if (code === CLOSING_BRACKET || code === CLOSING_BRACE) {
    // Only a value that went on over the opening one comes to the one that closes.
    const opening = code === CLOSING_BRACKET ? '(' : '{';
    return (
      isWord(bytes[index + 1]) && text.slice(Math.max(start, index - HEAD_REACH), index).includes(opening)
    );
  }
  if (code !== OPENING_BRACKET && code !== OPENING_BRACE && code !== AMPERSAND) return false;
  if (index - start < 2 || (KIND[bytes[index - 1]!]! & (LETTER | DIGIT)) === 0) return false;
  let kinds = 0;
  for (let at = Math.max(start, index - HEAD_REACH); at < index; at++) kinds |= KIND[bytes[at]!]!;
  if (code === AMPERSAND)
    return (kinds & LETTER) !== 0 && matches(JOINED, text, index + 1) && !isInQuery(text, start);
  if (code === OPENING_BRACE && matches(NAME_IN_BRACES, text, index)) return false;
  if (matches(CLOSED, text, index + 1))
    return (kinds & DIGIT) !== 0 || /\d/.test(text.slice(index, CLOSED.lastIndex));
  // `md5(` is a name.
  return (
    (kinds & DIGIT) !== 0 &&
    (kinds & LETTER) !== 0 &&
    !/^[a-z_.]+\d+$/.test(text.slice(Math.max(start, index - HEAD_REACH), index)) &&
    matches(OPEN, text, index + 1)
  );
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && (KIND[code]! & (LETTER | DIGIT)) !== 0;
}

function matches(form: RegExp, text: string, index: number): boolean {
  form.lastIndex = index;
  return form.test(text);
}

/** `?a=b&password=…`: there an `&` parts. */
function isInQuery(text: string, start: number): boolean {
  return /[?&/][^\s]*$/.test(text.slice(Math.max(0, start - QUERY_REACH), start));
}
