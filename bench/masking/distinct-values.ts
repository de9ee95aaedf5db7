import { createRandom } from '../../shared/statistics/distributions/create-random.ts';

const SEED = 11;
const COUNT = 25_000;
const SMALL = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const ALNUM = `${SMALL}${SMALL.toUpperCase()}${DIGITS}`;
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const HEXADECIMAL = '0123456789abcdef';
const TOKEN_LENGTH = 24;
const BARE_LENGTH = 32;
const WALLET_DIGITS = 33;
const CARD_DIGITS = 16;

/** Lines of nothing but values of one kind that are all different: a pseudonym has to be made for each of them. */
export function distinctValues(): Readonly<Record<string, string>> {
  const { integer } = createRandom(SEED);
  const drawn = (characters: string, length: number): string =>
    Array.from({ length }, () => characters.charAt(integer(characters.length))).join('');
  const makers: Readonly<Record<string, (number: number) => string>> = {
    addresses: (number) =>
      `${11 + (number % 200)}.${number % 251}.${(number >> 8) % 251}.${(number >> 16) % 251} `,
    'addresses of 100 networks': (number) => `10.20.${number % 100}.${1 + (Math.floor(number / 100) % 250)} `,
    'e-mail': (number) => `u${number}@example.com `,
    names: (number) => `Mary S${drawn(SMALL, 4)}${SMALL.charAt(number % 26)}n, `,
    'names beyond ASCII': (number) => `Łucja Ż${drawn(SMALL, 4)}${SMALL.charAt(number % 26)}n, `,
    streets: (number) => `${1 + (number % 9000)} B${drawn(SMALL, 5)} Street, `,
    'phone numbers': (number) => `+1 212 ${200 + (number % 700)} ${1000 + ((number * 7919) % 9000)} `,
    cards: () => `${card(`4${drawn(DIGITS, CARD_DIGITS - 2)}`)} `,
    secrets: () => `token=${drawn(ALNUM, TOKEN_LENGTH)} `,
    'phone numbers dialled abroad': () => `0044 (0)20 ${drawn(DIGITS, 4)} ${drawn(DIGITS, 4)} `,
    'phone numbers in addresses': () => `phone=%2B1415${drawn(DIGITS, 7)}&`,
    'social security numbers': () => `${drawn(DIGITS, 3)}-${drawn(DIGITS, 2)}-${drawn(DIGITS, 4)} `,
    'identity numbers with letters': () => `AB${drawn(DIGITS, 6)}C `,
    'random words': () => `${drawn(ALNUM, BARE_LENGTH)} `,
    'tokens of a provider': () => `npm_${drawn(ALNUM, BARE_LENGTH)} `,
    'what is almost a wallet': () => `1${drawn(BASE58, WALLET_DIGITS)} `,
    'IPv6 addresses': () => `2001:db8::${drawn(HEXADECIMAL, 4)}:${drawn(HEXADECIMAL, 4)} `,
  };
  return Object.fromEntries(
    Object.entries(makers).map(([what, make]) => [
      what,
      Array.from({ length: COUNT }, (_, each) => make(each)).join(''),
    ]),
  );
}

/** A number with the digit behind it that Luhn's sum wants. */
function card(digits: string): string {
  let sum = 0;
  for (let each = 0; each < digits.length; each++) {
    const digit = Number(digits.charAt(digits.length - 1 - each));
    const twice = 2 * digit;
    sum += each % 2 === 0 ? (twice > 9 ? twice - 9 : twice) : digit;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
