import { flagsOf } from '../characters.ts';
import { type FieldForm } from './field-form.ts';

const TAB = 0x09;
const BLANK = 0x20;
const UNDERSCORE = 0x5f;

/**
 * Looks behind a keyword: a form that goes on with one of these characters cannot match before another.
 * @param characters a class of ASCII in brackets
 * @param behindBlank what may follow, where the first is a blank or an underscore
 */
export function goesOnWith(
  characters: RegExp,
  behindBlank = ANY_CHARACTER,
): NonNullable<FieldForm['mayMatch']> {
  const first = flagsOf(characters);
  const second = flagsOf(behindBlank);
  return ({ bytes }, _, end) => {
    const code = bytes[end] ?? 0;
    if (!first[code]!) return false;
    if (code !== BLANK && code !== TAB && code !== UNDERSCORE) return true;
    const next = bytes[end + 1] ?? 0;
    return next >= BEYOND_ASCII || second[next]!;
  };
}

const ANY_CHARACTER = /[^]/;
const BEYOND_ASCII = 0x80;
