import { flagsOf, kindAt, LOWER } from '../characters.ts';
import { type Scan } from '../scan.ts';

const BLANK = 0x20;
const ASTERISK = 0x2a;
const LONGEST_PLAIN_WORD = 20;
const ENDS_WORD = flagsOf(/[ ,.;:!?\n]/);
/** Signs of Markdown behind a word of a sentence: `code`, *italic*, **bold**. */
const MARKS_TEXT = flagsOf(/[`*]/);
const MOST_MARKS = 2;
/** What may stand between a name and its separator. */
const FILLER = /^ (?:string|str|text|value)\b/;
const LONGEST_FILLER = 8;
const BEGINS_FILLER = flagsOf(/[stv]/);

/** Whether a name that ends at `nameEnd` stands in a sentence: a blank and a plain word behind it. Most names do. */
export function standsInSentence({ bytes, text }: Scan, nameEnd: number): boolean {
  const blank = markEnd(bytes, nameEnd);
  if (bytes[blank] !== BLANK || !isLower(bytes, blank + 1) || !isLower(bytes, blank + 2)) return false;
  if (!isPlainWord(bytes, blank + 1)) return false;
  return !BEGINS_FILLER[bytes[blank + 1]!]! || !FILLER.test(text.slice(blank, blank + LONGEST_FILLER));
}

function markEnd(bytes: Uint8Array, start: number): number {
  let index = start;
  while (index - start < MOST_MARKS && MARKS_TEXT[bytes[index] ?? 0]!) index++;
  return index;
}

function isLower(bytes: Uint8Array, index: number): boolean {
  return (kindAt(bytes, index) & LOWER) !== 0;
}

/** Three to twenty small letters and the sign that ends a word. */
function isPlainWord(bytes: Uint8Array, start: number): boolean {
  let end = start;
  while (end - start <= LONGEST_PLAIN_WORD && isLower(bytes, end)) end++;
  if (end - start < 3 || end - start > LONGEST_PLAIN_WORD || end >= bytes.length) return false;
  return ENDS_WORD[bytes[end]!]! || (bytes[end] === ASTERISK && bytes[end + 1] === ASTERISK);
}
