import { encodeMapSection, type EncodedMap, readEncodedMap } from './encoded-map.ts';
import { encodeProperties } from './encode-properties.ts';
import { SECTION, splitSections } from './sections.ts';

/** The same message with application properties added or replaced, as abandon, defer and dead-letter may ask. */
export function withProperties(bytes: Buffer, changes: Readonly<Record<string, unknown>>): Buffer {
  if (Object.keys(changes).length === 0) return bytes;
  const sections = splitSections(bytes);
  const current = sections.find((each) => each.code === SECTION.applicationProperties);
  const original: EncodedMap = current === undefined ? new Map() : readEncodedMap(bytes, current.value);
  const before = sections.filter((each) => each.code < SECTION.applicationProperties);
  const after = sections.filter((each) => each.code > SECTION.applicationProperties);
  return Buffer.concat([
    ...before.map((each) => bytes.subarray(each.start, each.end)),
    encodeMapSection(SECTION.applicationProperties, original, encodeProperties(changes)),
    ...after.map((each) => bytes.subarray(each.start, each.end)),
  ]);
}
