import { type Place } from './blank-tables.ts';
import { areSealed, mayBeSealed } from './sealed-values.ts';

/** A mapping whose lines are being read. */
interface Mapping {
  /** Where its keys begin in their lines. */
  readonly column: number;
  isSecret: boolean;
  /** It was taken for a secret by what it holds: the next value may say that it is none, and so may its kind. */
  isGuess: boolean;
  /** It says `apiVersion: v1`, as each secret does. */
  isVersion1: boolean;
  /** Below `data:` or `stringData:`, whose own keys begin at `child`; -1 before the first. */
  isInData: boolean;
  child: number;
  readonly values: Place[];
}

/** A secret that goes on behind a text. */
export interface OpenMapping {
  readonly column: number;
  readonly isGuess: boolean;
  readonly isInData: boolean;
  readonly child: number;
  /** The text ends within a line. */
  readonly isLineOpen: boolean;
}

interface Line {
  readonly start: number;
  readonly end: number;
  /** Where the first sign of its content stands, and where its key does: behind the dashes of a list. */
  readonly indent: number;
  readonly column: number;
  /** A remark, unless it stands within a longer value. */
  readonly isRemark: boolean;
}

const DEEPEST = 64;
const KEY = /(?:"([^"\n]{1,253})"|'([^'\n]{1,253})'|([\w./-]{1,253})):(?=[ \t\r\n]|$)[ \t]*/y;
const SEPARATOR = /^[+-]?(?:---|\.\.\.)[ \t\r]*(?:#|$)/;
const BLOCK = /^[|>][-+\d]{0,2}[ \t\r]*(?:#.*)?$/;
const PAIR = /[\w.-]{1,253}["']?:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^,{}"'\n]+))/g;
const TOLD = new Set(['apiVersion', 'kind', 'data', 'stringData']);
/** The sign of a diff's line; a dash and one blank begin an item of a list. */
const SIGN = /(?:\+|-(?=[^ -]| {2}))/y;

/**
 * What stands below `data:` and `stringData:` of the mappings that say `kind: Secret`, before or after it: the values without
 * their quotes, and of longer ones each line. In lists and diffs, too. One walk over the lines.
 */
export function secretsOfYaml(text: string): readonly Place[] {
  const { found, closeTo } = readMappings(text, null);
  closeTo(-1);
  return found;
}

/**
 * The same of a part of a longer text, behind whose end a mapping may go on: of `carried`, that of the part before. One whose `data` has
 * so much in Base64 that its kind may be further away than anybody waits for is taken for a secret, until something says that it is none.
 */
export function secretsOfYamlPart(
  text: string,
  carried: OpenMapping | null,
): { readonly found: readonly Place[]; readonly open: OpenMapping | null } {
  const { found, open, closeTo } = readMappings(text, carried);
  const last = open.at(-1);
  if (last?.isGuess === true) last.isSecret = mayBeSealed(text, last.values);
  else if (last?.isInData === true && !last.isSecret) {
    last.isGuess = areSealed(text, last.values, last.isVersion1);
    last.isSecret = last.isGuess;
  }
  const secret = open.findLast(({ isSecret }) => isSecret);
  closeTo(-1);
  if (secret === undefined) return { found, open: null };
  const { column, isGuess, isInData, child } = secret;
  return { found, open: { column, isGuess, isInData, child, isLineOpen: !text.endsWith('\n') } };
}

function readMappings(text: string, carried: OpenMapping | null) {
  const found: Place[] = [];
  const open: Mapping[] = [];
  const closeTo = (column: number): void => {
    for (let last = open.at(-1); last !== undefined && last.column > column; last = open.at(-1)) {
      if (last.isSecret && !(last.isGuess && !mayBeSealed(text, last.values))) found.push(...last.values);
      open.pop();
    }
  };
  let start = 0;
  if (carried !== null) {
    const { column, isGuess, isInData, child } = carried;
    const values: Place[] = [];
    if (carried.isLineOpen) {
      start = lineEndFrom(text, 0) + 1;
      const rest = unquoted(text, 0, start - 1);
      if (isInData && rest.end > rest.start) values.push(rest);
    }
    open.push({ column, isSecret: true, isGuess, isVersion1: false, isInData, child, values });
  }
  while (start < text.length) {
    const end = lineEndFrom(text, start);
    const line = lineAt(text, start, end);
    if (isSeparator(text, start, end)) closeTo(-1);
    else if (line !== null) readLine(text, line, open, closeTo);
    start = end + 1;
  }
  return { found, open, closeTo };
}

function lineEndFrom(text: string, start: number): number {
  const lineBreak = text.indexOf('\n', start);
  return lineBreak < 0 ? text.length : lineBreak;
}

const LONGEST_SEPARATOR = 80;

function isSeparator(text: string, start: number, end: number): boolean {
  if (!'+-.'.includes(text.charAt(start))) return false;
  return SEPARATOR.test(text.slice(start, Math.min(end, start + LONGEST_SEPARATOR)));
}

/** Null for a line without content. */
function lineAt(text: string, start: number, end: number): Line | null {
  SIGN.lastIndex = start;
  let at = SIGN.test(text) ? start + 1 : start;
  at = blanksEnd(text, at, end);
  const indent = at - start;
  while (text.startsWith('- ', at)) at = blanksEnd(text, at + 2, end);
  const first = text.charAt(at);
  if (at >= end || first === '\r') return null;
  return { start, end, indent, column: at - start, isRemark: first === '#' };
}

function blanksEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charAt(at) === ' ') at++;
  return at;
}

function readLine(text: string, line: Line, open: Mapping[], closeTo: (column: number) => void): void {
  const { indent, column } = line;
  const isItem = column > indent;
  const last = open.at(-1);
  if (line.isRemark && !(last?.isInData === true && last.child >= 0 && indent > last.child)) return;
  if (last?.isInData === true && indent > last.column) {
    readData(text, line, last);
    return;
  }
  if (last !== undefined) last.isInData = false;
  closeTo(isItem ? indent : column);
  const key = keyAt(text, line);
  if (key === null) {
    // No line of a document, unless it is an item of a list: what was open ends here.
    if (!isItem && indent <= (open.at(-1)?.column ?? -1)) closeTo(-1);
    return;
  }
  let mapping = open.at(-1);
  if (mapping?.column !== column) {
    if (open.length >= DEEPEST) return;
    mapping = {
      column,
      isSecret: false,
      isGuess: false,
      isVersion1: false,
      isInData: false,
      child: -1,
      values: [],
    };
    open.push(mapping);
  }
  mapping.isInData = false;
  if (!TOLD.has(key.name)) return;
  const value = text
    .slice(key.valueStart, line.end)
    .replace(/[ \t]+#.*$/, '')
    .trim();
  if (key.name === 'apiVersion') mapping.isVersion1 = /^["']?v1["']?$/.test(value);
  else if (key.name === 'kind') {
    mapping.isSecret = /^["']?Secret["']?$/.test(value) || (mapping.isSecret && !mapping.isGuess);
    mapping.isGuess = false;
  } else {
    mapping.isInData = value === '';
    mapping.child = -1;
    if (value.startsWith('{')) readFlow(text, key.valueStart, line.end, mapping);
  }
}

function keyAt(text: string, { start, column, end }: Line): { name: string; valueStart: number } | null {
  KEY.lastIndex = start + column;
  const match = KEY.exec(text);
  if (match === null || KEY.lastIndex > end + 1) return null;
  return { name: match[1] ?? match[2] ?? match[3] ?? '', valueStart: start + column + match[0].length };
}

/** A line below `data:`: a key and its value, or a part of a longer value. */
function readData(text: string, line: Line, mapping: Mapping): void {
  if (mapping.child < 0) mapping.child = line.column;
  const key = line.column === mapping.child ? keyAt(text, line) : null;
  const value = unquoted(text, key?.valueStart ?? line.start + line.column, line.end);
  if (key !== null && BLOCK.test(text.slice(value.start, value.end))) return;
  if (value.end > value.start) mapping.values.push(value);
}

/** `data: {a: b, c: d}` */
function readFlow(text: string, start: number, end: number, { values }: Mapping): void {
  for (const match of text.slice(start, end).matchAll(PAIR)) {
    const value = match[1] ?? match[2] ?? match[3] ?? '';
    const from = start + match.index + match[0].lastIndexOf(value);
    const place = unquoted(text, from, from + value.length);
    if (place.end > place.start) values.push(place);
  }
}

function unquoted(text: string, from: number, to: number): Place {
  let start = from;
  let end = to;
  while (end > start && ' \t\r'.includes(text.charAt(end - 1))) end--;
  const quote = text.charAt(start);
  if (end - start >= 2 && '"\''.includes(quote) && text.charAt(end - 1) === quote) {
    start++;
    end--;
  }
  return { start, end };
}
