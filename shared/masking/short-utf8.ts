/** The longest character of UTF-8; the place to write to has to have room for one more than the most bytes. */
export const LONGEST_CHARACTER = 4;
const REPLACEMENT = 0xfffd;
const CONTINUED = 0x80;

/**
 * Writes a short text in UTF-8, as `Buffer.write` does: what is half of a pair becomes U+FFFD. By hand, since calling out takes longer
 * than a name of a person. Returns the number of bytes, or -1 when there are more than `most`.
 */
export function writeUtf8(text: string, bytes: Uint8Array, most: number): number {
  let size = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) bytes[size++] = code;
    else if (code < 0x800) {
      bytes[size++] = 0xc0 | (code >> 6);
      bytes[size++] = CONTINUED | (code & 0x3f);
    } else {
      const point = code >= 0xd800 && code < 0xe000 ? pairAt(text, index) : code;
      if (point > 0xffff) {
        index++;
        bytes[size++] = 0xf0 | (point >> 18);
        bytes[size++] = CONTINUED | ((point >> 12) & 0x3f);
      } else bytes[size++] = 0xe0 | (point >> 12);
      bytes[size++] = CONTINUED | ((point >> 6) & 0x3f);
      bytes[size++] = CONTINUED | (point & 0x3f);
    }
    if (size > most) return -1;
  }
  return size;
}

function pairAt(text: string, index: number): number {
  const point = text.codePointAt(index)!;
  return point > 0xffff ? point : REPLACEMENT;
}
