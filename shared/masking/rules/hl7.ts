import { ALNUM, DIGIT, flagsOf, KIND, LETTER, SPACE } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

/** What a field of a segment holds, by the data types of HL7 version 2.5, chapter 2A. */
type Holds = 'CX' | 'DLN' | 'SSN' | 'ST' | 'TS' | 'XAD' | 'XCN' | 'XPN' | 'XTN';

/** The fields of people in the segments of HL7 version 2.5, chapters 3 (PID, PD1, NK1, PV1, MRG), 4 (ORC, OBR), 6 (IN1, GT1), 9 (TXA), 12 (ROL) and 15 (STF), by their numbers. */
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
  GT1: { 2: 'CX', 3: 'XPN', 4: 'XPN', 5: 'XAD', 6: 'XTN', 7: 'XTN', 8: 'TS', 12: 'SSN', 19: 'CX' },
  PV1: { 7: 'XCN', 8: 'XCN', 9: 'XCN', 17: 'XCN', 19: 'CX', 52: 'XCN' },
  PD1: { 4: 'XCN' },
  ORC: { 10: 'XCN', 11: 'XCN', 12: 'XCN', 19: 'XCN' },
  OBR: { 10: 'XCN', 16: 'XCN', 28: 'XCN' },
  ROL: { 4: 'XCN' },
  TXA: { 5: 'XCN', 9: 'XCN', 10: 'XCN', 11: 'XCN' },
  STF: { 2: 'CX', 3: 'XPN', 6: 'TS', 10: 'XTN', 11: 'XAD' },
  MRG: { 1: 'CX', 2: 'CX', 3: 'CX', 4: 'CX', 7: 'XPN' },
};
const MOST_FIELDS = 53;
const LONGEST_SEGMENT = 4096;
const LONGEST_ESCAPE = 6;

const BAR = 0x7c;
const CARET = 0x5e;
const TILDE = 0x7e;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** What stands before the first segment of a message, or between two that were joined. */
const OPENS = /[\s"'`>:=({[\]),;|]/;
const ESCAPE_BEFORE = /(?:\\(?:[rn]|u000[ad]|x0[abd])|%0[ad])$/i;
/** An escaped line break; the escapes of HL7 are of other letters. */
const ESCAPED_BREAK = /\\(?:[rn]|u000[ad]|x0[abd])|%0[adAD]|&#(?:1[03]|x[0ad]{1,2});/iy;
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
  const bounds = fieldBounds(scan, start, end);
  if (!isSegment(scan, start, bounds, kinds)) return;
  for (let field = 1; field < bounds.length && field <= MOST_FIELDS; field++) {
    const holds = kinds[field];
    if (holds !== undefined) reportField(scan, bounds[field - 1]! + 1, bounds[field]!, holds);
  }
}

function opensSegment(text: string, start: number): boolean {
  if (start === 0 || OPENS.test(text.charAt(start - 1))) return true;
  return ESCAPE_BEFORE.test(text.slice(Math.max(0, start - LONGEST_ESCAPE), start));
}

/** What ends the document's value that begins with a segment: a quote, or the sign between the cells of a row. */
function closingSign(text: string, start: number): number {
  const before = text.charAt(start - 1);
  if (!CLOSED_ALIKE.test(before) || text.endsWith('&quot;', start)) return before === '>' ? LESS : -1;
  return text.charCodeAt(start - 1);
}

const CLOSED_ALIKE = /["`;,]/;
/** Behind the closing quote of an element. */
const GOES_ON = flagsOf(/[,\]}]/);
const QUOTE = 0x22;
const LESS = 0x3c;

