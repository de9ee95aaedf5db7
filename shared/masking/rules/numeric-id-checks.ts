/** What makes identity numbers of digits valid, country by country. */
import {
  isMonthAndDay,
  isYearMonthDay,
  passesLuhn,
  passesMod11And10,
  passesMod11And2,
  weightedSum,
} from './checksums.ts';

/** Sum of weighted digits modulo `modulus` equals the last digit (10 counts as never or as 0). */
export function mod(weights: readonly number[], modulus: number, expected: (remainder: number) => number) {
  return (digits: string): boolean =>
    expected(weightedSum(digits, weights) % modulus) === Number(digits.charAt(weights.length));
}

export const isPesel = (d: string): boolean =>
  isMonthAndDay(String(Number(d.slice(2, 4)) % 20).padStart(2, '0'), d.slice(4, 6)) &&
  mod([1, 3, 7, 9, 1, 3, 7, 9, 1, 3], 10, (r) => (10 - r) % 10)(d);

export const isTurkish = (d: string): boolean => {
  const odd = weightedSum(d, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weightedSum(d, [0, 1, 0, 1, 0, 1, 0, 1]);
  if (d.startsWith('0') || (((odd * 7 - even) % 10) + 10) % 10 !== Number(d.charAt(9))) return false;
  return weightedSum(d, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) % 10 === Number(d.charAt(10));
};

/** One digit of the first ten occurs twice or thrice, as the rule of 2016 wants. */
export const isGermanTax = (d: string): boolean =>
  !d.startsWith('0') && passesMod11And10(d) && new Set(d.slice(0, 10)).size >= 8;

export const isCpf = (d: string): boolean => {
  if (/^(\d)\1+$/.test(d)) return false;
  const first = ((weightedSum(d, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  const second = ((weightedSum(d, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  return first === Number(d.charAt(9)) && second === Number(d.charAt(10));
};

/** Two check digits (Receita Federal, Instrução Normativa RFB 2119). */
export const isCnpj = (d: string): boolean => {
  const check = (weights: readonly number[]): number => {
    const remainder = weightedSum(d, weights) % 11;
    return remainder < 2 ? 0 : 11 - remainder;
  };
  const weights = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  return check(weights) === Number(d.charAt(12)) && check([6, ...weights]) === Number(d.charAt(13));
};

export const isKorean = (d: string): boolean => isYearMonthDay(d) && d.charAt(6) >= '1' && d.charAt(6) <= '8';
export const isAbn = (d: string): boolean =>
  (weightedSum(d, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0 && !d.startsWith('0');

export const isSwedish = (d: string): boolean =>
  passesLuhn(d) &&
  (isYearMonthDay(d) ||
    isYearMonthDay(`${d.slice(0, 4)}${String(Number(d.slice(4, 6)) - 60).padStart(2, '0')}`));

export const isFrench = (d: string): boolean =>
  /^[12]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)/.test(d) &&
  97 - Number(BigInt(d.slice(0, 13)) % 97n) === Number(d.slice(13));

export const isRouting = (d: string): boolean =>
  /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/.test(d) &&
  !/^0+$/.test(d) &&
  weightedSum(d, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0;

/** Individual Taxpayer Identification Numbers: groups 50-65, 70-88, 90-92, 94-99 (IRS Publication 1915). */
export const isItin = (d: string): boolean => /^9\d{2}(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/.test(d);

/** Region, day of birth with its century, and ISO 7064 (GB 11643). */
export const isChinese = (v: string): boolean =>
  /^[1-8]\d{5}(?:19|20)/.test(v) && isMonthAndDay(v.slice(10, 12), v.slice(12, 14)) && passesMod11And2(v);
