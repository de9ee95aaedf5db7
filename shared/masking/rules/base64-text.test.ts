import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginsPrintable, isTextInBase64 } from './base64-text.ts';

function expected(word: string): boolean {
  const text = Buffer.from(word, 'base64').toString('latin1');
  return /^[\t\n\r -~]{12,}$/.test(text) && /[ {[<]/.test(text);
}

describe('isTextInBase64', () => {
  it('says of a word what decoding all of it says', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '{', '\n', '\x01'),
      minLength: 6,
      maxLength: 40,
    });
    const word = fc
      .tuple(text, fc.constantFrom('base64', 'base64url'), fc.nat({ max: 2 }))
      .map(([plain, encoding, cut]) =>
        Buffer.from(plain)
          .toString(encoding)
          .replace(/=+$/, '')
          .slice(0, -1 - cut),
      );
    fc.assert(
      fc.property(word, (encoded) => {
        expect(isTextInBase64(Buffer.from(`x${encoded}x`), 1, 1 + encoded.length)).toBe(expected(encoded));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('beginsPrintable', () => {
  it('says of four characters what decoding them says', () => {
    const characters = fc.string({
      unit: fc.constantFrom(...'AIQYaiz09+/-_Zg'.split('')),
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(characters, (encoded) => {
        const decoded = Buffer.from(encoded, 'base64').toString('latin1');

        expect(beginsPrintable(Buffer.from(`x${encoded}`), 1)).toBe(/^[\t\n\r -~]*$/.test(decoded));
      }),
    );
  });
});
