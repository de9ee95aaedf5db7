import { DIGIT, flagsOf, KIND, kindAt, LETTER } from '../characters.ts';
import { type Scan } from '../scan.ts';

/** Digits of an area within a country, and of the groups that may stand first. */
export const LONGEST_AREA = 5;
const LONGEST_COUNTRY = 3;
const BLANK = 0x20;
const HASH = 0x23;
const OPEN = 0x28;
const CLOSE = 0x29;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const ZERO = 0x30;
const NINE = 0x39;
/** Of capitals and small letters; behind it there is no sign within a number. */
const FIRST_LETTER = 0x41;
const JOINS_GROUPS = flagsOf(/[ .\-/()]/);

/** How many digits stand there; one more than an area has for all that are more. */
export function digitsFrom(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end - start <= LONGEST_AREA && (kindAt(bytes, end) & DIGIT) !== 0) end++;
  return end - start;
}

/** How many digits a number has without its extension. */
export function digitsBeforeExtension(bytes: Uint8Array, start: number, end: number): number {
  let digits = 0;
  for (let index = start; index < end; index++) {
    const kind = KIND[bytes[index]!]!;
    if ((kind & LETTER) !== 0 || bytes[index] === HASH) break;
    if ((kind & DIGIT) !== 0) digits++;
  }
  return digits;
}

/** Nothing but digits. */
export function isSolid(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    if ((KIND[bytes[index]!]! & DIGIT) === 0) return false;
  }
  return true;
}

/** Whether any sign stands in it that joins groups. */
export function isGrouped(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    if (JOINS_GROUPS[bytes[index]!]!) return true;
  }
  return false;
}

/** Groups that are all multiples of ten or sixteen are sizes or ends of ranges: `4096 4096 8192`, `100-200-3000`. */
export function isRound(bytes: Uint8Array, start: number, end: number): boolean {
  let size = -1;
  for (let index = start; index <= end; index++) {
    const digit = index < end ? bytes[index]! - ZERO : -1;
    if (digit >= 0 && digit <= 9) {
      if (size === 0) return false;
      size = size < 0 ? digit : size * 10 + digit;
    } else if (size >= 0) {
      if (size === 0 || !isMultiple(size)) return false;
      size = -1;
    }
  }
  return true;
}

function isMultiple(size: number): boolean {
  return size % 10 === 0 || size % 16 === 0 || size === 1;
}

/** Three digits, with a bracket round them or behind the one of calls abroad, three and four: what most groups are not. */
export function hasNorthAmericanGroups(bytes: Uint8Array, start: number): boolean {
  let area = start;
  if (digitsFrom(bytes, area) === 1) area += bytes[area + 2] === OPEN ? 3 : 2;
  if (digitsFrom(bytes, area) !== 3) return false;
  const exchange = area + (bytes[area + 3] === CLOSE ? 5 : 4);
  return digitsFrom(bytes, exchange) === 3 && digitsFrom(bytes, exchange + 4) === 4;
}

/**
 * The prefix of calls abroad, a country, and a group that begins with no zero or is the zero in brackets: `0044 20`, `0049(0)`,
 * `0044 (20`; with a word near also `00 44 20`.
 */
export function isDialledAbroad(bytes: Uint8Array, start: number, isNear: boolean): boolean {
  if (bytes[start] !== ZERO || bytes[start + 1] !== ZERO) return false;
  const isApart = bytes[start + 2] === BLANK;
  const country = isApart ? start + 3 : start + 2;
  if ((isApart && !isNear) || !beginsGroup(bytes, country)) return false;
  let end = country + 1;
  while (end - country < LONGEST_COUNTRY && (kindAt(bytes, end) & DIGIT) !== 0) end++;
  if (isApart) return bytes[end] === BLANK && beginsGroup(bytes, end + 1);
  const bracket = bytes[end] === BLANK ? end + 1 : end;
  const sign = bytes[end];
  const joins = sign === BLANK || sign === DOT || sign === DASH || sign === SLASH;
  if (bytes[bracket] !== OPEN && !joins) return false;
  const isOpened = bytes[bracket] === OPEN;
  const group = !isOpened ? end + 1 : bytes[bracket + 1] === ZERO ? bracket + 2 : bracket + 1;
  return bytes[group] === CLOSE || beginsGroup(bytes, group);
}

function beginsGroup(bytes: Uint8Array, index: number): boolean {
  return bytes[index] !== ZERO && (kindAt(bytes, index) & DIGIT) !== 0;
}

/**
 * The digits of a number without its extension; `withoutZero` leaves the first zero out that stands alone in brackets: it is dialled
 * within the country only.
 */
export function dialledDigits(
  { bytes, text }: Pick<Scan, 'bytes' | 'text'>,
  numberStart: number,
  numberEnd: number,
  withoutZero: boolean,
): string {
  let digits = '';
  let start = -1;
  let mayLeaveOut = withoutZero;
  for (let index = numberStart; index <= numberEnd; index++) {
    const code = index < numberEnd ? bytes[index]! : 0;
    if (code >= ZERO && code <= NINE) {
      if (start < 0) start = index;
      continue;
    }
    if (start >= 0) digits += text.slice(start, index);
    start = -1;
    if (code >= FIRST_LETTER || code === HASH) break;
    if (mayLeaveOut && code === OPEN && bytes[index + 1] === ZERO && bytes[index + 2] === CLOSE) {
      mayLeaveOut = false;
      index += 2;
    }
  }
  return digits;
}
