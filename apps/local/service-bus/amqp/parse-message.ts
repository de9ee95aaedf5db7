import { randomUUID } from 'node:crypto';
import rhea from 'rhea';
import { MAX_MESSAGE_BYTES } from '../queue-settings.ts';
import { encodeListSection, readEncodedList } from './encoded-list.ts';
import { readEncodedMap } from './encoded-map.ts';
import { encodeString } from './primitives.ts';
import { refusal } from './refusal.ts';
import { SECTION, type Section, splitSections } from './sections.ts';

/** What the broker needs to know of a message; `bytes` is a copy, free of the network buffer it came in. */
export interface ParsedMessage {
  readonly bytes: Buffer;
  /** Key for duplicate detection (type and value), or null without a message id. */
  readonly messageId: string | null;
  readonly ttlMs: number | null;
  readonly scheduledAt: number | null;
}

const BATCH_FORMAT = 0x80013700;

/**
 * Takes a transfer apart: one message, or the messages of a batch (format 0x80013700: every data section of the
 * outer message is one encoded message).
 * @throws PermanentError (amqp:link:message-size-exceeded, amqp:decode-error)
 */
export function parseTransfer(bytes: Buffer, format: number): ParsedMessage[] {
  if (bytes.length > MAX_MESSAGE_BYTES) throw tooLarge();
  if (format !== BATCH_FORMAT) return [parseMessage(bytes)];
  return splitSections(bytes)
    .filter((section) => section.code === SECTION.data)
    .map((section) => parseMessage(binaryValue(bytes, section.value, section.end)));
}

/**
 * Takes one message apart, and makes sure that it can be put together again for its receivers.
 * @throws PermanentError (amqp:link:message-size-exceeded, amqp:decode-error)
 */
export function parseMessage(bytes: Buffer): ParsedMessage {
  if (bytes.length > MAX_MESSAGE_BYTES) throw tooLarge();
  const sections = splitSections(bytes);
  checkSections(bytes, sections);
  const decoded = decodeKnown(bytes, sections);
  const messageId = messageIdKey(decoded['message_id']);
  const scheduled = annotation(decoded['message_annotations'], 'x-opt-scheduled-enqueue-time');
  return {
    bytes: messageId === null ? withNewMessageId(bytes, sections) : Buffer.from(bytes),
    messageId,
    ttlMs: typeof decoded['ttl'] === 'number' ? decoded['ttl'] : null,
    scheduledAt: epochMs(scheduled),
  };
}

/** Reads every part that deliveries and settlements will read, so that a malformed one is refused at the door. */
function checkSections(bytes: Buffer, sections: readonly Section[]): void {
  for (const { code, value } of sections) {
    if (code === SECTION.messageAnnotations || code === SECTION.applicationProperties)
      readEncodedMap(bytes, value);
    if (code === SECTION.header || code === SECTION.properties) readEncodedList(bytes, value);
  }
}

function decodeKnown(bytes: Buffer, sections: readonly Section[]): Readonly<Record<string, unknown>> {
  const known = sections
    .filter((each) => DECODED.has(each.code))
    .map((each) => bytes.subarray(each.start, each.end));
  try {
    return rhea.message.decode(Buffer.concat(known));
  } catch (cause) {
    throw refusal('amqp:decode-error', `The message cannot be decoded: ${String(cause)}`);
  }
}

const DECODED: ReadonlySet<number> = new Set([
  SECTION.header,
  SECTION.messageAnnotations,
  SECTION.properties,
]);

/** Service Bus gives every message an id; the client needs one to renew locks. */
function withNewMessageId(bytes: Buffer, sections: readonly Section[]): Buffer {
  const properties = sections.find((each) => each.code === SECTION.properties);
  const items = properties === undefined ? [] : readEncodedList(bytes, properties.value);
  const id = encodeString(randomUUID().replaceAll('-', ''));
  const part = (wanted: (code: number) => boolean): Buffer[] =>
    sections.filter((each) => wanted(each.code)).map((each) => bytes.subarray(each.start, each.end));
  return Buffer.concat([
    ...part((code) => code < SECTION.properties),
    encodeListSection(SECTION.properties, [id, ...items.slice(1)]),
    ...part((code) => code > SECTION.properties),
  ]);
}

function annotation(annotations: unknown, name: string): unknown {
  if (typeof annotations !== 'object' || annotations === null) return undefined;
  const value: unknown = Reflect.get(annotations, name);
  return value;
}

function epochMs(value: unknown): number | null {
  const time = value instanceof Date ? value.getTime() : value;
  return typeof time === 'number' && Number.isFinite(time) ? time : null;
}

function messageIdKey(id: unknown): string | null {
  if (typeof id === 'string') return `s:${id}`;
  if (typeof id === 'number') return `n:${id}`;
  return Buffer.isBuffer(id) ? `b:${id.toString('hex')}` : null;
}

function binaryValue(bytes: Buffer, at: number, end: number): Buffer {
  return bytes.subarray(at + (bytes[at] === 0xa0 ? 2 : 5), end);
}

function tooLarge(): Error {
  return refusal(
    'amqp:link:message-size-exceeded',
    `The message exceeds the limit of ${MAX_MESSAGE_BYTES} bytes; send a reference to its content instead.`,
  );
}
