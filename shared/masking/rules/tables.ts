import { type Finding, STRENGTH } from '../finding.ts';
import { type Column, columnsOf, judgeCell } from './table-columns.ts';

/** A table whose rows are being read: what is between its cells, and what its head says of each column. */
export interface Table {
  readonly delimiter: string;
  readonly columns: readonly Column[];
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
/** A line of names: none of the signs that log lines, code and JSON have. */
const HEAD =
  /\uFEFF?[+-]?[ \t]*["'`|]?[ \t]*[^\s\d:=<>{}[\]@%&?!*\\,;|][^\r\n:=<>{}[\]@%&?!*\\]{2,999}(?=\r?\n)/y;
/** Code and sentences have names between commas, too. */
const NO_HEAD =
  /^[+-]?\s*(?:import|from|for|return|yield|def|let|const|var|select|with|case|if|in|and|or|the|a|an|no|invalid|missing|wrong|enter|use)\s/i;
const COLUMN_NAME = /^[\p{L}_][\p{L}\d_.()/#-]*(?: [\p{L}\d_.()/#-]+){0,3}$/u;
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
  let isMet = carried !== null;
  for (let start = 0; start < text.length;) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    if (table !== null) table = readRow(text, start, end, table, findings);
    if (table === null && lineBreak >= 0) {
      table = readHead(text, start);
      isMet ||= table !== null;
    }
    start = end + 1;
  }
  return { findings, open: text.endsWith('\n') ? table : null, isMet };
}

/** The table that goes on behind the text; for cutting a text into parts that are masked apart. */
export function tableBehind(text: string, carried: Table | null): Table | null {
  return scanTables(text, carried).open;
}

function readHead(text: string, start: number): Table | null {
  HEAD.lastIndex = start;
  const match = HEAD.exec(text);
  if (match === null || match[0].length > LONGEST_HEAD || NO_HEAD.test(match[0])) return null;
  const line = match[0];
  const delimiter = DELIMITERS.find((sign) => line.includes(sign));
  if (delimiter === undefined) return null;
  const names = cellsOf(line, delimiter).map(({ start: from, end }) => line.slice(from, end));
  if (names.length < 2 || names.length > MOST_COLUMNS) return null;
  if (!names.every((name) => COLUMN_NAME.test(name))) return null;
  const columns = columnsOf(names);
  return columns === null ? null : { delimiter, columns, oddRows: 0 };
}

/** Judges a row; returns the table if it goes on. */
function readRow(text: string, start: number, end: number, table: Table, findings: Finding[]): Table | null {
  const line = text.slice(start, end);
  if (RULED.includes(line.charAt(0)) && RULER.test(line)) return table;
  if (!line.includes(table.delimiter)) return null;
  const cells = line.length > LONGEST_ROW ? [] : fittingCellsOf(line, table);
  if (cells.length !== table.columns.length)
    return table.oddRows < MOST_ODD_ROWS ? { ...table, oddRows: table.oddRows + 1 } : null;
  const values = cells.map((cell) => line.slice(cell.start, cell.end));
  for (const [index, cell] of cells.entries()) {
    const type = judgeCell(table.columns, values, index);
    if (type === null) continue;
    findings.push({
      start: start + cell.start,
      end: start + cell.end,
      type,
      strength: STRENGTH.context,
      rule: 'table-column',
    });
  }
  return table.oddRows === 0 ? table : { ...table, oddRows: 0 };
}

interface Cell {
  readonly start: number;
  readonly end: number;
}

/** To some programs a backslash before a quote escapes it, to others it ends the cell: `"C:\\dir\\",next`. */
function fittingCellsOf(line: string, { delimiter, columns }: Table): readonly Cell[] {
  const cells = cellsOf(line, delimiter);
  return cells.length === columns.length || !line.includes('\\"') ? cells : cellsOf(line, delimiter, false);
}

/** The cells of a line without the blanks and quotes round them. Within quotes no sign ends a cell, and two quotes are one sign (RFC 4180). */
function cellsOf(line: string, delimiter: string, escapes = true): readonly Cell[] {
  const outer = delimiter === '|' ? withoutFrame(line) : { start: SIGN.test(line) ? 1 : 0, end: line.length };
  if (!line.includes('"')) return plainCellsOf(line, delimiter, outer);
  const cells: Cell[] = [];
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

function plainCellsOf(line: string, delimiter: string, { start, end }: Cell): readonly Cell[] {
  const cells: Cell[] = [];
  for (let from = start; from <= end;) {
    const found = line.indexOf(delimiter, from);
    const to = found < 0 || found > end ? end : found;
    cells.push(contentOf(line, from, to));
    from = to + 1;
  }
  return cells;
}

/** A table with bars at both sides. */
function withoutFrame(line: string): Cell {
  const lead = /^[+-]?[ \t]*\|/.exec(line)?.[0].length ?? (SIGN.test(line) ? 1 : 0);
  const tail = /\|[ \t]{0,16}\r?$/.exec(line);
  return { start: lead, end: Math.max(lead, tail === null ? line.length : tail.index) };
}

function contentOf(line: string, from: number, to: number): Cell {
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
