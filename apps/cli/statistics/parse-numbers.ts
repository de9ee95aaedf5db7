import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { parseSeriesJson } from '../../../shared/statistics/change-points/parse-series-json.ts';

/**
 * A plain list of numbers: a JSON array (null: no value, left out) or one number a line, below a name or not.
 * @throws PermanentError(`SAMPLE_INVALID`) naming the line or index that is no finite number, or when there is no number at all.
 */
export function parseNumbers(text: string): readonly number[] {
  const plain = text.replace(/^\uFEFF/, '').trim();
  if (plain === '') throw invalid('it is empty');
  const numbers = plain.startsWith('[')
    ? parseSeriesJson(plain).filter((value) => value !== null)
    : fromLines(plain.split(/\r?\n/));
  if (numbers.length === 0) throw invalid('it has no number');
  return numbers;
}

function fromLines(lines: readonly string[]): readonly number[] {
  return lines.flatMap((line, index) => {
    const cell = line.trim().replace(/^"(.*)"$/, '$1');
    if (cell === '') return [];
    const value = Number(cell);
    if (Number.isFinite(value)) return [value];
    // The first line may name the column; a number that is none (NaN, 1e999) is never taken for a name.
    const isName = index === 0 && /^[a-z_][\w .()/%-]*$/i.test(cell) && !/^(nan|inf(inity)?)$/i.test(cell);
    if (isName && lines.length > 1) return [];
    throw invalid(`line ${index + 1} is no finite number`);
  });
}

function invalid(why: string): PermanentError {
  return new PermanentError(
    'SAMPLE_INVALID',
    `${why}; expected k6 output (summary, --out json, --out csv), a JMeter JTL file (CSV with its header), a JSON array of numbers, or one number a line.`,
  );
}
