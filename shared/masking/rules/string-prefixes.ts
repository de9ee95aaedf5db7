import { flagsOf } from '../characters.ts';

const HASH = 0x23;
const DOLLAR = 0x24;
const BACKSLASH = 0x5c;
const OPENING_BRACE = 0x7b;
const SMALL_F = 0x66;
/** Set in the codes of small letters. */
const SMALL = 0x20;
const MOST_SIGNS = 2;
const MOST_ESCAPES = 7;
const LONGEST_FILLED = 128;
/** Bytes, raw, Unicode and formatted strings of Python and Rust, national, escaped and Unicode ones of SQL, those of C and C++, verbatim and filled in ones of C#, `$'…'` of a shell. */
const BEGINS_PREFIX = flagsOf(/[bruefncl@$]/i);
const IN_PREFIX = flagsOf(/[bruefn@$8&]/i);
const IS_QUOTE = flagsOf(/["']/);
const ENDS_STRING = flagsOf(/["'\n]/);

/** Where the quote of a string stands that letters or signs are put before: `b'…'`, `r#"…"#`, `N'…'`, `$'…'`; `start` without such. */
export function stringPrefixEnd(bytes: Uint8Array, start: number): number {
  if (!BEGINS_PREFIX[bytes[start] ?? 0]!) return start;
  let index = start;
  let fillsIn = false;
  while (index === start || (index - start < MOST_SIGNS && IN_PREFIX[bytes[index] ?? 0]!)) {
    const code = bytes[index]!;
    fillsIn ||= (code | SMALL) === SMALL_F || code === DOLLAR;
    index++;
  }
  const end = behindHashes(bytes, index);
  const quote = behindEscapes(bytes, end);
  if (!IS_QUOTE[bytes[quote] ?? 0]!) return start;
  return fillsIn && holdsBrace(bytes, quote + 1) ? start : end;
}

function behindHashes(bytes: Uint8Array, start: number): number {
  let index = start;
  while (index - start <= MOST_SIGNS && bytes[index] === HASH) index++;
  return index;
}

function behindEscapes(bytes: Uint8Array, start: number): number {
  let index = start;
  while (index - start < MOST_ESCAPES && bytes[index] === BACKSLASH) index++;
  return index;
}

/** Whether a value is put in where a brace opens: such a string is none of its own. */
function holdsBrace(bytes: Uint8Array, start: number): boolean {
  let index = start;
  while (index - start < LONGEST_FILLED && !ENDS_STRING[bytes[index] ?? 0]! && bytes[index] !== OPENING_BRACE)
    index++;
  return bytes[index] === OPENING_BRACE;
}
