import { formatNumber } from '../../../shared/statistics/format/format-number.ts';

const COLUMNS = 72;
const ROWS = 8;
const DOTS_A_ROW = 8;
const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const LABEL = 12;

/**
 * A series as bars for a terminal: at most 72 columns, each the median of its share of the values, from the smallest to the
 * largest of them, with `^` below the columns in which something is marked. Gaps are blank. No value: an empty text.
 * @param marks indices of the series
 * @param shows what a marked column shows: its median, or the marked value that lies farthest from it
 */
export function seriesChart(
  values: readonly (number | null)[],
  marks: readonly number[],
  shows: 'medians' | 'marked values' = 'medians',
): string {
  const width = Math.min(COLUMNS, values.length);
  const columns = Array.from({ length: width }, (_, column) =>
    median(values.slice(start(column, width, values.length), start(column + 1, width, values.length))),
  );
  const marked = new Map<number, (number | null)[]>();
  for (const index of marks) {
    const column = columnOf(index, width, values.length);
    marked.set(column, [...(marked.get(column) ?? []), values[index] ?? null]);
  }
  if (shows === 'marked values')
    for (const [column, found] of marked) columns[column] = farthest(found, columns[column] ?? null);
  const present = columns.filter((value) => value !== null);
  if (present.length === 0) return '';
  const low = Math.min(...present);
  const high = Math.max(...present);
  const heights = columns.map((value) => (value === null ? 0 : heightOf(value, low, high)));
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const below = (ROWS - 1 - row) * DOTS_A_ROW;
    const label = row === 0 ? formatNumber(high) : row === ROWS - 1 ? formatNumber(low) : '';
    const bars = heights.map((height) => BLOCKS[Math.min(DOTS_A_ROW, Math.max(0, height - below))] ?? ' ');
    return `${label.padStart(LABEL)} ${bars.join('')}`.trimEnd();
  });
  const foot = Array.from({ length: width }, (_, column) => (marked.has(column) ? '^' : ' ')).join('');
  return [...rows, ...(marks.length === 0 ? [] : [`${' '.repeat(LABEL)} ${foot}`.trimEnd()])].join('\n');
}

function start(column: number, width: number, length: number): number {
  return Math.floor((column * length) / width);
}

function columnOf(index: number, width: number, length: number): number {
  let column = Math.floor((index * width) / length);
  while (start(column + 1, width, length) <= index) column += 1;
  return column;
}

/** 1 to 64. Halves, so that the distance of two of the largest doubles stays finite. */
function heightOf(value: number, low: number, high: number): number {
  const range = high / 2 - low / 2;
  if (!(range > 0)) return (ROWS * DOTS_A_ROW) / 2;
  return 1 + Math.round(((value / 2 - low / 2) / range) * (ROWS * DOTS_A_ROW - 1));
}

/** The value that lies farthest from the middle; halves, as below. */
function farthest(values: readonly (number | null)[], middle: number | null): number | null {
  return values.reduce((far, value) => {
    if (value === null || middle === null) return far;
    const distance = (one: number | null): number => Math.abs((one ?? middle) / 2 - middle / 2);
    return distance(value) > distance(far) ? value : far;
  }, middle);
}

function median(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}
