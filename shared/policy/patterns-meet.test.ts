import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits } from './match-rule.ts';
import { patternsMeet } from './patterns-meet.ts';

describe('patternsMeet', () => {
  it.each([
    ['http_*', 'http_req_duration', true],
    ['http_*', '*_duration', true],
    ['http_*', 'grpc_*', false],
    ['a*b', 'a*c', false],
    ['*', '', true],
    ['', '', true],
    ['a', '', false],
    ['a*', '*b', true],
    ['ab', 'a*b*', true],
  ])('says of %s and %s: %s', (a, b, expected) => {
    expect(patternsMeet(a, b)).toBe(expected);
    expect(patternsMeet(b, a)).toBe(expected);
  });

  it('is so for every two patterns that one name fits', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
    const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, pattern, name, (a, b, one) => {
        fc.pre(fits(one, a) && fits(one, b));
        expect(patternsMeet(a, b)).toBe(true);
      }),
    );
  });
});