/** Where the bars and the end of a segment are, from the bar before its first field. */
function fieldBounds({ bytes, text }: Scan, start: number, first: number): number[] {
  const limit = Math.min(bytes.length, first + LONGEST_SEGMENT);
  const closing = closingSign(text, start);
  const bounds = [first - 1];
  let index = first;
  for (; index < limit && bounds.length <= MOST_FIELDS; index++) {
    const code = bytes[index]!;
    if (code === LINE_FEED || code === CARRIAGE_RETURN) break;
    if (code === QUOTE && bytes[index + 1] === QUOTE) {
      // Written twice it is an empty value.
      index++;
      continue;
    }
    if (code === closing || (code === QUOTE && GOES_ON[bytes[index + 1] ?? 0]!)) break;
    if (code === AMPERSAND && text.startsWith('&quot;', index)) break;
    if (code === BACKSLASH || code === PERCENT || code === AMPERSAND) {
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
  return bounds;
}

/** What only a segment has in a field, beside tables with bars: a row of processes begins with PID, too. */
const TYPICAL: Readonly<Partial<Record<Holds, RegExp>>> = {
  CX: /^[A-Z]{0,4}-?\d[\w-]{0,30}\^(?:\w{0,4}\^){2}/i,
  TS: /^(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d|$)/,
  XAD: /^[^^|]{0,80}\^[^^|]{0,80}\^[^^|]{1,40}/,
  XCN: /^[\w.-]{0,30}\^\p{L}{2}[^^|]{0,78}\^/u,
  XPN: /^\p{L}[^^|\d]{0,60}\^\p{L}/u,
  XTN: /^[^^|]{0,30}\^(?:PRN|WPN|ORN|EMR|NET|BPN)\b/,
};
/** The fields that tell most, by their numbers in PID: with them a segment needs no component. */
const SEX = 8;
const IS_SEX = /^[FMOUAN](?:\^|$)/;
const LONGEST_TYPICAL = 160;
/** A segment that may be repeated is numbered. */
const NUMBERED = new Set(['PID', 'NK1', 'IN1', 'GT1', 'PV1', 'OBR', 'ROL', 'TXA']);
const NUMBER = /^(?:\d{1,4})?$/;
const MESSAGE = 'MSH|';
/** Three fields; fewer tell nothing. */
const FEWEST_BOUNDS = 3;
const MESSAGE_REACH = 1024;

/** Whether fields hold what they do in a segment: one that has components, or two; in a message any do. */
function isSegment(
  { text }: Scan,
  start: number,
  bounds: readonly number[],
  kinds: Readonly<Record<number, Holds>>,
): boolean {
  const name = text.slice(start, start + 'PID'.length);
  const fieldAt = (field: number): string =>
    text.slice(bounds[field - 1]! + 1, Math.min(bounds[field]!, bounds[field - 1]! + LONGEST_TYPICAL));
  if (bounds.length < 2) return false;
  if (!NUMBERED.has(name) || NUMBER.test(fieldAt(1).trim())) {
    let typical = 0;
    for (let field = 1; field < bounds.length && field <= MOST_FIELDS; field++) {
      const isSex = name === 'PID' && field === SEX;
      const form = isSex ? IS_SEX : TYPICAL[kinds[field] ?? 'ST'];
      if (form === undefined) continue;
      const value = fieldAt(field);
      if (!form.test(value)) continue;
      typical += !isSex && value.includes('^') ? 2 : 1;
      if (typical >= 2) return true;
    }
  }
  return (
    bounds.length > FEWEST_BOUNDS && text.slice(Math.max(0, start - MESSAGE_REACH), start).includes(MESSAGE)
  );
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
  const field = text.slice(start, end);
  const outside = field.search(OUTSIDE);
  let last = start + unopenedAt(field, outside < 0 ? field.length : outside);
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

/** Where a bracket closes that was not opened in a field, or its end. */
function unopenedAt(field: string, end: number): number {
  let open = 0;
  for (let index = 0; index < end; index++) {
    const sign = field.charCodeAt(index);
    if (sign === ROUND || sign === SQUARE) open++;
    else if ((sign === ROUND_END || sign === SQUARE_END) && --open < 0) return index;
  }
  return end;
}

const ROUND = 0x28;
const ROUND_END = 0x29;
const SQUARE = 0x5b;
const SQUARE_END = 0x5d;

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
