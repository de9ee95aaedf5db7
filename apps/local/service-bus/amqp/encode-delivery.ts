import { type StoredMessage } from '../queue/stored-message.ts';
import { ENCODED_NULL, encodeListSection, readEncodedList } from './encoded-list.ts';
import { type EncodedMap, encodeMapSection, readEncodedMap } from './encoded-map.ts';
import {
  encodeLong,
  encodeSmallInt,
  encodeString,
  encodeSymbol,
  encodeTimestamp,
  encodeUint,
} from './primitives.ts';
import { SECTION, type Section, splitSections } from './sections.ts';

/**
 * The message as a receiver gets it: header with the delivery count and the broker's annotations are new, everything
 * else is what the sender wrote.
 */
export function encodeDelivery(message: StoredMessage, deadLetterSource: string | null): Buffer {
  const bytes = message.bytes;
  const sections = splitSections(bytes);
  const annotations = sections.find((each) => each.code === SECTION.messageAnnotations);
  const original: EncodedMap =
    annotations === undefined ? new Map() : readEncodedMap(bytes, annotations.value);
  return Buffer.concat([
    encodeHeader(bytes, sections, message.deliveryCount),
    encodeMapSection(SECTION.messageAnnotations, original, brokerAnnotations(message, deadLetterSource)),
    ...sections
      .filter((each) => each.code >= SECTION.properties)
      .map((each) => bytes.subarray(each.start, each.end)),
  ]);
}

/** Header: durable, priority and time to live as sent; no first-acquirer; delivery count (part 3, 3.2.1). */
function encodeHeader(bytes: Buffer, sections: readonly Section[], deliveryCount: number): Buffer {
  const header = sections.find((each) => each.code === SECTION.header);
  const sent = header === undefined ? [] : readEncodedList(bytes, header.value).slice(0, 3);
  while (sent.length < 3) sent.push(ENCODED_NULL);
  return encodeListSection(SECTION.header, [...sent, ENCODED_NULL, encodeUint(deliveryCount)]);
}

const STATE_CODE = { active: 0, deferred: 1, scheduled: 2 } as const;

function brokerAnnotations(message: StoredMessage, deadLetterSource: string | null): EncodedMap {
  const entries = new Map<string, { key: Buffer; value: Buffer }>();
  const set = (name: string, value: Buffer): void => {
    entries.set(name, { key: encodeSymbol(name), value });
  };
  set('x-opt-sequence-number', encodeLong(message.sequence));
  set('x-opt-enqueue-sequence-number', encodeLong(message.firstSequence));
  set('x-opt-enqueued-time', encodeTimestamp(message.enqueuedAt));
  set('x-opt-message-state', encodeSmallInt(STATE_CODE[message.state]));
  if (message.lock !== null) set('x-opt-locked-until', encodeTimestamp(message.lock.until));
  if (deadLetterSource !== null) set('x-opt-deadletter-source', encodeString(deadLetterSource));
  return entries;
}
