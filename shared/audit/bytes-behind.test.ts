import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesBehind } from './bytes-behind.ts';

const PREFIX = '{"hash":"0123456789abcdef",';

describe('bytesBehind', () => {
  it('gives the text behind the byte, from any place in its ASCII beginning, however often and in whichever order', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { minLength: 1, maxLength: 4 });
    const asked = fc.array(fc.tuple(fc.nat(), fc.nat({ max: PREFIX.length }), fc.nat({ max: 255 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(texts, asked, (rests, questions) => {
        for (const [which, from, first] of questions) {
          const text = PREFIX + (rests[which % rests.length] ?? '');
          const wanted = Buffer.concat([Buffer.from([first]), Buffer.from(text.slice(from))]);

          expect(Buffer.from(bytesBehind(first, text, from)).equals(wanted)).toBe(true);
        }
      }),
    );
  });

  it('takes texts longer than any before, of characters that take three bytes each', () => {
    const text = '性'.repeat(100_000);

    expect(Buffer.from(bytesBehind(0, text)).equals(Buffer.from(`\0${text}`))).toBe(true);
    expect(Buffer.from(bytesBehind(0, '')).equals(Buffer.from('\0'))).toBe(true);
  });
});
