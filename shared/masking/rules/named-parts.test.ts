import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNamed } from './named-parts.ts';

/** What people write, as an expression; nobody can say five consonants in a row. */
const NAMED =
  /^(?:\d{1,20}|[a-z]{1,14}|[A-Z]{1,14}|[A-Z][a-z]{1,14}|v?\d{1,4}[a-z]{0,3}|[A-Za-z]{2,14}\d{1,4}|[a-z]{2,14}(?:[A-Z][a-z]{1,14}){1,6}\d{0,2}|(?:[A-Z][a-z]{1,14}){2,6}\d{0,2})$/;
const HARD_TO_SAY = /[bcdfghjklmnpqrstvwxz]{5,}/;
/** A word with letters beyond ASCII. */
const FOREIGN = /^(?=[A-Za-z]*é)[A-Za-zé][a-zé]*$/;
const expected = (part: string): boolean =>
  part.length <= 80 && (NAMED.test(part) || FOREIGN.test(part)) && !HARD_TO_SAY.test(part.replace(/é.*/, ''));

describe('a part of a value', () => {
  it('is named as the expression says', () => {
    const runs = fc.array(
      fc.tuple(
        fc.constantFrom('a', 'A', 'Ab', 'aba', 'v', '1', '12', 'bcd', 'E', 'eé', '.'),
        fc.integer({ min: 1, max: 16 }),
      ),
      { minLength: 1, maxLength: 6 },
    );

    fc.assert(
      fc.property(runs, fc.integer({ min: 0, max: 3 }), (drawn, before) => {
        const part = drawn.map(([piece, times]) => piece.repeat(times).slice(0, times)).join('');
        const value = 'x1.y'.slice(0, before) + part;
        expect(isNamed(value, before, value.length)).toBe(expected(part));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    'token',
    'JSON',
    'v12rc',
    'findUser',
    'FindUserById2',
    'arm64',
    '20240101',
    'x',
    'Přístupový',
    'ключ',
  ])('is %j', (part) => {
    expect(isNamed(part, 0, part.length)).toBe(true);
  });

  it.each(['4f8kZ', 'xkcdqf', 'a1', 'aB', 'v12345', 'ab12345', 'a_b', 'Příst7', 'éXéX'])(
    'is not %j',
    (part) => {
      expect(isNamed(part, 0, part.length)).toBe(false);
    },
  );
});
