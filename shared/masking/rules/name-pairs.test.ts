import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/distributions/create-random.ts';
import { capitalisedPairEnd } from './name-pairs.ts';

const SEED = 5;
const PIECES = [
  ...[
    'Anna',
    'Łucja',
    'Żak',
    'Li',
    'Bo',
    'McDonald',
    'O',
    "O'Hara",
    'Smith-Żuk',
    'van',
    'de',
    'ł',
    'Ö',
    'É',
    'ﬁn',
  ],
  ...[
    'Aaaaaaaaaaaaaaaaaaaaaaaaa',
    'Bbbbbbbbbbbbbbbbbbbbbbbb',
    '𐐀𐐨',
    'Nguyễn',
    '密',
    'X',
    'J.',
    ' ',
    ' ',
    ' ',
    ' ',
    ' ',
  ],
  ...['-', "'", '’', '.', ',', '(', '_', '7', '\n', '\ud801'],
];
const CAPITALISED = "\\p{Lu}(?:['’]\\p{Lu})?\\p{Ll}[\\p{Ll}'’]{0,22}(?:-\\p{Lu}\\p{Ll}{1,22})?";
const PAIR = new RegExp(
  `${CAPITALISED}(?: \\p{Lu}\\.?)? ${CAPITALISED}(?: ${CAPITALISED})?(?![\\p{L}\\d_(])`,
  'uy',
);
function endOf(form: RegExp, text: string): number {
  form.lastIndex = 0;
  return form.test(text) ? form.lastIndex : -1;
}

describe('the end of a name', () => {
  it.each([
    ['Łucja Żak, ', 9],
    ['Łucja Żak Nowak 7', 15],
    ['Łucja Żak NowakX', 9],
    ['Łucja ŻakX', -1],
    ['Łucja żak', -1],
    ['Łucja J. Żak', 12],
  ])('of two or three capitalised words: %j has %i', (text, end) => {
    expect(capitalisedPairEnd(text, 0)).toBe(end);
  });

  it('is where an expression for all names finds it', () => {
    const { integer } = createRandom(SEED);
    for (let each = 0; each < 20_000; each++) {
      const text = Array.from({ length: 2 + integer(7) }, () => PIECES[integer(PIECES.length)]!).join('');

      expect([text, capitalisedPairEnd(text, 0)]).toEqual([text, endOf(PAIR, text)]);
    }
  });
});
