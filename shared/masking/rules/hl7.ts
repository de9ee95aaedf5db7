import { ALNUM, DIGIT, KIND, LETTER, SPACE } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

/** What a field of a segment holds, by the data types of HL7 version 2.5, chapter 2A. */
type Holds = 'CX' | 'DLN' | 'SSN' | 'ST' | 'TS' | 'XAD' | 'XCN' | 'XPN' | 'XTN';

/** The fields of people in the segments of HL7 version 2.5, chapters 3 (PID, NK1, PV1, MRG) and 6 (IN1, GT1), by their numbers. */
const SEGMENTS: Readonly<Record<string, Readonly<Record<number, Holds>>>> = {
  PID: {
    2: 'CX',
    3: 'CX',
    4: 'CX',
    5: 'XPN',
    6: 'XPN',
    7: 'TS',
    9: 'XPN',
    11: 'XAD',
    13: 'XTN',
    14: 'XTN',
    18: 'CX',
    19: 'SSN',
    20: 'DLN',
    21: 'CX',
    29: 'TS',
  },
  NK1: {
    2: 'XPN',
    4: 'XAD',
    5: 'XTN',
    6: 'XTN',
    12: 'CX',
    16: 'TS',
    26: 'XPN',
    30: 'XPN',
    31: 'XTN',
    32: 'XAD',
    33: 'CX',
    37: 'SSN',
  },
  IN1: { 6: 'XPN', 16: 'XPN', 18: 'TS', 19: 'XAD', 36: 'ST', 49: 'CX' },
  GT1: { 3: 'XPN', 4: 'XPN', 5: 'XAD', 6: 'XTN', 7: 'XTN', 8: 'TS', 12: 'SSN', 19: 'CX' },
  PV1: { 7: 'XCN', 8: 'XCN', 9: 'XCN', 17: 'XCN', 19: 'CX', 52: 'XCN' },
  MRG: { 1: 'CX', 2: 'CX', 3: 'CX', 4: 'CX', 7: 'XPN' },
};
const MOST_FIELDS = 53;
const LONGEST_SEGMENT = 4096;
const LONGEST_ESCAPE = 6;

