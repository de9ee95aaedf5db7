import { holdsPseudonym } from '../pseudonyms.ts';

/** A stretch of a line: a cell, or the name of a column. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Two blanks at the least are between the cells of what kubectl, docker, `column -t` and query tools print. */
const GAP = / {2,}/g;
const BETWEEN = '  ';
/** `--------- -----`: where the columns of fixed width begin and end. */
const RULER = /^[+-]?[ \t]*(?:-{2,200} {1,16}){1,99}-{2,200}[ \t]{0,16}\r?$/;

/** Whether blanks alone can divide a line into cells. */
export function mayHaveBlankCells(line: string): boolean {
  return line.includes(BETWEEN);
}

/** The cells that two blanks and more divide; `from` is behind the sign of a diff. */
export function blankCellsOf(line: string, from: number): readonly Place[] {
  const cells: Place[] = [];
  const add = (start: number, end: number): void => {
    const cell = trimmed(line, start, end);
    if (cell.end > cell.start) cells.push(cell);
  };
  let start = from;
  GAP.lastIndex = from;
  for (let gap = GAP.exec(line); gap !== null; gap = GAP.exec(line)) {
    add(start, gap.index);
    start = GAP.lastIndex;
  }
  add(start, line.length);
  return cells;
}

/** The columns that a ruler shows; null for what is none. */
export function ruledPlaces(line: string): readonly Place[] | null {
  if (!RULER.test(line)) return null;
  // A minus before the ruler's own is the sign of a diff.
  const from = /^(?:\+|- )/.test(line) ? 1 : 0;
  return [...line.slice(from).matchAll(/-+/g)].map(({ index, 0: dashes }) => ({
    start: index + from,
    end: index + from + dashes.length,
  }));
}

/** The names of columns: what stands between their beginnings. `from` is behind the sign of a diff. */
export function namesAbove(line: string, places: readonly Place[], from: number): readonly string[] {
  return places.map(({ start }, index) => {
    const name = trimmed(line, Math.max(start, from), places[index + 1]?.start ?? line.length);
    return line.slice(name.start, name.end);
  });
}

/**
 * The cells of a row by the places of the names above: one by one where there are as many; else by where each begins or,
 * for numbers, ends. An empty cell is one without a length. Null for a row that does not fit, and for one that is masked
 * in part: its places are not what they were.
 */
export function cellsUnder(line: string, places: readonly Place[], from: number): readonly Place[] | null {
  const cells = blankCellsOf(line, from);
  if (cells.length === places.length) return cells;
  if (cells.length > places.length || holdsPseudonym(line)) return null;
  const under = places.map((): Place => ({ start: 0, end: 0 }));
  let next = 0;
  for (const cell of cells) {
    const column = columnOf(cell, places, next);
    if (column < 0) return null;
    under[column] = cell;
    next = column + 1;
  }
  return under;
}

/** The column that a cell is in, from `first` on: the one whose name it ends with, or the last that begins before it. */
function columnOf(cell: Place, places: readonly Place[], first: number): number {
  let found = -1;
  for (let index = first; index < places.length; index++) {
    const place = places[index];
    if (place === undefined || place.start > cell.end) break;
    if (place.end === cell.end || place.start <= cell.start) found = index;
  }
  return found;
}

/** The cells of a row of fixed width; null for one that does not keep to it, and for one that is masked in part. */
export function cellsOfWidth(line: string, places: readonly Place[], from: number): readonly Place[] | null {
  const cells = blankCellsOf(line, from);
  if (cells.length === places.length) return cells;
  if (holdsPseudonym(line)) return null;
  const fits = places.every(({ start }) => start === 0 || ' +-'.includes(line.charAt(start - 1)));
  if (!fits) return null;
  return places.map(({ start }, index) =>
    trimmed(
      line,
      Math.min(Math.max(start, from), line.length),
      Math.min(places[index + 1]?.start ?? line.length, line.length),
    ),
  );
}

function trimmed(line: string, from: number, to: number): Place {
  let start = from;
  let end = to;
  while (start < end && isBlank(line.charCodeAt(start))) start++;
  while (end > start && isBlank(line.charCodeAt(end - 1))) end--;
  return { start, end };
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d;
}
