import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanOf } from '../../../test/support/scan-of.ts';
import { withBytesOf } from '../characters.ts';
import { createMasker } from '../create-masker.ts';
import { detectBehindSign } from './network.ts';

const masker = createMasker({ runKey: 'network' });
const digit = fc.constantFrom(...'0123456789abcdefABCDEF'.split(''));
const group = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: digit, minLength: length, maxLength: length });
const before = fc.constantFrom(
  '',
  ' ',
  'at ',
  'from=',
  '(',
  '2015-10-18 ',
  '18:01:47 ',
  '18:01:47,978 ',
  '7 ',
);
const behind = fc.constantFrom('', ' ', '\n', ', ', ')', ' 18:01:47');

/** What is left of a text once it is masked, with nothing but its frame left out. */
function isMasked(frame: readonly [string, string], value: string, type: string): boolean {
  const { masked, spans } = masker.maskWithSpans(frame[0] + value + frame[1]);
  return (
    !masked.includes(value) && spans.some((span) => span.type === type && span.start === frame[0].length)
  );
}

describe('network addresses', () => {
  it('finds MAC addresses with dashes and colons, whatever digits and letters they begin with', () => {
    const address = fc
      .tuple(fc.array(group(2), { minLength: 6, maxLength: 6 }), fc.constantFrom('-', ':'))
      .filter(([groups]) => groups.join('') !== '000000000000')
      .map(([groups, sign]) => groups.join(sign));

    fc.assert(
      fc.property(fc.tuple(before, behind), address, (frame, value) => {
        expect(isMasked(frame, value, 'mac')).toBe(true);
      }),
    );
  });

  it('finds IPv6 addresses of eight groups', () => {
    const address = fc
      .array(fc.oneof(group(1), group(2), group(4)), { minLength: 8, maxLength: 8 })
      .map((groups) => groups.join(':'));

    fc.assert(
      fc.property(fc.tuple(before, behind), address, (frame, value) => {
        expect(isMasked(frame, value, 'ip')).toBe(true);
      }),
    );
  });

  it.each(['0:0:0:0:0:0:0:0:2181', '1:2:3:4:5:6:7:8:9', '::1:2:3:4:5:6:7:8'])(
    'leaves %s, which has too many groups for an address',
    (text) => {
      expect(masker.mask(`peer ${text} up`)).toBe(`peer ${text} up`);
    },
  );
});

describe('an address that is met by the digit behind its first sign', () => {
  it('has the same sign behind that group of digits, or a letter', () => {
    const sign = fc.constantFrom(':', '.', '-');
    const part = fc.oneof(group(2), group(2), group(4), fc.constantFrom('0', '1', '65000', ''));
    const address = fc
      .tuple(sign, fc.array(part, { minLength: 2, maxLength: 8 }))
      .map(([joint, groups]) => groups.join(joint));
    const text = fc.array(fc.oneof(address, sign), { maxLength: 4 }).map((parts) => parts.join(''));

    fc.assert(
      fc.property(text, (line) => {
        for (const match of line.matchAll(/(?<=([:.-]))\d+(?=([^\da-zA-Z]|$))/g)) {
          if (match[1] === match[2]) continue;
          withBytesOf(line, (bytes) => {
            const scan = scanOf(line, bytes);
            detectBehindSign(scan, match.index);
            expect(scan.findings).toEqual([]);
          });
        }
      }),
      { numRuns: 5000 },
    );
  });
});
