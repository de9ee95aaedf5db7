const encoder = new TextEncoder();
/** UTF-8 of the text that was asked for last, behind one spare byte; one buffer for all, since none of those who hash it waits. */
let buffer = new Uint8Array(1 << 16);
let encoded: string | null = null;
let length = 0;
/** The byte that stands where another was put for the last caller. */
let covered = { at: 0, byte: 0 };

/**
 * UTF-8 of the text from character `from` on, behind one byte: an entry is hashed twice, as a leaf behind 0x00 and without its own hash behind
 * `{`, and encoded once. Valid until the next call.
 *
 * @param from characters before it must be ASCII
 */
export function bytesBehind(first: number, text: string, from = 0): Uint8Array {
  if (text === encoded) buffer[covered.at] = covered.byte;
  else encode(text);
  covered = { at: from, byte: buffer[from] ?? 0 };
  buffer[from] = first;
  return buffer.subarray(from, length);
}

function encode(text: string): void {
  // No UTF-16 unit takes more than three bytes.
  if (buffer.length <= 3 * text.length) buffer = new Uint8Array(3 * text.length + 1);
  length = 1 + encoder.encodeInto(text, buffer.subarray(1)).written;
  encoded = text;
}
