import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashedAnew, noteOf, rehashed } from '../../test/audit/signed-log.ts';
import type { AuditNote } from '../contracts/audit-note.ts';
import { Masked } from '../contracts/masked.ts';
import { entryText } from './entry-text.ts';
import { GENESIS_HASH } from './entry-from-note.ts';
import { readCoveredEntry, readEntryText } from './read-entry-text.ts';

const [first = ''] = hashedAnew([noteOf(1)]);

describe('readEntryText', () => {
  it.each<[string, (text: string) => string]>([
    ['a number is written in another way', (text) => text.replace(/"sequence":1\}$/, '"sequence":1.0}')],
    ['a blank was put in', (text) => text.replace('"details":{', '"details": {')],
    ['a blank follows', (text) => `${text} `],
    ['a member stands twice', (text) => text.replace('"actor":', '"action":"step.fail","actor":')],
    ['members change places', (text) => text.replace(/("inputs":\[.*?\]),("key":"[^"]*")/, '$2,$1')],
    ['a letter is escaped', (text) => text.replace('step.plan', '\\u0073tep.plan')],
    ['half of a surrogate pair is in it', (text) => text.replace('step.plan', 'step.\\ud800')],
    ['a number is infinite', (text) => text.replace('"findings":0.125', '"findings":1e999')],
  ])('finds an entry that was hashed anew in another form: %s', (_what, change) => {
    const changed = rehashed(change(first));

    expect(changed).not.toBe(first);
    expect(readEntryText(changed)).toEqual({ state: 'changed', sequence: 1, isOddForm: true });
  });

  it('takes names of members that look like numbers in their order as texts', () => {
    const [text = ''] = hashedAnew([
      { ...noteOf(1), details: { 10: 1, 9: 2, a: Masked.parse('the text \\ud800 as it is written') } },
    ]);

    expect(readEntryText(text)).toMatchObject({ state: 'sound' });
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['a byte order mark', (bytes) => Buffer.concat([Buffer.from('\uFEFF'), bytes])],
    ['bytes after the end', (bytes) => Buffer.concat([bytes, Buffer.from([0])])],
    ['bytes that are no UTF-8 where U+FFFD stood', replaced],
  ])('takes no entry with %s for the one that was stored', (_what, change) => {
    const [text = ''] = hashedAnew([
      { ...noteOf(1), details: { half: Masked.parse('an emoji \uFFFD cut') } },
    ]);
    const bytes = Buffer.from(text);
    const changed = change(bytes);

    expect(changed.equals(bytes)).toBe(false);
    expect(readEntryText(entryText(bytes)).state).toBe('sound');
    expect(readEntryText(entryText(changed)).state).not.toBe('sound');
  });

  it('does not take another form of the same letters (NFD for NFC) for them', () => {
    expect(first.normalize('NFD')).not.toBe(first);
    expect(readEntryText(first.normalize('NFD'))).toMatchObject({ state: 'changed' });
  });
});

describe('readCoveredEntry', () => {
  it('reads any entry as the full reader does', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) => Masked.parse(value));
    const nasty = fc
      .constantFrom(',"inputs":[', '],"key":"x","outputs":[', '"', '\\', '","note":{')
      .map((one) => Masked.parse(one));
    const value = fc.oneof(
      text,
      nasty,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const ref = fc.record({ ref: fc.oneof(text, nasty), sha256: fc.constant('a'.repeat(64)) });
    const note = fc.record({
      key: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), nasty),
      subject: fc.oneof(text, nasty),
      inputs: fc.array(ref, { maxLength: 3 }),
      details: fc.dictionary(
        fc.oneof(fc.constantFrom('key', 'inputs', 'outputs', '10', '9'), fc.string({ maxLength: 5 })),
        value,
      ),
    });
    fc.assert(
      fc.property(note, (parts) => {
        const whole: AuditNote = { ...noteOf(1), ...parts };
        const [entry = ''] = hashedAnew([whole]);
        const read = readEntryText(entry);

        expect(read).toMatchObject({ state: 'sound', sequence: 1, key: parts.key });
        expect(readCoveredEntry(entry, 1, GENESIS_HASH)).toEqual(read);
      }),
    );
  });

  it('leaves what is not in its place or not what was hashed to the full reader', () => {
    expect([
      readCoveredEntry(first, 2, GENESIS_HASH),
      readCoveredEntry(first, 1, 'f'.repeat(64)),
      readCoveredEntry(first.replace('step.plan', 'step.flop'), 1, GENESIS_HASH),
      readCoveredEntry('', 1, GENESIS_HASH),
    ]).toEqual([null, null, null, null]);
  });
});

function replaced(bytes: Buffer): Buffer {
  const at = bytes.indexOf(Buffer.from('\uFFFD'));
  return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at + 3)]);
}
