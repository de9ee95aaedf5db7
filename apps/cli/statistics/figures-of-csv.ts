import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { createCsvRecords } from '../../../shared/results/csv-records.ts';
import { figureName } from './parse-figures.ts';

type Cell = string | number | boolean | null;

/**
 * Rows of a table as objects for `parseFigures`, a run each; null for what is no table of figures: that has a header of two columns or
 * more, one of them a figure (`p95`, `mean` …). An empty cell is null.
 * @throws PermanentError(`SAMPLE_INVALID`) naming the line that has another number of cells than the header
 */
export function figuresOfCsv(text: string): readonly Readonly<Record<string, Cell>>[] | null {
  const [firstLine = ''] = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/\r?\n/, 1);
  const columns = firstLine.split(',').map((column) => column.trim().replace(/^"(.*)"$/, '$1'));
  if (columns.length < 2 || !columns.some((column) => figureName(column) !== null)) return null;
  const rows: Readonly<Record<string, Cell>>[] = [];
  const records = createCsvRecords((fields, line) => {
    if (line === 1) return;
    if (fields.length !== columns.length) {
      throw new PermanentError(
        'SAMPLE_INVALID',
        `line ${line} has ${fields.length} cells; the header has ${columns.length}.`,
      );
    }
    rows.push(Object.fromEntries(columns.map((column, index) => [column, cellFrom(fields[index] ?? '')])));
  });
  records.push(new TextEncoder().encode(text.replace(/^\uFEFF/, '').trimStart()));
  records.end();
  return rows;
}

function cellFrom(field: string): Cell {
  const cell = field.trim();
  if (cell === '') return null;
  if (/^(true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  const number = Number(cell);
  return Number.isFinite(number) ? number : cell;
}
