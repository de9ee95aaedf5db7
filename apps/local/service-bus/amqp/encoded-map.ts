import { refusal } from './refusal.ts';
import { valueEnd } from './sections.ts';

/** Key and still encoded value, in the order of the map; duplicates cannot occur. */
export type EncodedMap = ReadonlyMap<string, { readonly key: Buffer; readonly value: Buffer }>;

/**
 * Reads the map encoded at `at` as slices: values keep their exact type, which decoding to JavaScript would lose.
 * @throws PermanentError (amqp:decode-error) when there is no map with string or symbol keys.
 */
export function readEncodedMap(bytes: Buffer, at: number): EncodedMap {
  const entries = new Map<string, { key: Buffer; value: Buffer }>();
  const constructor = bytes[at];
  if (constructor === 0x40) return entries;
  if (constructor !== 0xc1 && constructor !== 0xd1) throw notAMap(at);
  const wide = constructor === 0xd1;
  const end = valueEnd(bytes, at);
  let offset = at + (wide ? 9 : 3);
  while (offset < end) {
    const keyEnd = valueEnd(bytes, offset);
    const itemEnd = valueEnd(bytes, keyEnd);
    const key = bytes.subarray(offset, keyEnd);
    entries.set(keyText(key), { key, value: bytes.subarray(keyEnd, itemEnd) });
    offset = itemEnd;
  }
  return entries;
}

/** Encodes a described map section (`code`), with `overrides` replacing entries of the same key. */
export function encodeMapSection(
  code: number,
  entries: EncodedMap,
  overrides: ReadonlyMap<string, { readonly key: Buffer; readonly value: Buffer }>,
): Buffer {
  const parts: Buffer[] = [];
  for (const entry of new Map([...entries, ...overrides]).values()) parts.push(entry.key, entry.value);
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(12);
  head.set([0x00, 0x53, code, 0xd1]);
  head.writeUInt32BE(content.length + 4, 4);
  head.writeUInt32BE(parts.length, 8);
  return Buffer.concat([head, content]);
}

function keyText(key: Buffer): string {
  const constructor = key[0];
  if (constructor === 0xa1 || constructor === 0xa3) return key.toString('utf8', 2);
  if (constructor === 0xb1 || constructor === 0xb3) return key.toString('utf8', 5);
  throw notAMap(0);
}

function notAMap(at: number): Error {
  return refusal('amqp:decode-error', `A map with string keys was expected at byte ${at} of the message.`);
}
