import { flagsOf } from '../characters.ts';

const HASH = 0x23;
const CUTS = flagsOf(/[x*X.]/);
const IS_WORD = flagsOf(/\w/);

/** Five of `x`, `*` and dots or four of `#` in a row, or three dots at the end. */
export function isCutShort(value: string): boolean {
  let cut = 0;
  let hashes = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    cut = CUTS[code] === true ? cut + 1 : 0;
    hashes = code === HASH ? hashes + 1 : 0;
    if (cut === 5 || hashes === 4) return true;
  }
  return cut >= 3 && value.endsWith('...');
}

/** What a template or a shell puts in, where more may follow. */
const PARTS_FILLED = /^(?:\{\{[^{}]{0,80}\}\}|\$\{[^{}]{0,80}\}|\$\([^()]{0,80}\))/;
/** Letters of both cases and a digit, or a sign that names do not have: no name that goes on behind what is filled in. */
const CHOSEN =
  /^(?![?&/:@])(?:(?=.{0,40}[a-z])(?=.{0,40}[A-Z])(?=.{0,40}\d)[^\s{}()$]{6,64}|(?=.{0,40}[A-Za-z\d]{3})[^\s{}()$!#%^*+~?]{0,40}[!#%^*+~?][^\s{}()$]{0,40})$/;

/** Whether a password begins with what is filled in, `{{ env }}Tr3ppe9`. */
export function goesOnChosen(value: string): boolean {
  const filled = PARTS_FILLED.exec(value)?.[0].length ?? 0;
  return filled > 0 && value.length - filled >= 6 && CHOSEN.test(value.slice(filled));
}

/** Where a template, a shell or a document puts a value: `${TOKEN}`, `<password>`, `{{ secret }}`, `%(name)s`. */
export function isTemplate(value: string): boolean {
  if (goesOnChosen(value)) return false;
  if (
    /^(?:(?:\$__[a-z]+|[$%#])?\{[^{}]*\}?|\$\(.*|[$%][A-Za-z_]\w*%?|<[^>]*>?|\[[^\]]*\]?|\{\{.*|@\w+@?)$/.test(
      value,
    )
  )
    return true;
  return /^(?:%\(\w+\)s|\[\[.*\]\]|#\{.*\}#|__[A-Z\d_]+__|@@.*@@)$/.test(value);
}

/** `****`, `xxx` */
export function isOneSign(value: string): boolean {
  const sign = value.charCodeAt(0);
  for (let index = 1; index < value.length; index++) {
    if (value.charCodeAt(index) !== sign) return false;
  }
  if (IS_LINE_END[sign] === true || sign === LINE_SEPARATOR || sign === PARAGRAPH_SEPARATOR) return false;
  return value.length > 2 || IS_WORD[sign] !== true;
}

const IS_LINE_END = flagsOf(/[\r\n]/);
const LINE_SEPARATOR = 0x2028;
const PARAGRAPH_SEPARATOR = 0x2029;

/** `ABCABCABC`, `0101010101`: up to four signs over and over. */
export function isPeriodic(value: string): boolean {
  if (value.length < SHORTEST_PERIODIC) return false;
  for (let period = 2; period <= LONGEST_PERIOD; period++) {
    let index = period;
    while (index < value.length && value.charCodeAt(index) === value.charCodeAt(index - period)) index++;
    if (index === value.length) return true;
  }
  return false;
}

/** `1234567890abcdef`, `ZYXWVUTS…`: each sign the one after or before its neighbour, but for a start anew. */
export function isSequence(value: string): boolean {
  if (value.length < SHORTEST_SEQUENCE || value.length > LONGEST_SEQUENCE) return false;
  let steps = 0;
  for (let index = 1; index < value.length; index++) {
    const step = value.charCodeAt(index) - value.charCodeAt(index - 1);
    if (step === 1 || step === -1) steps++;
    else if (index - steps > MOST_STARTS) return false;
  }
  return true;
}

export const SHORTEST_SEQUENCE = 16;
const LONGEST_SEQUENCE = 80;
const MOST_STARTS = 3;
const SHORTEST_PERIODIC = 9;
const LONGEST_PERIOD = 4;
