import rhea from 'rhea';
import { type EncodedMap, readEncodedMap } from './encoded-map.ts';
import { SECTION, splitSections } from './sections.ts';

/** Encodes properties as rhea's clients do: strings, booleans, dates and the smallest fitting number type. */
export function encodeProperties(properties: Readonly<Record<string, unknown>>): EncodedMap {
  const bytes = rhea.message.encode({ application_properties: properties });
  const section = splitSections(bytes).find((each) => each.code === SECTION.applicationProperties);
  return section === undefined ? new Map() : readEncodedMap(bytes, section.value);
}
