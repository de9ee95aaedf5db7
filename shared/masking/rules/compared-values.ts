import { ALNUM, flagsOf, KIND, kindAt, SPACE, UNDERSCORE } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { judgeValue, SECRET } from './judged-values.ts';
import type { SecretClass } from './secret-class.ts';

const BANG = 0x21;
const DOLLAR = 0x24;
const DOT = 0x2e;
const EQUALS = 0x3d;

/** `"value" == password`: the value stands before the comparison, read back by hand from the name. */
export function judgeValueBefore(scan: Scan, nameStart: number, secretClass: SecretClass): void {
  const { bytes } = scan;
  const end = comparedEnd(bytes, nameStart);
  if (end < 0) return;
  const lowest = Math.max(0, nameStart - COMPARED_REACH, end - LONGEST_COMPARED - 1);
  let start = end;
  while (start > lowest && !ENDS_COMPARED[bytes[start - 1]!]!) start--;
  if (end - start < SHORTEST_COMPARED || start === lowest || bytes[start - 1] === LINE_BREAK) return;
  if (judgeValue(scan, start, end, secretClass, COMPARED) !== SECRET) return;
  report(scan, start, end, 'secret', STRENGTH.context, 'compared');
}

const COMPARED = { assigned: true, quoted: true, spaced: true, after: '' };
const COMPARED_REACH = 160;
const SHORTEST_COMPARED = 3;
const LONGEST_COMPARED = 128;
const ENDS_COMPARED = flagsOf(/["'`\n]/);
const IS_QUOTE = flagsOf(/["'`]/);
const LINE_BREAK = 0x0a;

/** Where the value ends whose closing quote stands before a comparison with the name, or with the object that has it; -1 for none. */
function comparedEnd(bytes: Uint8Array, nameStart: number): number {
  let index = nameStart - 1;
  while (nameStart - index <= LONGEST_OWNER && isOwnerByte(bytes[index])) index--;
  if ((kindAt(bytes, index) & SPACE) !== 0) index--;
  // One sign alone assigns.
  if (bytes[index] !== EQUALS || (bytes[index - 1] !== EQUALS && bytes[index - 1] !== BANG)) return -1;
  index -= 2;
  // `===` and `!==`
  if (bytes[index + 1] === EQUALS && (bytes[index] === EQUALS || bytes[index] === BANG)) index--;
  if ((kindAt(bytes, index) & SPACE) !== 0) index--;
  return IS_QUOTE[bytes[index] ?? 0]! ? index : -1;
}

const LONGEST_OWNER = 20;

function isOwnerByte(code: number | undefined): boolean {
  return (
    code !== undefined && ((KIND[code]! & (ALNUM | UNDERSCORE)) !== 0 || code === DOT || code === DOLLAR)
  );
}
