import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameReader, cString, errorResponse, frame, readyForQuery } from './frames.ts';
import { createStatementNames } from './statement-names.ts';

function framesOf(bytes: Buffer): { type: string; bytes: Buffer }[] {
  return createFrameReader().push(bytes);
}

describe('createFrameReader', () => {
  it('cuts the same messages whatever the pieces are that they come in', () => {
    const message = fc
      .tuple(fc.constantFrom('Q', 'P', 'B', 'S', 'X'), fc.uint8Array({ maxLength: 40 }))
      .map(([type, body]) => frame(type, Buffer.from(body)));
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 8 }),
        fc.array(fc.nat(300), { maxLength: 12 }),
        (messages, cuts) => {
          const stream = Buffer.concat(messages);
          const places = [...new Set(cuts.map((cut) => cut % (stream.length + 1)))].sort(
            (left, right) => left - right,
          );
          const reader = createFrameReader();

          const read = [...places, stream.length].flatMap((place, index) =>
            reader.push(stream.subarray(places[index - 1] ?? 0, place)),
          );

          expect(read.map(({ bytes }) => bytes)).toEqual(messages);
        },
      ),
    );
  });

  it.each([3, 0, -1, 2 ** 31 - 1])('refuses a message of length %i', (length) => {
    const bytes = Buffer.from('Q0000');
    bytes.writeInt32BE(length, 1);

    expect(() => createFrameReader().push(bytes)).toThrow(RangeError);
  });
});

describe('messages', () => {
  it('are written as the protocol has them', () => {
    expect(readyForQuery('T')).toEqual(Buffer.from([0x5a, 0, 0, 0, 5, 0x54]));
    expect(errorResponse('ERROR', '55P03', 'busy').toString('latin1', 5)).toBe(
      'SERROR\0VERROR\0C55P03\0Mbusy\0\0',
    );
  });
});

describe('createStatementNames', () => {
  const parse = frame('P', cString('get'), cString('select 1'), Buffer.from([0, 0]));
  const bind = frame('B', cString('portal'), cString('get'), Buffer.alloc(6));

  it('prefixes named statements and leaves the unnamed one, portals and other messages alone', () => {
    const names = createStatementNames(7);
    const rename = (bytes: Buffer): string =>
      framesOf(bytes)
        .map((one) => names.rename(one).toString('latin1', 5))
        .join('');

    expect(rename(parse)).toBe('c7_get\0select 1\0\0\0');
    expect(rename(bind)).toBe(`portal\0c7_get\0${'\0'.repeat(6)}`);
    expect(rename(frame('D', Buffer.from('S'), cString('get')))).toBe('Sc7_get\0');
    expect(rename(frame('D', Buffer.from('P'), cString('get')))).toBe('Pget\0');
    expect(rename(frame('P', cString(''), cString('select 1'), Buffer.from([0, 0])))).toBe(
      '\0select 1\0\0\0',
    );
    expect(rename(frame('Q', cString('select 1')))).toBe('select 1\0');
  });

  it('closes at the end what is still open, and only that', () => {
    const names = createStatementNames(7);
    framesOf(parse).forEach((one) => names.rename(one));
    framesOf(frame('P', cString('other'), cString('select 2'), Buffer.from([0, 0]))).forEach((one) =>
      names.rename(one),
    );
    framesOf(frame('C', Buffer.from('S'), cString('other'))).forEach((one) => names.rename(one));

    const closing = Buffer.concat(names.closeAll()).toString('latin1');

    expect(closing).toBe(
      Buffer.concat([frame('C', Buffer.from('S'), cString('c7_get')), frame('S')]).toString('latin1'),
    );
    expect(names.closeAll()).toEqual([]);
  });

  it('refuses a message whose string does not end', () => {
    const names = createStatementNames(1);
    const [broken] = framesOf(frame('P', Buffer.from('no end')));

    expect(() => names.rename(broken ?? { type: 'S', bytes: Buffer.alloc(5) })).toThrow(
      'in the middle of a string',
    );
  });
});
