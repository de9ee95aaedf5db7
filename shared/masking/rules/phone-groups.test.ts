import { describe, expect, it } from 'vitest';
import { dialledDigits, hasNorthAmericanGroups, isDialledAbroad, isRound } from './phone-groups.ts';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Said in another way: what is read by hand has to answer as these do. */
const ABROAD = /^00[1-9]\d{0,2}(?: ?\(0?|[ .\-/])[1-9)]/;
const ABROAD_APART = /^00 [1-9]\d{0,2} [1-9]/;

describe('isDialledAbroad', () => {
  const signs = ['', ' ', '(', ' (', '(0', ' (0', '.', '-', '/', '  ', ')'];
  const numbers = ['', ' '].flatMap((apart) =>
    ['0', '1', '44', '049', '353', '4420'].flatMap((country) =>
      signs.flatMap((sign) => ['0', '7', ')', 'x', ''].map((group) => `00${apart}${country}${sign}${group}`)),
    ),
  );

  it('answers as the expressions do', () => {
    for (const number of numbers) {
      expect.soft(isDialledAbroad(bytesOf(number), 0, false), number).toBe(ABROAD.test(number));
      const isEither = ABROAD.test(number) || ABROAD_APART.test(number);
      expect.soft(isDialledAbroad(bytesOf(number), 0, true), `${number} near a word`).toBe(isEither);
    }
  });
});

describe('hasNorthAmericanGroups', () => {
  it.each(['415-555-0132', '415.555.0132', '1 415 555 0132', '1-(415)-555-0132', '415)-555-0132x12'])(
    'knows those of %j',
    (number) => {
      expect(hasNorthAmericanGroups(bytesOf(number), 0)).toBe(true);
    },
  );

  it.each(['4155550132', '41-555-0132', '415-5555-0132', '415-555-01321', '12 415 555 0132', '415-555-013'])(
    'finds none in %j',
    (number) => {
      expect(hasNorthAmericanGroups(bytesOf(number), 0)).toBe(false);
    },
  );
});

describe('dialledDigits', () => {
  it.each([
    ['+44 20 7946 0958', false, '442079460958'],
    ['44 (0)20 7946', true, '44207946'],
    ['44 (0)20 7946', false, '440207946'],
    ['44 (0)(0)20', true, '44020'],
    ['800-123-4567x532', false, '8001234567'],
    ['800 123 #45', false, '800123'],
  ])('of %j', (text, withoutZero, digits) => {
    expect(dialledDigits({ text, bytes: bytesOf(text) }, 0, text.length, withoutZero)).toBe(digits);
  });
});

describe('isRound', () => {
  it.each([
    ['4096 4096 8192', true],
    ['100-200-3000', true],
    ['100-200-3001', false],
    ['0-200', false],
  ])('of %j', (text, isOne) => {
    expect(isRound(bytesOf(text), 0, text.length)).toBe(isOne);
  });
});
