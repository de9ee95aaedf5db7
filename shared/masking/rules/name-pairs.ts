import { flagsOf, letterKind, LOWER, UPPER } from '../characters.ts';
import { madeOnce } from './made-once.ts';

const CAPITALISED = `\\p{Lu}(?:['’]\\p{Lu})?\\p{Ll}[\\p{Ll}'’]{0,22}(?:-\\p{Lu}\\p{Ll}{1,22})?`;
const pair = madeOnce(
  () =>
    new RegExp(`${CAPITALISED}(?: \\p{Lu}\\.?)? ${CAPITALISED}(?: ${CAPITALISED})?(?![\\p{L}\\d_(])`, 'uy'),
);

const NONE = -1;
/** Left to the expression: apostrophes, hyphens, initials, long words, and letters that are two code units. */
const UNSURE = -2;

/** Where two or three capitalised words end that begin at an index; -1 without such. Two words of plain letters are read by hand. */
export function capitalisedPairEnd(text: string, start: number): number {
  const first = wordEnd(text, start);
  if (first === NONE) return NONE;
  const end = first === UNSURE ? UNSURE : behindFirst(text, first);
  if (end !== UNSURE) return end;
  const form = pair();
  form.lastIndex = start;
  return form.test(text) ? form.lastIndex : NONE;
}

/** Where the second word ends, or a third one, behind a first one that ends at `first`. */
function behindFirst(text: string, first: number): number {
  if (text.charCodeAt(first) !== BLANK) return NONE;
  const second = wordEnd(text, first + 1);
  if (second === NONE) return letterKind(text.charCodeAt(first + 1)) === UPPER ? UNSURE : NONE;
  if (second === UNSURE) return UNSURE;
  if (text.charCodeAt(second) !== BLANK) return goesOn(text.charCodeAt(second)) ? NONE : second;
  const third = wordEnd(text, second + 1);
  if (third === UNSURE) return UNSURE;
  return third !== NONE && !goesOn(text.charCodeAt(third)) ? third : second;
}

/** Where a capital and the small letters behind it end; NONE where no such word begins. */
function wordEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (letterKind(first) !== UPPER) return isHalf(first) ? UNSURE : NONE;
  let end = start + 1;
  while (end - start <= LONGEST && letterKind(text.charCodeAt(end)) === LOWER) end++;
  const next = text.charCodeAt(end);
  if (end - start > LONGEST || isHalf(next) || TIES[next] === true || next === SET_APOSTROPHE) return UNSURE;
  return end - start < SHORTEST ? NONE : end;
}

/** Letters, as many as the expression allows, and as few. */
const SHORTEST = 2;
const LONGEST = 24;
const BLANK = 0x20;
const SET_APOSTROPHE = 0x2019;
const TIES = flagsOf(/['-]/);
const GOES_ON = flagsOf(/[\d_(]/);

function goesOn(code: number): boolean {
  return GOES_ON[code] === true || letterKind(code) !== 0;
}

function isHalf(code: number): boolean {
  return code >= 0xd800 && code < 0xe000;
}
