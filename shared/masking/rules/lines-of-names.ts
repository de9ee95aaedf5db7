import { flagsOf } from '../characters.ts';

/** A line of names: none of the signs that log lines, code and JSON have. */
const NAMES =
  /\uFEFF?[+-]?[ \t]*["'`|]?[ \t]*[^\s\d:=<>{}[\]@%&?!*\\,;|][^\r\n:=<>{}[\]@%&?!*\\]{2,999}(?=\r?\n)/y;
/** What a line of names does not begin with; most lines of logs do. */
const BEGINS_OTHER = flagsOf(/[\d\r\n:=<>{}[\]@%&?!*\\,;]/);
/** What NAMES takes nowhere. */
const IS_OTHER = flagsOf(/[:=<>{}[\]@%&?!*\\]/);

/** Where the names end that are all of a line, before the carriage return; -1 for a line of anything else. */
export function endOfNames(text: string, start: number, lineBreak: number): number {
  if (BEGINS_OTHER[text.charCodeAt(start)] === true) return -1;
  // NAMES takes all of a line but for a carriage return at its end: with one of these in it, it cannot match. Lines of logs have one after a
  // word or two.
  for (let index = start; index < lineBreak; index++) {
    if (IS_OTHER[text.charCodeAt(index)] === true) return -1;
  }
  NAMES.lastIndex = start;
  return NAMES.test(text) ? NAMES.lastIndex : -1;
}
