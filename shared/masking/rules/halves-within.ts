import { DIGIT, KIND, LETTER } from '../characters.ts';
import { isNamed } from './named-parts.ts';

const SINGLE_QUOTE = 0x27;
const COMMA = 0x2c;
const BAR = 0x7c;
const LINE_FEED = 0x0a;
const LINE_REACH = 160;
const HEAD_REACH = 64;

/** Letters and digits in turn, and nothing that gives them a value or goes on. */
const HALF = /(?=[A-Za-z!#$%*+@^~-]{0,16}\d)(?=\d{0,16}[A-Za-z])[\w!#$%*+@^~-]{3,16}(?=[\s"'`,;|)\]}\\]|$)/y;
const LAST_SIGNS = /[A-Za-z]\w?(?=[\s"',;|)\]}]|$)/y;
/** `|sha256sum` is a command. */
const DIGEST = /^(?:sha|md|b|base|crc|xxh)\d{1,3}(?:sum)?$/i;
/** Of a connection's address a semicolon ends each value, and another name follows. */
const CONNECTED = /(?!<\/)[^\s"';\\]{1,64};(?:\s?[A-Za-z][\w ]{1,40}=|["']|$)/y;

/** Whether a value without quotes goes on behind a comma, a bar or an apostrophe, as a random one may: what follows is drawn as well, and no field. */
export function isHalfBehind(text: string, bytes: Uint8Array, start: number, index: number): boolean {
  const code = bytes[index];
  if (index === start || (code !== COMMA && code !== BAR && code !== SINGLE_QUOTE)) return false;
  if ((KIND[bytes[index - 1]!]! & (LETTER | DIGIT)) === 0) return false;
  if (code === SINGLE_QUOTE && closesQuote(bytes, start)) return false;
  HALF.lastIndex = index + 1;
  const half = HALF.exec(text)?.[0];
  if (half !== undefined) return !isNamed(half, 0, half.length) && !DIGEST.test(half);
  LAST_SIGNS.lastIndex = index + 1;
  // The last sign or two of a value that went on over others already.
  return (
    code !== SINGLE_QUOTE &&
    text.slice(Math.max(start, index - HEAD_REACH), index).includes(text.charAt(index)) &&
    LAST_SIGNS.test(text)
  );
}

/** Whether an apostrophe behind `start` closes what one before it on the line opened. */
function closesQuote(bytes: Uint8Array, start: number): boolean {
  const lowest = Math.max(0, start - LINE_REACH);
  let isOpen = false;
  for (let index = start - 1; index >= lowest && bytes[index] !== LINE_FEED; index--)
    if (bytes[index] === SINGLE_QUOTE) isOpen = !isOpen;
  return isOpen;
}

/** Whether a sign that ends other values stands within one of a connection's address: `…;Password=p<Q8rt>zz4;Encrypt=True`. */
export function isConnected(text: string, index: number): boolean {
  CONNECTED.lastIndex = index;
  return CONNECTED.test(text);
}
