import fc from 'fast-check';
import rhea from 'rhea';
import { describe, expect, it } from 'vitest';
import { PermanentError } from '../../../../shared/errors/pipeline-error.ts';
import { type StoredMessage } from '../queue/stored-message.ts';
import { encodeDelivery } from './encode-delivery.ts';
import { type ParsedMessage, parseTransfer } from './parse-message.ts';
import { splitSections } from './sections.ts';
import { withProperties } from './with-properties.ts';

const text = fc.string({ maxLength: 300 });
/** Within what rhea itself encodes and decodes again; -0 becomes 0 in it. */
const number = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => value + 0);
const properties = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 300 }).filter((name) => name !== '__proto__'),
  fc.oneof(text, fc.integer(), fc.boolean(), number),
  { maxKeys: 5 },
);

describe('encoded AMQP messages', () => {
  it('are found section by section, without a gap', () => {
    fc.assert(
      fc.property(text, properties, fc.uint8Array({ maxLength: 600 }), (messageId, given, body) => {
        const bytes = rhea.message.encode({
          message_id: messageId,
          application_properties: given,
          body: dataSection(body),
        });

        const sections = splitSections(bytes);

        expect(sections[0]?.start).toBe(0);
        expect(sections.at(-1)?.end).toBe(bytes.length);
        for (const [index, section] of sections.slice(1).entries())
          expect(section.start).toBe(sections[index]?.end);
      }),
    );
  });

  it('take added properties and keep all others as they are', () => {
    fc.assert(
      fc.property(properties, properties, (before, added) => {
        const bytes = rhea.message.encode({
          application_properties: before,
          body: dataSection(new Uint8Array(9)),
        });

        const after: Readonly<Record<string, unknown>> = rhea.message.decode(withProperties(bytes, added));

        expect(after['application_properties']).toEqual({ ...before, ...added });
      }),
    );
  });

  it('are refused as such when they are none, and what is not refused can be delivered', () => {
    const whole = rhea.message.encode({
      durable: true,
      ttl: 5,
      message_annotations: { 'x-opt-scheduled-enqueue-time': new Date(7), other: 'text' },
      message_id: 'id',
      application_properties: { a: 1, b: 'two' },
      body: dataSection(new Uint8Array(3)),
    });
    const noise = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes));
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    const damaged = changes.map((list) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of list) bytes[at] = value;
      return bytes;
    });
    const format = fc.constantFrom(0, 0x80013700);
    let delivered = 0;
    fc.assert(
      fc.property(fc.oneof(noise, damaged), format, (bytes, messageFormat) => {
        for (const { bytes: accepted } of parseOrRefuse(bytes, messageFormat)) {
          encodeDelivery({ ...STORED, bytes: withProperties(accepted, { reason: 'x' }) }, 'q');
          delivered += 1;
        }
      }),
      { numRuns: 3000 },
    );
    expect(delivered).toBeGreaterThan(100);
  });

  it('of nothing but nested descriptors are refused', () => {
    expect(() => parseTransfer(Buffer.alloc(200_000), 0)).toThrow(PermanentError);
  });
});

const STORED: StoredMessage = {
  sequence: 1,
  firstSequence: 1,
  enqueuedAt: 1,
  scheduledAt: 0,
  expiresAt: Infinity,
  bytes: Buffer.alloc(0),
  state: 'active',
  deliveryCount: 0,
  lock: null,
};

/** Fails on every error but a refusal. */
function parseOrRefuse(bytes: Buffer, format: number): readonly ParsedMessage[] {
  try {
    return parseTransfer(bytes, format);
  } catch (error) {
    expect(error).toBeInstanceOf(PermanentError);
    return [];
  }
}

function dataSection(bytes: Uint8Array): unknown {
  const section: unknown = rhea.message.data_section(Buffer.from(bytes));
  return section;
}
