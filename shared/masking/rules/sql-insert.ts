import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { type PersonalField, personalFieldsOf } from './personal-fields.ts';
import type { SecretClass } from './secret-class.ts';
import { secretClassOf } from './secret-names.ts';
import { isSecretValue } from './secret-values.ts';

/** Group 1 is the list of columns. */
const COLUMNS =
  /(?:insert (?:ignore )?|replace )into [\w."`[\]]{1,80}\s{0,2}\(([^()\n]{1,600})\)\s{0,4}values\s{0,4}(?=\()/iy;
/** One value and the sign behind it; group 1 is a text without its quotes, group 2 the text that a function is given, group 3 digits. */
const VALUE =
  /\s{0,4}(?:(?:[NE]|date ?|timestamp ?)?'((?:[^'\n]|'')*)'(?:::\w{2,24})?|\w{2,24}\(\s?N?'((?:[^'\n]|'')*)'(?:[^()'\n]|'[^'\n]*'|\([^()\n]{0,80}\)){0,80}\)|(-?\d{1,3}\.\d{3,15}|\d{4,20})(?=\s{0,4}[,)])|[^,()'\n]{0,200}(?:\([^()\n]{0,200}\))?)\s{0,4}([,)])/iy;
const BETWEEN_ROWS = /\s{0,4},\s{0,4}\(/y;
const MOST_ROWS = 50;
const MOST_VALUES = 2000;

export const sqlInsertAnchors: readonly Anchor[] = [
  { keyword: 'insert into ', detect: detectInsert },
  { keyword: 'insert ignore into ', detect: detectInsert },
  { keyword: 'replace into ', detect: detectInsert },
];

/** `INSERT INTO users (email, password) VALUES ('a', 'b')`: the column's name says what the value is. */
function detectInsert(scan: Scan, start: number): void {
  COLUMNS.lastIndex = start;
  const match = COLUMNS.exec(scan.text);
  if (match?.[1] === undefined) return;
  const names = match[1].split(',').map((name) => name.trim().replace(/^["'`[]|["'`\]]$/g, ''));
  const personal = personalFieldsOf(names);
  const columns = names.map((name, index): Column => secretClassOf(name) ?? personal[index] ?? null);
  if (columns.every((column) => column === null)) return;
  let at = start + match[0].length + 1;
  for (let row = 0; row < MOST_ROWS && at > 0; row++) at = judgeRow(scan, at, columns);
}

/** What the name of a column promises: a secret, or something of a person. */
type Column = SecretClass | PersonalField | null;

/** Judges the values of a row; returns where the next one begins, or -1 when there is none. */
function judgeRow(scan: Scan, start: number, columns: readonly Column[]): number {
  let at = start;
  for (let index = 0; index < columns.length && at - start < MOST_VALUES; index++) {
    VALUE.lastIndex = at;
    const match = VALUE.exec(scan.text);
    if (match === null) return -1;
    const text = match[1] ?? match[2];
    const column = columns[index] ?? null;
    const value = text ?? match[3];
    if (value !== undefined && column !== null && mustGo(column, text, value)) {
      const from = text === undefined ? scan.text.indexOf(value, at) : scan.text.indexOf("'", at) + 1;
      const type = typeof column === 'string' ? 'secret' : column.type;
      report(scan, from, from + value.length, type, STRENGTH.context, 'sql-insert');
    }
    at += match[0].length;
    if (match[4] === ')') break;
  }
  BETWEEN_ROWS.lastIndex = at;
  return BETWEEN_ROWS.test(scan.text) ? BETWEEN_ROWS.lastIndex : -1;
}

/** Whether a value, a text without its quotes or digits, is what its column promises. */
function mustGo(column: SecretClass | PersonalField, text: string | undefined, value: string): boolean {
  if (typeof column !== 'string') return column.holdsQuoted(value);
  const context = { assigned: true, quoted: true, spaced: true, after: '' };
  return text !== undefined && isSecretValue(text, column, context);
}
