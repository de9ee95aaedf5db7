/** Classes of a UTF-16 code unit, as the lexer sees a log line. Above ASCII everything but spaces is a letter. */
export const SPACE = 0;
export const DIGIT = 1;
/** a-f and A-F: may belong to a hexadecimal number. */
export const HEX_LETTER = 2;
export const LETTER = 3;
export const UNDERSCORE = 4;
/** `. - + @ # $ % & ~ * ^ / \`: inside a word they part pieces, at its ends they are punctuation. */
export const INNER = 5;
/** Everything else: ends a word. */
export const DELIMITER = 6;

const INNER_CHARACTERS = '.-+@#$%&~*^/\\';

const ASCII = buildAsciiTable();

/** Class of one code unit; constant time, defined for all 65,536 of them. */
export function classOf(code: number): number {
  if (code < 128) return ASCII[code]!;
  return isWideSpace(code) ? SPACE : LETTER;
}

function isWideSpace(code: number): boolean {
  return code === 0xa0 || code === 0x2028 || code === 0x2029 || code === 0x3000 || code === 0xfeff;
}

function buildAsciiTable(): Uint8Array {
  const table = new Uint8Array(128).fill(DELIMITER);
  table.fill(SPACE, 0, 33);
  table[127] = SPACE;
  for (let code = 48; code <= 57; code++) table[code] = DIGIT;
  for (let letter = 0; letter < 26; letter++) {
    table[65 + letter] = letter < 6 ? HEX_LETTER : LETTER;
    table[97 + letter] = letter < 6 ? HEX_LETTER : LETTER;
  }
  table[95] = UNDERSCORE;
  for (const character of INNER_CHARACTERS) table[character.charCodeAt(0)] = INNER;
  return table;
}
