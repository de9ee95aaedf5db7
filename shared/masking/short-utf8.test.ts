import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/distributions/create-random.ts';
import { LONGEST_CHARACTER, writeUtf8 } from './short-utf8.ts';

const MOST = 40;

describe('UTF-8 by hand', () => {
  it('agrees with that of Buffer, halves of pairs included', () => {
    const { integer } = createRandom(5);
    const characters = [
      'a',
      'Z',
      '~',
      '\u0080',
      'é',
      'ł',
      '東',
      '\u07ff',
      '\u0800',
      '\uffff',
      '😀',
      '\u{10ffff}',
      '\ud83d',
      '\ude00',
    ];
    const bytes = new Uint8Array(MOST + LONGEST_CHARACTER);
    for (let each = 0; each < 5000; each++) {
      const text = Array.from({ length: integer(14) }, () => characters[integer(characters.length)]!).join(
        '',
      );
      const expected = Buffer.from(text);
      const size = writeUtf8(text, bytes, MOST);
      expect(size).toBe(expected.length > MOST ? -1 : expected.length);
      if (size >= 0) expect(Buffer.compare(bytes.subarray(0, size), expected)).toBe(0);
    }
  });
});
