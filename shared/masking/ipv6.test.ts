import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { readIpv6 } from './ipv6.ts';

const RUNS = { numRuns: 5000 };
/** The library takes such an address, deprecated by RFC 4291 2.5.5.1, for a mapped one. */
const COMPATIBLE = /^::(?=\d+\.)/;

/** What is read of a text, with others around it. */
function read(text: string): readonly number[] | null {
  const groups = readIpv6(`1:${text}:1`, 2, 2 + text.length);
  return groups === null ? null : [...groups];
}

function asLibrary(text: string): readonly number[] | null {
  return ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text.replace(COMPATIBLE, '::0:')).parts : null;
}

const group = fc.oneof(
  fc.constantFrom('0', '00', '0000', 'ffff', 'FFFF'),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'.split('')), minLength: 1, maxLength: 5 }),
);
const separator = fc.constantFrom(':', ':', ':', ':', ':', ':', '::');
const ending = fc.oneof(
  fc.constantFrom('', '', '', ':', '::', '.'),
  fc
    .array(fc.tuple(fc.constantFrom('', '', '', '0', '00'), fc.integer({ min: 0, max: 280 })), {
      minLength: 3,
      maxLength: 5,
    })
    .map((numbers) =>
      numbers
        .map(([zeros, number]) => `:${zeros}${number}`)
        .join('.')
        .replaceAll('.:', '.'),
    ),
);
const likeAddress = fc
  .tuple(
    fc.constantFrom('', '', '::', ':', '::ffff:'),
    fc.array(fc.tuple(group, separator), { maxLength: 9 }),
    ending,
  )
  .map(([start, groups, end]) => {
    const body = groups
      .map(([digits, sign], each) => digits + (each < groups.length - 1 ? sign : ''))
      .join('');
    return start + body + (body === '' ? end.replace(/^:(?!:)/, '') : end);
  });
const whole = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) => groups.map((digits) => digits.slice(0, 4)).join(':'));
const anything = fc.string({ unit: fc.constantFrom(...'01f:.'.split('')), maxLength: 20 });

describe('readIpv6', () => {
  it.each([
    ['like addresses', likeAddress],
    ['addresses of eight groups', whole],
    ['of their characters', anything],
  ])('reads texts %s as ipaddr.js does', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(text)).toEqual(asLibrary(text));
      }),
      RUNS,
    );
  });

  it.each([
    ['::', [0, 0, 0, 0, 0, 0, 0, 0]],
    ['1:2:3:4:5:6:7::', [1, 2, 3, 4, 5, 6, 7, 0]],
    ['::2:3:4:5:6:7:8', [0, 2, 3, 4, 5, 6, 7, 8]],
    ['64:ff9b::10.1.2.3', [0x64, 0xff9b, 0, 0, 0, 0, 0xa01, 0x203]],
    ['::10.1.2.3', [0, 0, 0, 0, 0, 0, 0xa01, 0x203]],
    ['::FFFF:10.001.2.3', [0, 0, 0, 0, 0, 0xffff, 0xa01, 0x203]],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each(['', ':', ':::', '1', '1:2:3:4:5:6:7', '1::2::3', '::12345', '1::2:3:4:5:6:7:8', '::1.2.3', '::١'])(
    'says that %j is no address',
    (text) => {
      expect(read(text)).toBeNull();
    },
  );
});
