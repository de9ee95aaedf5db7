import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import type { SecretClass } from './secret-class.ts';
import { secretClassOf } from './secret-names.ts';
import { isSecretValue } from './secret-values.ts';

/** Group 1 is the list of columns. */
const COLUMNS =
  /insert (?:ignore )?into [\w."`[\]]{1,80}\s{0,2}\(([^()\n]{1,600})\)\s{0,4}values\s{0,4}(?=\()/iy;
/** One value and the sign behind it; group 1 is a text without its quotes, group 2 the text that a function is given. */
const VALUE =
  /\s{0,4}(?:N?'((?:[^'\n]|'')*)'|\w{2,24}\(\s?N?'((?:[^'\n]|'')*)'(?:[^()'\n]|'[^'\n]*'|\([^()\n]{0,80}\)){0,80}\)|[^,()'\n]{0,200}(?:\([^()\n]{0,200}\))?)\s{0,4}([,)])/y;
const BETWEEN_ROWS = /\s{0,4},\s{0,4}\(/y;
const MOST_ROWS = 50;
const MOST_VALUES = 2000;

export const sqlInsertAnchors: readonly Anchor[] = [
  { keyword: 'insert into ', detect: detectInsert },
  { keyword: 'insert ignore into ', detect: detectInsert },
];

/** `INSERT INTO users (email, password) VALUES ('a', 'b')`: the column's name says what the value is. */
function detectInsert(scan: Scan, start: number): void {
  COLUMNS.lastIndex = start;
  const match = COLUMNS.exec(scan.text);
  if (match?.[1] === undefined) return;
  const classes = match[1]
    .split(',')
    .map((name) => secretClassOf(name.trim().replace(/^["'`[]|["'`\]]$/g, '')));
  if (classes.every((secretClass) => secretClass === null)) return;
  let at = start + match[0].length + 1;
  for (let row = 0; row < MOST_ROWS && at > 0; row++) at = judgeRow(scan, at, classes);
}

/** Judges the values of a row; returns where the next one begins, or -1 when there is none. */
function judgeRow(scan: Scan, start: number, classes: readonly (SecretClass | null)[]): number {
  let at = start;
  for (let column = 0; column < classes.length && at - start < MOST_VALUES; column++) {
    VALUE.lastIndex = at;
    const match = VALUE.exec(scan.text);
    if (match === null) return -1;
    const secretClass = classes[column] ?? null;
    const value = match[1] ?? match[2];
    const context = { assigned: true, quoted: true, spaced: true, after: '' };
    if (value !== undefined && secretClass !== null && isSecretValue(value, secretClass, context)) {
      const from = scan.text.indexOf("'", at) + 1;
      report(scan, from, from + value.length, 'secret', STRENGTH.context, 'sql-insert');
    }
    at += match[0].length;
    if (match[3] === ')') break;
  }
  BETWEEN_ROWS.lastIndex = at;
  return BETWEEN_ROWS.test(scan.text) ? BETWEEN_ROWS.lastIndex : -1;
}
