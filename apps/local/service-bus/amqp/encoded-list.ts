import { valueEnd } from './sections.ts';

/** The items of the list encoded at `at` as slices; an empty list for anything else. */
export function readEncodedList(bytes: Buffer, at: number): Buffer[] {
  const constructor = bytes[at];
  if (constructor !== 0xc0 && constructor !== 0xd0) return [];
  const end = valueEnd(bytes, at);
  const items: Buffer[] = [];
  let offset = at + (constructor === 0xd0 ? 9 : 3);
  while (offset < end) {
    const next = valueEnd(bytes, offset);
    items.push(bytes.subarray(offset, next));
    offset = next;
  }
  return items;
}

/** A section (`code`) whose value is a list of encoded items. */
export function encodeListSection(code: number, items: readonly Buffer[]): Buffer {
  const content = Buffer.concat(items);
  const head = Buffer.alloc(12);
  head.set([0x00, 0x53, code, 0xd0]);
  head.writeUInt32BE(content.length + 4, 4);
  head.writeUInt32BE(items.length, 8);
  return Buffer.concat([head, content]);
}

export const ENCODED_NULL = Buffer.from([0x40]);
