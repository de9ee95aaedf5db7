import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lettersAndDigits, mailAsWritten, numberAsDialled } from './one-spelling.ts';
import { createValueHashes } from './value-hashes.ts';
import {
  AS_WRITTEN,
  type HashKind,
  DIALLED,
  HOST,
  IN_LOWER_CASE,
  LETTERS_AND_DIGITS,
  MAIL,
  NETWORK,
} from './value-message.ts';

const KEY = Buffer.from('a key of a test');

interface Asked {
  readonly kind: HashKind;
  readonly value: string;
}

function messageOf({ kind, value }: Asked): string {
  switch (kind) {
    case NETWORK:
      return `network\0${value.toLowerCase().replaceAll('-', '.')}`;
    case HOST:
      return `host\0${value.toLowerCase().replaceAll('-', '.')}`;
    case AS_WRITTEN:
      return `value\0${value}`;
    case IN_LOWER_CASE:
      return `value\0${value.toLowerCase()}`;
    case MAIL:
      return `value\0${mailAsWritten(value)}`;
    case DIALLED:
      return `value\0${lettersAndDigits(numberAsDialled(value))}`;
    case LETTERS_AND_DIGITS:
      return `value\0${lettersAndDigits(value)}`;
  }
}

function expected(asked: Asked): string {
  return createHmac('sha256', KEY).update(messageOf(asked)).digest('hex').slice(0, 12);
}

/** Asks for all of them at once, each in the middle of a longer text. */
function ask(hashes: ReturnType<typeof createValueHashes>, values: readonly Asked[]): readonly string[] {
  const numbers = values.map(({ kind, value }) => hashes.ask(kind, `<${value}>`, 1, value.length + 1));
  hashes.settle();
  const digits = numbers.map(
    (number) =>
      hashes.high(number).toString(16).padStart(6, '0') + hashes.low(number).toString(16).padStart(6, '0'),
  );
  hashes.forget();
  return digits;
}

describe('createValueHashes', () => {
  const kind = fc.constantFrom<HashKind>(
    AS_WRITTEN,
    IN_LOWER_CASE,
    LETTERS_AND_DIGITS,
    NETWORK,
    HOST,
    MAIL,
    DIALLED,
  );
  const value = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      'ＡＢ',
      'İstanbul',
      '\ud83d',
      'K',
      '+49 (30) 1234-567',
      'Jo@Example.ORG',
      '0049 30 1',
      '...',
    ),
  );

  it('gives what Node’s HMAC gives, for few values and for many', () => {
    const hashes = createValueHashes(KEY);
    fc.assert(
      fc.property(fc.array(fc.record({ kind, value }), { maxLength: 60 }), (values) => {
        expect(ask(hashes, values)).toEqual(values.map(expected));
      }),
    );
  });

  it('gives the same when values come back after more others than are remembered', () => {
    const values = Array.from({ length: 9000 }, (_, number): Asked => ({
      kind: AS_WRITTEN,
      value: `user${number}`,
    }));
    const hashes = createValueHashes(KEY);

    const first = ask(hashes, values);
    const again = ask(hashes, [...values, ...values]);

    expect(again).toEqual([...first, ...first]);
    expect(first.slice(0, 500)).toEqual(values.slice(0, 500).map(expected));
  });
});
