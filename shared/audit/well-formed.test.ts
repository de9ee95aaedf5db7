import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { wellFormed } from './well-formed.ts';

describe('wellFormed', () => {
  it('replaces halves of surrogate pairs, in names of members too, and nothing else', () => {
    const value = { title: 'cut \ud83d', whole: '🚀', list: ['\udc00', 1, null, true], ['\ud800']: 'x' };

    expect(wellFormed(value)).toEqual({
      title: 'cut \ufffd',
      whole: '🚀',
      list: ['\ufffd', 1, null, true],
      ['\ufffd']: 'x',
    });
  });

  it('makes of any JSON value one that canonical JSON can say, and is the same twice', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const cleaned = wellFormed(value);
        expect(() => canonicalJson(cleaned)).not.toThrow();
        expect(wellFormed(cleaned)).toEqual(cleaned);
      }),
    );
  });
});
