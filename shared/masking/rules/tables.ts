import { type Finding, STRENGTH } from '../finding.ts';
import { holdsPseudonym } from '../pseudonyms.ts';
import {
  blankCellsOf,
  cellsOfWidth,
  cellsUnder,
  mayHaveBlankCells,
  namesAbove,
  type Place,
  ruledPlaces,
} from './blank-tables.ts';
import { endOfNames } from './lines-of-names.ts';
import { type Column, columnsOf, judgeCell } from './table-columns.ts';

/** A table whose rows are being read: what is between its cells, and what its head says of each column. */
export interface Table {
  readonly delimiter: string;
  readonly columns: readonly Column[];
  /** Where the names of the columns stand when blanks alone divide them. */
  readonly places: readonly Place[] | null;
  /** The columns are as wide as the ruler below the head says. */
  readonly isRuled: boolean;
  /** The line of names while a ruler may still follow it. */
  readonly head: string | null;
  /** Rows in a row that had another number of cells. */
  readonly oddRows: number;
}

export interface TableScan {
  readonly findings: readonly Finding[];
  /** The table that goes on behind the text. */
  readonly open: Table | null;
  /** A table was there, whether something was found in it or not. */
  readonly isMet: boolean;
}

const DELIMITERS = ['|', '\t', ';', ','];
const LONGEST_HEAD = 1000;
const MOST_COLUMNS = 100;
const LONGEST_ROW = 16_384;
const MOST_ODD_ROWS = 3;
/** One of the delimiters, or what divides cells between blanks. */
const DIVIDED = /[|\t;,]| {2}/;
/** Code and sentences have names between commas, too. */
const NO_HEAD =
  /^[+-]?\s*(?:import|from|for|return|yield|def|let|const|var|select|with|case|if|in|and|or|the|a|an|no|invalid|missing|wrong|enter|use)\s/i;
const COLUMN_NAME = /^[\p{L}_][\p{L}\d_.()/#-]*(?: [\p{L}\d_.()/#-]+){0,3}$/u;
/** Blanks are in code and sentences, too: a name has three words at the most. */
const SHORT_NAME = /^\S+(?: \S+){0,2}$/;
const BLANKS = '  ';
const BLANK = ' ';
/** Between the head and the rows, or below them: `---|---`, `+----+`. */
const RULED = '+-| :=';
const RULER = /^[ +-]?[ |+:=-]{3,}\r?$/;
const SIGN = /^[+ -](?=\S)/;

/**
 * Judges the cells of tables (CSV, TSV, Markdown, what psql and mysql print) by the names in their head: the first line, of
 * names only, that has a column whose values must not stay, and the rows below it with as many cells. `carried` is the table
 * that was open where the text before ended. One walk over the text.
 */
export function scanTables(text: string, carried: Table | null): TableScan {
  const findings: Finding[] = [];
  let table = carried;
  let isMet = promises(carried);
  for (let start = 0; start < text.length;) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    if (table !== null) table = readRow(text, start, end, table, findings);
    if (table === null && lineBreak >= 0) {
      table = readHead(text, start, end, carried);
      isMet ||= promises(table);
    }
    start = end + 1;
  }
  const isOpen = text.endsWith('\n');
  return {
    findings,
    open: isOpen ? (table ?? (isBelowCells(text, text.length, null) ? BLOCK : null)) : null,
    isMet,
  };
}

/** Lines with cells between blanks of which no head is known: none of them is one, for a row may be called like a column. */
const BLOCK: Table = { delimiter: '  ', columns: [], places: [], isRuled: false, head: null, oddRows: 0 };

/** Whether the line above, or what was open before the text, has cells between blanks, or had some before it was masked. */
function isBelowCells(text: string, start: number, carried: Table | null): boolean {
  if (start === 0) return carried?.delimiter === BLANKS;
  const from = Math.max(text.lastIndexOf('\n', start - 2) + 1, start - LONGEST_HEAD);
  const above = text.slice(from, start);
  return HAS_CELLS.test(above) || holdsPseudonym(above);
}

const HAS_CELLS = /\S {2,}\S/;

/** Whether a head was read that says something of its columns. */
function promises(table: Table | null): boolean {
  return table !== null && table.columns.length > 0;
}