const BAR = 0x7c;
const CARET = 0x5e;
const TILDE = 0x7e;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** What stands before the first segment of a message, or between two that were joined. */
const OPENS = /[\s"'`>:=({[]/;
const ESCAPE_BEFORE = /\\(?:[rn]|u000[ad]|x0[abd])$/i;
/** An escaped line break; the escapes of HL7 are of other letters. */
const ESCAPED_BREAK = /\\(?:[rn]|u000[ad]|x0[abd])/y;
/** Where a component ends before its sign: the document round the message goes on. */
const OUTSIDE = /["<>{}]|\\["nrtu]|'(?=[\s),\]}]|$)/;

export const hl7Anchors: readonly Anchor[] = Object.keys(SEGMENTS).map((name) => ({
  keyword: `${name.toLowerCase()}|`,
  detect: detectSegment,
}));

/** A segment of a message: its name in capitals, fields with bars between them, and a component in one of them. */
function detectSegment(scan: Scan, start: number, end: number): void {
  const { text } = scan;
  const kinds = SEGMENTS[text.slice(start, end - 1)];
  if (kinds === undefined || !opensSegment(text, start)) return;
  const bounds = fieldBounds(scan, end);
  if (bounds === null) return;
  for (let field = 1; field < bounds.length && field <= MOST_FIELDS; field++) {
    const holds = kinds[field];
    if (holds !== undefined) reportField(scan, bounds[field - 1]! + 1, bounds[field]!, holds);
  }
}

function opensSegment(text: string, start: number): boolean {
  if (start === 0 || OPENS.test(text.charAt(start - 1))) return true;
  return ESCAPE_BEFORE.test(text.slice(Math.max(0, start - LONGEST_ESCAPE), start));
}

/** Where the bars and the end of a segment are, from the bar before its first field; null for what has no component. */
function fieldBounds({ bytes, text }: Scan, first: number): number[] | null {
  const limit = Math.min(bytes.length, first + LONGEST_SEGMENT);
  const bounds = [first - 1];
  let hasComponent = false;
  let index = first;
  for (; index < limit && bounds.length <= MOST_FIELDS; index++) {
    const code = bytes[index]!;
    if (code === LINE_FEED || code === CARRIAGE_RETURN) break;
    if (code === CARET) hasComponent = true;
    else if (code === BACKSLASH) {
      ESCAPED_BREAK.lastIndex = index;
      if (ESCAPED_BREAK.test(text)) break;
    } else if (code === BAR) {
      // The next segment on the same line.
      if (index > first + 3 && text.slice(index - 3, index) in SEGMENTS && opensSegment(text, index - 3)) {
        index -= ' PID'.length;
        break;
      }
      bounds.push(index);
    }
  }
  bounds.push(index);
  return hasComponent ? bounds : null;
}

/** Reports what is personal in each repetition of a field. */
function reportField(scan: Scan, start: number, end: number, holds: Holds): void {
  let from = start;
  for (let index = start; index <= end; index++) {
    if (index < end && scan.bytes[index] !== TILDE) continue;
    if (index > from) reportRepetition(scan, componentsOf(scan, from, index), holds);
    from = index + 1;
  }
}

interface Component {
  readonly start: number;
  readonly end: number;
}

function componentsOf({ bytes, text }: Scan, start: number, end: number): Component[] {
  const outside = text.slice(start, end).search(OUTSIDE);
  let last = outside < 0 ? end : start + outside;
  // Escaped line breaks are read as blanks, too.
  while (last > start && (KIND[bytes[last - 1]!]! & SPACE) !== 0) last--;
  const components: Component[] = [];
  let from = start;
  for (let index = start; index <= last; index++) {
    if (index < last && bytes[index] !== CARET) continue;
    components.push({ start: from, end: index });
    from = index + 1;
  }
  return components;
}

/** The components of each data type that belong together, as [first, behind the last], what they are and what one must hold. */
const PERSONAL: Readonly<Record<Holds, readonly (readonly [number, number, string, number])[]>> = {
  CX: [[0, 1, 'health_id', DIGIT]],
  DLN: [[0, 1, 'national_id', DIGIT]],
  SSN: [[0, 1, 'us_ssn', DIGIT]],
  ST: [[0, 1, 'health_id', DIGIT]],
  TS: [[0, 1, 'date_of_birth', DIGIT]],
  XAD: [[0, 5, 'address', ALNUM]],
  XCN: [
    [0, 1, 'other_id', DIGIT],
    [1, 4, 'person', LETTER],
  ],
  XPN: [[0, 3, 'person', LETTER]],
  XTN: [
    [0, 1, 'phone', DIGIT],
    [5, 7, 'phone', DIGIT],
    [11, 12, 'phone', DIGIT],
  ],
};

function reportRepetition(scan: Scan, components: readonly Component[], holds: Holds): void {
  for (const [first, behind, type, kind] of PERSONAL[holds])
    reportComponents(scan, components.slice(first, behind), type, kind);
}

const SHORTEST = 2;
const BEYOND_ASCII = 0x80;

/** Reports the components of a row as one value, without the empty ones at either end, where a character of a kind is among them. */
function reportComponents(scan: Scan, row: readonly Component[], type: string, kind: number): void {
  const full = row.filter(({ start, end }) => end > start);
  const start = full[0]?.start ?? 0;
  const end = full[full.length - 1]?.end ?? 0;
  if (end - start < SHORTEST) return;
  for (let index = start; index < end; index++) {
    const code = scan.bytes[index]!;
    if (code < BEYOND_ASCII && (KIND[code]! & kind) === 0) continue;
    report(scan, start, end, type, STRENGTH.context, 'hl7');
    return;
  }
}
