import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixOf } from './random-mix.ts';

const NAME = /^(?:[A-Z]?[a-z]{1,14}\d{0,5}){2,8}$/;
/** Longer ones keep the expression busy for minutes. */
const LONGEST_EXPRESSED = 24;

describe('mixOf', () => {
  it('says of a word whether it is a name with numbers in it as the expression does', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '1'), maxLength: LONGEST_EXPRESSED });
    fc.assert(
      fc.property(word, (text) => {
        const numbers = text.match(/\d+/g)?.length ?? 0;

        expect(mixOf(Buffer.from(text), 0, text.length).isName).toBe(numbers < 3 && NAME.test(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('measures the longest part', () => {
    const text = '  ab-c1D2e_f ';

    expect(mixOf(Buffer.from(text), 2, text.length - 1)).toEqual({
      from: 5,
      length: 5,
      digits: 2,
      changes: 4,
      isHexadecimal: true,
      isName: false,
    });
  });
});