/** The table that goes on behind the text; for cutting a text into parts that are masked apart. */
export function tableBehind(text: string, carried: Table | null): Table | null {
  return scanTables(text, carried).open;
}

function readHead(text: string, start: number, lineBreak: number, carried: Table | null): Table | null {
  const headEnd = endOfNames(text, start, lineBreak);
  if (headEnd < 0 || headEnd - start > LONGEST_HEAD) return null;
  const line = text.slice(start, headEnd);
  if (!DIVIDED.test(line) || NO_HEAD.test(line)) return null;
  const delimiter = DELIMITERS.find((sign) => line.includes(sign));
  if (delimiter === undefined) {
    const mayBeHead = mayHaveBlankCells(line) && !isBelowCells(text, start, carried);
    return mayBeHead ? readBlankHead(line) : null;
  }
  const names = cellsOf(line, delimiter).map(({ start: from, end }) => line.slice(from, end));
  const columns = columnsNamed(names, COLUMN_NAME);
  return columns === null
    ? null
    : { delimiter, columns, places: null, isRuled: false, head: null, oddRows: 0 };
}

function columnsNamed(names: readonly string[], form: RegExp): readonly Column[] | null {
  if (names.length < 2 || names.length > MOST_COLUMNS) return null;
  return names.every((name) => COLUMN_NAME.test(name) && form.test(name)) ? columnsOf(names) : null;
}

/** A head whose names blanks divide: two at the least, or as the ruler on the next line says. */
function readBlankHead(line: string): Table | null {
  const from = SIGN.test(line) ? 1 : 0;
  const places = blankCellsOf(line, from);
  if (places.length < 2) return null;
  const names = namesAbove(line, places, from);
  if (NO_NAME.test(names[0] ?? '')) return null;
  const named = columnsNamed(names, SHORT_NAME) ?? [];
  const columns = names.length > 2 || isPairOfColumns(names, named) ? named : [];
  return { delimiter: BLANKS, columns, places, isRuled: false, head: line, oddRows: 0 };
}

/** What log lines, results of tests and lists of changed files begin with. */
const NO_NAME =
  /^(?:trace|debug|info|notice|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|severe|pass(?:ed)?|fail(?:ed)?|(?:not )?ok|skip(?:ped)?|get|put|post|patch|delete|head|options)$|^(?:[MADRCUT]{1,2})$/i;
/** Whose secret it is, or which setting. */
const KEY_NAME =
  /^(?:no|nr|user|login|account|host|server|service|database|db|e-?mail|client|customer|device|key|variable|var|setting|parameter|param|property|option|env(?:ironment variable)?|config|role|usuario|benutzer)$|(?:name|id)$/i;

/**
 * Words that stand apart are as often a list: without a ruler two names make a head only when both promise something, or one
 * promises a secret and the other says whose it is.
 */
function isPairOfColumns(names: readonly string[], columns: readonly Column[]): boolean {
  const hidden = columns.filter(({ kind }) => kind !== 'plain');
  if (hidden.length === 2) return true;
  return (
    names.some((name, index) => columns[index]?.kind === 'plain' && KEY_NAME.test(name)) &&
    (hidden[0]?.kind !== 'person' || columns[0]?.kind === 'plain')
  );
}

/** The table whose head was read and whose ruler is this line. */
function readRuler(table: Table, line: string): Table | null {
  const places = table.head === null ? null : ruledPlaces(line);
  if (places === null || table.head === null) return promises(table) ? table : null;
  const columns = columnsNamed(namesAbove(table.head, places, SIGN.test(table.head) ? 1 : 0), SHORT_NAME);
  return columns === null ? null : { ...table, delimiter: BLANK, columns, places, isRuled: true, head: null };
}

/** Judges a row; returns the table if it goes on. */
function readRow(text: string, start: number, end: number, table: Table, findings: Finding[]): Table | null {
  const line = text.slice(start, end);
  if (RULED.includes(line.charAt(0)) && RULER.test(line)) return readRuler(table, line);
  if (!promises(table)) return null;
  if (!line.includes(table.delimiter)) return null;
  const cells = line.length > LONGEST_ROW ? [] : fittingCellsOf(line, table);
  if (table.head !== null && beginsAlike(table.head, line)) return null;
  if (cells.length !== table.columns.length)
    return table.oddRows < MOST_ODD_ROWS ? { ...table, head: null, oddRows: table.oddRows + 1 } : null;
  const values = cells.map((cell) => line.slice(cell.start, cell.end));
  for (const [index, cell] of cells.entries()) {
    const type = judgeCell(table.columns, values, index);
    if (type === null || (table.places !== null && type === 'secret' && MEASURED.test(values[index] ?? '')))
      continue;
    findings.push({
      start: start + cell.start,
      end: start + cell.end,
      type,
      strength: STRENGTH.context,
      rule: 'table-column',
    });
  }
  return table.oddRows === 0 && table.head === null ? table : { ...table, head: null, oddRows: 0 };
}

