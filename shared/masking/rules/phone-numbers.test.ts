import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import metadata from 'libphonenumber-js/min/metadata';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/distributions/create-random.ts';
import { isPossibleNumber, isValidNumber } from './phone-numbers.ts';

const NUMBERS_OF_A_CODE = 60;
const { integer } = createRandom(7);
const CODES = [...Object.keys(metadata.country_calling_codes), ...Object.keys(metadata.nonGeographic)];
const PREFIXES = ['', '', '', '0', '1', '8', '00', '06', '15', '80', '90', '003768', '183'];
/** What area codes and kinds of numbers begin with, wherever the tables write some digits. */
const LEADS = [...new Set(JSON.stringify(metadata.countries).match(/\d{2,5}/g))];

function pick(items: readonly string[]): string {
  return items[integer(items.length)] ?? '';
}

function drawn(code: string): string {
  const lead = code + pick(PREFIXES) + (integer(2) === 0 ? '' : pick(LEADS));
  const length = code.length + (integer(8) === 0 ? integer(20) : 5 + integer(9));
  const rest = Array.from({ length: Math.max(0, length - lead.length) }, () => String(integer(10)));
  return lead + rest.join('');
}

function differing(numbers: readonly string[]): readonly string[] {
  return numbers.filter((digits) => {
    const number = parsePhoneNumberFromString(`+${digits}`);
    return (
      isPossibleNumber(digits) !== (number?.isPossible() === true) ||
      isValidNumber(digits) !== (number?.isValid() === true)
    );
  });
}

describe('numbers of telephones', () => {
  it('are judged as libphonenumber judges them, for every calling code', () => {
    const numbers = CODES.flatMap((code) => Array.from({ length: NUMBERS_OF_A_CODE }, () => drawn(code)));

    expect(differing(numbers)).toEqual([]);
    // Otherwise nothing would have been compared.
    expect(numbers.filter(isPossibleNumber).length).toBeGreaterThan(1000);
    expect(numbers.filter(isValidNumber).length).toBeGreaterThan(300);
  });

  it('are judged in the same way where several countries share a code', () => {
    const shared = Object.entries(metadata.country_calling_codes).filter(
      ([, countries]) => countries.length > 1,
    );
    const numbers = shared.flatMap(([code]) => Array.from({ length: 400 }, () => drawn(code)));

    expect(differing(numbers)).toEqual([]);
  });

  it('are judged in the same way when no country has their code', () => {
    const numbers = Array.from({ length: 1000 }, (_, code) => `${code}${integer(1e6)}`);

    expect(differing([...numbers, '', '1', '44', '0', '999'])).toEqual([]);
  });

  it.each([
    ['442071838750', true],
    ['4402071838750', true],
    ['12125550123', true],
    ['1212555012', false],
    ['999123456', false],
  ])('%s can be one: %s', (digits, expected) => {
    expect(isPossibleNumber(digits)).toBe(expected);
  });

  it('of ten digits are always possible in Turkey, which a number that stands alone is asked for', () => {
    const numbers = Array.from({ length: 3000 }, () =>
      `${2 + integer(8)}${drawn('').slice(0, 9)}`.padEnd(10, '0'),
    );

    const impossible = numbers.filter(
      (digits) => parsePhoneNumberFromString(digits, 'TR')?.isPossible() !== true,
    );

    expect(impossible).toEqual([]);
  });
});
