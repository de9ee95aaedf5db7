import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeValue, NO_SECRET, SECRET, STATE } from './judged-values.ts';
import type { SecretClass } from './secret-class.ts';
import { isSecretValue, type ValueContext } from './secret-values.ts';

const BARE: ValueContext = { assigned: true, quoted: false, spaced: true, after: '' };
const QUOTED: ValueContext = { ...BARE, quoted: true };

function judged(value: string, secretClass: SecretClass, context: ValueContext): number {
  const text = `x=${value}`;
  const bytes = Buffer.from(text, 'latin1');
  return judgeValue({ bytes, text }, 2, text.length, secretClass, context);
}

describe('judged values', () => {
  it.each([
    ['wonderland7', BARE, SECRET],
    ['rejected', QUOTED, STATE],
    ['rejected', BARE, NO_SECRET],
    ['${TOKEN}', QUOTED, NO_SECRET],
    ['schlüsselfertig', BARE, SECRET],
  ])('%j is judged the same each time', (value, context, expected) => {
    const answers = [1, 2, 3].map(() => judged(value, 'password', context));

    expect(answers).toEqual([expected, expected, expected]);
  });

  it('takes no row of numbers behind the name of a key for one', () => {
    const character = fc.constantFrom(
      ...'0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 - _ . / : + = ~ @'.split(' '),
    );
    const values = fc.string({ unit: character, minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(values, fc.boolean(), fc.boolean(), (value, assigned, spaced) => {
        const context = { assigned, spaced, quoted: false, after: '' };
        const expected = isSecretValue(value, 'key', context) ? SECRET : NO_SECRET;
        expect(judged(value, 'key', context)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
    expect(judged('1234_982736451098273645102', 'key', BARE)).toBe(SECRET);
  });

  it('depends on what the name promises', () => {
    expect(judged('wonderland', 'password', BARE)).toBe(SECRET);
    expect(judged('wonderland', 'key', BARE)).toBe(NO_SECRET);
    expect(judged('wonderland', 'token', BARE)).toBe(NO_SECRET);
    expect(judged('wonderland', 'password', BARE)).toBe(SECRET);
  });

  it.each([
    ['secured', { ...BARE, isHandedOver: true }, BARE],
    ['Str0ng#Pass', BARE, { ...BARE, after: ';' }],
    ['wonderland', BARE, { ...BARE, after: '(' }],
    ['wonderland', BARE, { ...BARE, assigned: false }],
  ])('%j depends on what stands round it', (value, one, other) => {
    expect(judged(value, 'password', one)).toBe(SECRET);
    expect(judged(value, 'password', other)).toBe(NO_SECRET);
    expect(judged(value, 'password', one)).toBe(SECRET);
  });
});
