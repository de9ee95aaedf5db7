/** Hand-written encodings of the few values that the broker puts into messages (specification part 1, 1.6). */

export function encodeLong(value: number): Buffer {
  return eightBytes(0x81, value);
}

export function encodeTimestamp(epochMs: number): Buffer {
  return eightBytes(0x83, epochMs);
}

export function encodeSmallInt(value: number): Buffer {
  return Buffer.from([0x54, value & 0xff]);
}

export function encodeUint(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = 0x70;
  bytes.writeUInt32BE(value, 1);
  return bytes;
}

export function encodeSymbol(text: string): Buffer {
  const ascii = Buffer.from(text, 'ascii');
  return Buffer.concat([Buffer.from([0xa3, ascii.length]), ascii]);
}

export function encodeString(text: string): Buffer {
  const utf8 = Buffer.from(text, 'utf8');
  if (utf8.length < 256) return Buffer.concat([Buffer.from([0xa1, utf8.length]), utf8]);
  const head = Buffer.alloc(5);
  head[0] = 0xb1;
  head.writeUInt32BE(utf8.length, 1);
  return Buffer.concat([head, utf8]);
}

function eightBytes(constructor: number, value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = constructor;
  bytes.writeBigInt64BE(BigInt(Math.trunc(value)), 1);
  return bytes;
}
