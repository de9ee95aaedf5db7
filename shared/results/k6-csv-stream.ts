import { invalidInput } from './invalid-input.ts';
import { builtInMetric } from './k6-metric.ts';
import { createCsvRecords } from './csv-records.ts';
import { withExpectedResponse } from './k6-json-stream.ts';
import { createPointCollector } from './point-collector.ts';
import type { ResultReader, RunFacts } from './raw-measurement.ts';

const NEEDED = ['metric_name', 'timestamp', 'metric_value'] as const;

/**
 * Reads `k6 run --out csv=FILE`. Columns follow the script's system tags, so they are found by the header. The file does not tell
 * types: metrics of the script are taken as trends, and a note says so.
 */
export function createK6CsvReader(facts: RunFacts): ResultReader {
  const collector = createPointCollector();
  const notes: string[] = [];
  const untyped = new Set<string>();
  let columns: readonly string[] | null = null;
  let complete = true;
  let points = 0;

  function takeHeader(fields: readonly string[]): void {
    const missing = NEEDED.find((column) => !fields.includes(column));
    if (missing !== undefined) throw invalidInput('line 1', `a header with the column "${missing}"`);
    columns = fields;
  }

  function takeRecord(fields: readonly string[], line: number, ended: boolean): void {
    if (columns === null) {
      takeHeader(fields);
      return;
    }
    const record = recordFrom(columns, fields);
    const value = Number(record['metric_value']);
    const at = timeFrom(record['timestamp'] ?? '');
    const name = record['metric_name'] ?? '';
    const cut = !ended && fields.length < columns.length;
    if (name === '' || record['metric_value'] === '' || !Number.isFinite(value) || at === null || cut) {
      if (!ended) {
        complete = false;
        notes.push('The last line is cut; the run was broken off or not sent whole.');
        return;
      }
      throw invalidInput(`line ${line}`, 'a metric_name, a timestamp and a finite metric_value');
    }
    if (!collector.knows(name)) declare(name);
    collector.add(name, at, value, record);
    points += 1;
  }

  function declare(name: string): void {
    const known = builtInMetric(name);
    if (known === null && untyped.size < 20) untyped.add(name);
    collector.declare(name, known ?? { type: 'trend', contains: 'default' }, withExpectedResponse(name, []));
  }

  const records = createCsvRecords(takeRecord);
  return {
    push: (chunk) => records.push(chunk),
    end() {
      records.end();
      if (points === 0)
        throw invalidInput('the whole', 'at least one point below the header of k6 --out csv');
      const types =
        untyped.size === 0
          ? []
          : [
              `CSV does not tell types; taken as trends: ${[...untyped].join(', ')}. k6 --out json tells them.`,
            ];
      return collector.measurement(facts, { complete, notes: [...notes, ...types] });
    },
  };
}

function recordFrom(columns: readonly string[], fields: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let index = 0; index < columns.length; index += 1) {
    record[columns[index] ?? ''] = fields[index] ?? '';
  }
  // Further tags of the script stand in one column, `a=1&b=2`.
  for (const pair of (record['extra_tags'] ?? '').split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0) record[pair.slice(0, equals)] ??= pair.slice(equals + 1);
  }
  return record;
}

/** `K6_CSV_TIME_FORMAT`: Unix time in s, ms, µs or ns, told by its size, or RFC 3339. Milliseconds since 1970. */
function timeFrom(text: string): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    if (value < 1e11) return value * 1_000;
    if (value < 1e14) return value;
    return value < 1e17 ? value / 1_000 : value / 1_000_000;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
