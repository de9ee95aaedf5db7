import {
  callingCode,
  type CallingCode,
  callingCodeLength,
  type Lengths,
  type NumberingPlan,
} from './numbering-plans.ts';

/** As in libphonenumber: some countries have longer ones than the fifteen digits of E.164. */
const SHORTEST = 2;
const LONGEST = 17;
/** With its country. */
const FEWEST_DIGITS = 3;
const ZERO = 0x30;

/**
 * Whether digits dialled behind a plus can be a number of their country by its lengths. Answers what libphonenumber-js does for
 * `parsePhoneNumberFromString('+' + digits)?.isPossible() === true`, which takes as long as the reading of some hundred characters.
 */
export function isPossibleNumber(digits: string): boolean {
  const read = readNumber(digits);
  if (read === null) return false;
  const { code, national } = read;
  const bit = 1 << national.length;
  if ((code.common & bit) !== 0) return true;
  if ((code.any & bit) === 0) return false;
  return isPossibleLength((countryOf(code, national) ?? code.main).lengths, national.length);
}

/** Whether digits dialled behind a plus are a number that their country gives out: as `isPossibleNumber`, for `isValid`. */
export function isValidNumber(digits: string): boolean {
  const read = readNumber(digits);
  if (read === null) return false;
  const plan = countryOf(read.code, read.national) ?? read.code.main;
  return plan.kinds === null ? plan.national.test(read.national) : isOfKind(plan, read.national);
}

interface ReadNumber {
  readonly code: CallingCode;
  readonly national: string;
}

function readNumber(digits: string): ReadNumber | null {
  if (digits.length < FEWEST_DIGITS || digits.charCodeAt(0) === ZERO) return null;
  const length = callingCodeLength(digits);
  const code = length === 0 ? null : callingCode(digits, length);
  if (code === null) return null;
  const national = withoutPrefix(code, digits.slice(length));
  return national.length < SHORTEST || national.length > LONGEST ? null : { code, national };
}

/** People write what is dialled within a country behind its code, too; it is dropped when what stays can be a number. */
function withoutPrefix(code: CallingCode, dialled: string): string {
  const { prefix, plainPrefix, transform, national } = code.main;
  if (plainPrefix !== null && !dialled.startsWith(plainPrefix)) return dialled;
  const match = prefix?.exec(dialled);
  if (prefix === null || match === null || match === undefined || dialled === '') return dialled;
  const hasGroup = match.length > 1 && (match.at(-1) ?? '') !== '';
  const rest =
    hasGroup && transform !== null ? dialled.replace(prefix, transform) : dialled.slice(match[0].length);
  if (rest === dialled || (national.test(dialled) && !national.test(rest))) return dialled;
  return isLongEnough(code, rest) ? rest : dialled;
}

/** A number of the country, or longer than any. */
function isLongEnough(code: CallingCode, national: string): boolean {
  if (isPossibleLength({ bits: code.common, most: 0 }, national.length)) return true;
  const { lengths } = countryOf(code, national) ?? code.main;
  return national.length > lengths.most || isPossibleLength(lengths, national.length);
}

const BITS = 32;

function isPossibleLength({ bits }: Lengths, length: number): boolean {
  return length < BITS && (bits & (1 << length)) !== 0;
}

/** The first that knows the number among countries that share a code. */
function countryOf({ plans, leading }: CallingCode, national: string): NumberingPlan | null {
  if (plans.length === 1) return plans[0] ?? null;
  // Asked at once for all: the countries behind +1 are two dozen.
  const isLed = leading?.test(national) ?? false;
  for (const plan of plans) {
    if (plan.leading === null ? isOfKind(plan, national) : isLed && plan.leading.test(national)) return plan;
  }
  return null;
}

function isOfKind({ national, kinds }: NumberingPlan, number: string): boolean {
  if (kinds === null || !national.test(number)) return false;
  return kinds.some(
    ({ pattern, lengths }) => isPossibleLength(lengths, number.length) && pattern.test(number),
  );
}
