import { DIGIT, KIND, LETTER, SPACE } from '../characters.ts';

/** What a value is written with, a bit each. */
export const SIGN = {
  letter: 1,
  digit: 2,
  underscore: 4,
  dash: 8,
  /** Of ASCII. */
  space: 16,
  /** A dot, an asterisk, or an x of either case: what stands for what was cut off. */
  cut: 32,
  colon: 64,
  slash: 128,
  /** `(` and `[` */
  bracket: 256,
  angle: 512,
  pipe: 1024,
  hash: 2048,
  /** Any character that is not of ASCII. */
  foreign: 4096,
  other: 8192,
} as const;

/** Beside letters, digits and blanks. */
const FORMS: readonly (readonly [number, string])[] = [
  [SIGN.underscore, '_'],
  [SIGN.dash, '-'],
  [SIGN.cut, 'x*X.'],
  [SIGN.colon, ':'],
  [SIGN.slash, '/'],
  [SIGN.bracket, '(['],
  [SIGN.angle, '<'],
  [SIGN.pipe, '|'],
  [SIGN.hash, '#'],
];
const SIGNS = KIND.slice(0, 128).reduce((signs, kind, code) => {
  if ((kind & LETTER) !== 0) signs[code] = SIGN.letter;
  else if ((kind & DIGIT) !== 0) signs[code] = SIGN.digit;
  else if ((kind & SPACE) !== 0) signs[code] = SIGN.space;
  return signs;
}, new Uint16Array(128));
for (const [sign, characters] of FORMS) {
  for (const character of characters) SIGNS[character.charCodeAt(0)]! |= sign;
}
for (const [code, signs] of SIGNS.entries()) SIGNS[code] = signs === 0 ? SIGN.other : signs;

/** Which signs stand in a value, in one walk: most of what is asked of it can be answered without looking again. */
export function signsOf(value: string): number {
  let signs = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    signs |= code < SIGNS.length ? SIGNS[code]! : SIGN.foreign;
  }
  return signs;
}

/** Whether a value with those signs has a blank of any alphabet. */
export function hasBlank(value: string, signs: number): boolean {
  return (signs & SIGN.space) !== 0 || ((signs & SIGN.foreign) !== 0 && /\s/.test(value));
}
