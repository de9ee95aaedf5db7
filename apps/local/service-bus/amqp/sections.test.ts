import fc from 'fast-check';
import rhea from 'rhea';
import { describe, expect, it } from 'vitest';
import { PermanentError } from '../../../../shared/errors/pipeline-error.ts';
import { parseTransfer } from './parse-message.ts';
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

  it('are refused as such when they are none, and never crash the broker', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          parseTransfer(Buffer.from(bytes), 0x80013700);
        } catch (error) {
          expect(error).toBeInstanceOf(PermanentError);
        }
      }),
    );
  });
});

function dataSection(bytes: Uint8Array): unknown {
  const section: unknown = rhea.message.data_section(Buffer.from(bytes));
  return section;
}
