/** Check digits of cards and identity numbers. Every function takes the digits (or letters) without separators. */

/** Luhn's check (ISO/IEC 7812-1). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    let value = digits.charCodeAt(digits.length - 1 - index) - 0x30;
    if (index % 2 === 1) {
      value *= 2;
      if (value > 9) value -= 9;
    }
    sum += value;
  }
  return sum % 10 === 0;
}

/** Sum of digit times weight over the first `weights.length` digits. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    sum += weights[index]! * (digits.charCodeAt(index) - 0x30);
  }
  return sum;
}

/** ISO/IEC 7064, MOD 11,10: German tax number, German VAT, Croatian OIB. */
export function passesMod11And10(digits: string): boolean {
  let product = 10;
  for (let index = 0; index < digits.length - 1; index++) {
    let sum = (digits.charCodeAt(index) - 0x30 + product) % 10;
    if (sum === 0) sum = 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits.charAt(digits.length - 1));
}

/** ISO/IEC 7064, MOD 11-2: Chinese resident identity (GB 11643). */
export function passesMod11And2(value: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return '10X98765432'.charAt(weightedSum(value, weights) % 11) === value.charAt(17);
}

const VERHOEFF_MULTIPLY = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const VERHOEFF_PERMUTE = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** Verhoeff (1969): Aadhaar. */
export function passesVerhoeff(digits: string): boolean {
  let check = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.charAt(digits.length - 1 - index));
    const permuted = Number(VERHOEFF_PERMUTE[index % 8]!.charAt(digit));
    check = Number(VERHOEFF_MULTIPLY[check]!.charAt(permuted));
  }
  return check === 0;
}

/** True when the six digits name a day: year of two digits, month, day, in that order. */
export function isYearMonthDay(digits: string): boolean {
  return isDayOfMonth(twoDigits(digits, 2), twoDigits(digits, 4));
}

/** True when the six digits name a day: day, month, year of two digits. */
export function isDayMonthYear(digits: string): boolean {
  return isDayOfMonth(twoDigits(digits, 2), twoDigits(digits, 0));
}

const LONGEST_MONTHS = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True when there is such a day in some year. */
export function isMonthAndDay(month: string, day: string): boolean {
  return isDayOfMonth(twoDigits(month, 0), twoDigits(day, 0));
}

function isDayOfMonth(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= LONGEST_MONTHS[month]!;
}

/** The number that two digits are; not a number where there are none. */
function twoDigits(digits: string, at: number): number {
  return (digits.charCodeAt(at) - 0x30) * 10 + digits.charCodeAt(at + 1) - 0x30;
}

/** Value of a letter or digit in machine-readable documents (ICAO 9303): 0-9, A=10 … Z=35. */
export function documentValue(character: string): number {
  return character <= '9' ? Number(character) : character.charCodeAt(0) - 55;
}

/** ICAO 9303, weights 7-3-1: the last digit checks what stands before it. */
export function passesDocumentCheck(value: string): boolean {
  let sum = 0;
  for (let index = 0; index < value.length - 1; index++) {
    sum += documentValue(value.charAt(index)) * [7, 3, 1][index % 3]!;
  }
  return sum % 10 === Number(value.charAt(value.length - 1));
}
