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

/** Keys are the same in every message, so they are encoded once. */
const KEY = {
  sequence: symbolKey('x-opt-sequence-number'),
  firstSequence: symbolKey('x-opt-enqueue-sequence-number'),
  enqueuedAt: symbolKey('x-opt-enqueued-time'),
  state: symbolKey('x-opt-message-state'),
  lockedUntil: symbolKey('x-opt-locked-until'),
  deadLetterSource: symbolKey('x-opt-deadletter-source'),
};

function brokerAnnotations(message: StoredMessage, deadLetterSource: string | null): EncodedMap {
  const values: [SymbolKey, Buffer][] = [
    [KEY.sequence, encodeLong(message.sequence)],
    [KEY.firstSequence, encodeLong(message.firstSequence)],
    [KEY.enqueuedAt, encodeTimestamp(message.enqueuedAt)],
    [KEY.state, encodeSmallInt(STATE_CODE[message.state])],
  ];
  if (message.lock !== null) values.push([KEY.lockedUntil, encodeTimestamp(message.lock.until)]);
  if (deadLetterSource !== null) values.push([KEY.deadLetterSource, encodeString(deadLetterSource)]);
  return new Map(values.map(([{ name, key }, value]) => [name, { key, value }]));
}

interface SymbolKey {
  readonly name: string;
  readonly key: Buffer;
}

function symbolKey(name: string): SymbolKey {
  return { name, key: encodeSymbol(name) };
}
