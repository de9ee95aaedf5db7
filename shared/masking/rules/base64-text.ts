import { flagsOf } from '../characters.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SHORTEST_TEXT = 12;
const BITS = 6;
const BYTE_BITS = 8;

/** The six bits of a character of Base64 (RFC 4648, with `-` and `_` for URLs, too). */
const VALUES = new Uint8Array(256).map((_, code) => {
  const character = String.fromCharCode(code).replace('-', '+').replace('_', '/');
  return Math.max(0, ALPHABET.indexOf(character));
});
const IS_PRINTABLE = flagsOf(/[\t\n\r -~]/);
/** Between the words of a text, or of its structure. */
const IS_STRUCTURE = flagsOf(/[ {[<]/);

/**
 * True when `[start, end)`, of characters of Base64, stands for a text of at least twelve printable characters with words or structure in
 * it. It is decoded no further than to the first character that is not printable, which in random bytes comes soon.
 */
export function isTextInBase64(bytes: Uint8Array, start: number, end: number): boolean {
  let characters = 0;
  let hasStructure = false;
  let pending = 0;
  let bits = 0;
  for (let index = start; index < end; index++) {
    pending = (pending << BITS) | VALUES[bytes[index]!]!;
    bits += BITS;
    if (bits < BYTE_BITS) continue;
    bits -= BYTE_BITS;
    const code = (pending >> bits) & 0xff;
    pending &= (1 << bits) - 1;
    if (!IS_PRINTABLE[code]!) return false;
    if (IS_STRUCTURE[code]!) hasStructure = true;
    characters++;
  }
  return hasStructure && characters >= SHORTEST_TEXT;
}

/** Whether the first three bytes that four characters of Base64 stand for are printable. */
export function beginsPrintable(bytes: Uint8Array, start: number): boolean {
  const first =
    (VALUES[bytes[start]!]! << (3 * BITS)) |
    (VALUES[bytes[start + 1]!]! << (2 * BITS)) |
    (VALUES[bytes[start + 2]!]! << BITS) |
    VALUES[bytes[start + 3]!]!;
  return IS_PRINTABLE[first >> 16]! && IS_PRINTABLE[(first >> 8) & 0xff]! && IS_PRINTABLE[first & 0xff]!;
}