/** Lines of a log or a list begin with one word; the cells of a first column are not called like it. */
function beginsAlike(head: string, row: string): boolean {
  const name = /^[+ -]?\s*(\S+)/.exec(head)?.[1];
  return name !== undefined && /^[+ -]?\s*(\S+)/.exec(row)?.[1] === name;
}

/** Numbers and measurements under a name of passwords are counts of a report; in a table of blanks they say nothing. */
const MEASURED = /^[+-]?\d[\d.,:]*\s?(?:%|[a-zµ]{1,5}(?:\/s)?)?$/i;

/** To some programs a backslash before a quote escapes it, to others it ends the cell: `"C:\\dir\\",next`. */
function fittingCellsOf(line: string, { delimiter, columns, places, isRuled }: Table): readonly Place[] {
  if (places !== null) {
    const from = SIGN.test(line) ? 1 : 0;
    return (isRuled ? cellsOfWidth(line, places, from) : cellsUnder(line, places, from)) ?? [];
  }
  const cells = cellsOf(line, delimiter);
  return cells.length === columns.length || !line.includes('\\"') ? cells : cellsOf(line, delimiter, false);
}

/** The cells of a line without the blanks and quotes round them. Within quotes no sign ends a cell, and two quotes are one sign (RFC 4180). */
function cellsOf(line: string, delimiter: string, escapes = true): readonly Place[] {
  const outer = delimiter === '|' ? withoutFrame(line) : { start: SIGN.test(line) ? 1 : 0, end: line.length };
  if (!line.includes('"')) return plainCellsOf(line, delimiter, outer);
  const cells: Place[] = [];
  let from = outer.start;
  let isQuoted = false;
  let isBegun = false;
  let closedAt = -1;
  for (let index = outer.start; index <= outer.end; index++) {
    const character = line.charAt(index);
    if (character === '"' && index < outer.end) {
      const wasQuoted: boolean = isQuoted;
      isQuoted = wasQuoted ? escapes && line.charAt(index - 1) === '\\' : !isBegun || closedAt === index - 1;
      if (wasQuoted && !isQuoted) closedAt = index;
    }
    if (index < outer.end && (isQuoted || character !== delimiter)) {
      isBegun ||= !isBlank(line.charCodeAt(index));
      continue;
    }
    cells.push(contentOf(line, from, index));
    from = index + 1;
    isBegun = false;
  }
  return cells;
}

function plainCellsOf(line: string, delimiter: string, { start, end }: Place): readonly Place[] {
  const cells: Place[] = [];
  for (let from = start; from <= end;) {
    const found = line.indexOf(delimiter, from);
    const to = found < 0 || found > end ? end : found;
    cells.push(contentOf(line, from, to));
    from = to + 1;
  }
  return cells;
}

/** A table with bars at both sides. */
function withoutFrame(line: string): Place {
  const lead = /^[+-]?[ \t]*\|/.exec(line)?.[0].length ?? (SIGN.test(line) ? 1 : 0);
  const tail = /\|[ \t]{0,16}\r?$/.exec(line);
  return { start: lead, end: Math.max(lead, tail === null ? line.length : tail.index) };
}

function contentOf(line: string, from: number, to: number): Place {
  let start = from;
  let end = to;
  while (start < end && isBlank(line.charCodeAt(start))) start++;
  while (end > start && isBlank(line.charCodeAt(end - 1))) end--;
  const quote = line.charAt(start);
  if (end - start >= 2 && QUOTES.includes(quote) && line.charAt(end - 1) === quote)
    return { start: start + 1, end: end - 1 };
  return { start, end };
}

const QUOTES = '"\'`';

/** Blank, tab, carriage return, or the mark at the beginning of a file. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0xfeff;
}
