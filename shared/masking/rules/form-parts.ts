import { type Scan } from '../scan.ts';

/**
 * Behind the name of a part of a form (RFC 7578): headers of the part, an empty line, the value (group 1); within JSON its line
 * breaks are written out.
 */
const PART =
  /\\{0,3}"(?:(?:\r?\n|\\{1,3}r\\{1,3}n|\\{1,3}n)[A-Za-z-]{4,40}: ?[^\r\n\\]{0,80}){0,3}(?:\r?\n|\\{1,3}r\\{1,3}n|\\{1,3}n){2}([^\r\n\\]{1,512})/y;
const NAMES_PART = /form-data;[^\r\n]{0,24}\bname=\\{0,3}"$/i;
const NAME_REACH = 48;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Where the value of a form's part stands whose name is `[nameStart, nameEnd)`; null where it is no such name. */
export function formPartAfter(
  { bytes, text }: Scan,
  nameStart: number,
  nameEnd: number,
): { readonly start: number; readonly end: number } | null {
  const first = bytes[nameEnd];
  const next = bytes[nameEnd + 1];
  // Cheap refusal: hardly any name has a quote and the end of the line behind it.
  const isPlain = first === QUOTE && (next === LINE_FEED || next === CARRIAGE_RETURN || next === BACKSLASH);
  if (!isPlain && (first !== BACKSLASH || (next !== QUOTE && next !== BACKSLASH))) return null;
  if (!NAMES_PART.test(text.slice(Math.max(0, nameStart - NAME_REACH), nameStart))) return null;
  PART.lastIndex = nameEnd;
  const match = PART.exec(text);
  if (match?.[1] === undefined) return null;
  const end = nameEnd + match[0].length;
  return { start: end - match[1].length, end };
}
