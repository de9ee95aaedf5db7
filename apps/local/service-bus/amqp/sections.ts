import { refusal } from './refusal.ts';

/** Section codes of an AMQP 1.0 message (specification part 3, 3.2). */
export const SECTION = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  data: 0x75,
} as const;

/** One section inside an encoded message: `[start, end)` is the whole, `[value, end)` what its descriptor describes. */
export interface Section {
  readonly code: number;
  readonly start: number;
  readonly value: number;
  readonly end: number;
}

/**
 * Finds the sections of an encoded message without decoding them, so that what a sender wrote reaches the receiver
 * byte for byte.
 * @throws PermanentError (amqp:decode-error) when the bytes are no AMQP message.
 */
export function splitSections(bytes: Buffer): Section[] {
  const sections: Section[] = [];
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    if (byteAt(bytes, at) !== 0x00) throw malformed(at);
    const value = valueEnd(bytes, at + 1);
    const code = descriptorCode(bytes, at + 1);
    at = valueEnd(bytes, value);
    sections.push({ code, start, value, end: at });
  }
  return sections;
}

/**
 * Offset behind the value encoded at `at` (specification part 1, 1.2: the constructor tells the width). A described
 * value is its descriptor and another value; descriptors are not themselves described.
 */
export function valueEnd(bytes: Buffer, at: number): number {
  let start = at;
  while (byteAt(bytes, start) === 0x00) start = plainEnd(bytes, start + 1);
  return plainEnd(bytes, start);
}

function plainEnd(bytes: Buffer, at: number): number {
  const end = at + 1 + bodyLength(bytes, at, byteAt(bytes, at));
  if (end > bytes.length) throw malformed(at);
  return end;
}

const FIXED_WIDTH: Readonly<Record<number, number>> = { 4: 0, 5: 1, 6: 2, 7: 4, 8: 8, 9: 16 };

function bodyLength(bytes: Buffer, at: number, constructor: number): number {
  const category = constructor >> 4;
  const fixed = FIXED_WIDTH[category];
  if (fixed !== undefined) return fixed;
  if (category === 0xa || category === 0xc || category === 0xe) return 1 + byteAt(bytes, at + 1);
  if (category === 0xb || category === 0xd || category === 0xf) {
    if (at + 5 > bytes.length) throw malformed(at);
    return 4 + bytes.readUInt32BE(at + 1);
  }
  throw malformed(at);
}

/** Numeric descriptor; the symbolic form is legal but no client of Service Bus writes it. */
function descriptorCode(bytes: Buffer, at: number): number {
  const constructor = byteAt(bytes, at);
  if (constructor === 0x53) return byteAt(bytes, at + 1);
  if (constructor === 0x80) return bytes.readUInt32BE(at + 5);
  throw malformed(at);
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw malformed(at);
  return byte;
}

function malformed(at: number): Error {
  return refusal('amqp:decode-error', `The message is not valid AMQP 1.0 at byte ${at}.`);
}
