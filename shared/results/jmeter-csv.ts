import { createCsvRecords } from './csv-records.ts';
import { invalidInput } from './invalid-input.ts';
import { createPointCollector } from './point-collector.ts';
import type { ResultReader, RunFacts } from './raw-measurement.ts';

const NEEDED = ['timeStamp', 'elapsed'] as const;
/** What JMeter writes for a transaction controller: the sum of samplers that stand in the file themselves. */
const TRANSACTION = /^Number of samples in transaction : /;
/** By the names that k6 gives the same figures, so that one policy judges both. */
const DURATION = 'http_req_duration';
const FAILED = 'http_req_failed';
const REQUESTS = 'http_reqs';

/** True for the header of a JTL file in CSV, as JMeter writes it unless told otherwise. */
export function isJmeterHeader(columns: readonly string[]): boolean {
  return NEEDED.every((column) => columns.includes(column));
}

/**
 * Reads JMeter's JTL in CSV with its header (JMeter manual, "CSV Log format"): `elapsed` in ms → http_req_duration, not
 * `success` → http_req_failed, their number → http_reqs, each also by `label` as `name`. Rows of transaction controllers are left
 * out. JTL in XML or without a header is not read.
 */
export function createJmeterCsvReader(facts: RunFacts): ResultReader {
  const collector = createPointCollector();
  const notes: string[] = [];
  let columns: readonly string[] | null = null;
  let complete = true;
  let points = 0;
  let transactions = 0;

  collector.declare(DURATION, { type: 'trend', contains: 'time' }, []);
  collector.declare(FAILED, { type: 'rate', contains: 'default' }, []);
  collector.declare(REQUESTS, { type: 'counter', contains: 'default' }, []);

  function takeRecord(fields: readonly string[], line: number, ended: boolean): void {
    if (columns === null) {
      if (!isJmeterHeader(fields)) throw invalidInput('line 1', 'a header with timeStamp and elapsed');
      columns = fields;
      return;
    }
    const of = (name: string): string => fields[columns?.indexOf(name) ?? -1] ?? '';
    const at = timeFrom(of('timeStamp'));
    const elapsed = of('elapsed') === '' ? NaN : Number(of('elapsed'));
    const cut = !ended && fields.length < columns.length;
    if (at === null || !Number.isFinite(elapsed) || elapsed < 0 || cut) {
      if (ended) throw invalidInput(`line ${line}`, 'a timeStamp and an elapsed time of 0 ms or more');
      complete = false;
      notes.push('The last line is cut; the run was broken off or not sent whole.');
      return;
    }
    if (TRANSACTION.test(of('responseMessage'))) {
      transactions += 1;
      return;
    }
    const tags = { name: of('label') };
    collector.add(DURATION, at, elapsed, tags);
    if (columns.includes('success')) collector.add(FAILED, at, failed(of('success'), line), tags);
    collector.add(REQUESTS, at, 1, tags);
    points += 1;
  }

  const records = createCsvRecords(takeRecord);
  return {
    push: (chunk) => records.push(chunk),
    end() {
      records.end();
      if (points === 0) throw invalidInput('the whole', 'at least one sample below the header of a JTL file');
      const left = transactions === 0 ? [] : [`${transactions} rows of transaction controllers left out.`];
      return { ...collector.measurement(facts, { complete, notes: [...notes, ...left] }), tool: 'jmeter' };
    },
  };
}

function failed(success: string, line: number): number {
  if (success === 'true') return 0;
  if (success === 'false') return 1;
  throw invalidInput(`line ${line}`, '"true" or "false" as success');
}

/** Milliseconds since 1970, or text such as `2026/01/31 12:00:00.000`, taken as UTC: only differences matter. */
function timeFrom(text: string): number | null {
  // Beyond 15 digits it is no time that a Date could hold.
  if (/^\d{1,15}$/.test(text)) return Number(text);

  const iso = /^(\d{4})[-/](\d\d)[-/](\d\d)[ T](\d\d:\d\d:\d\d(?:[.,]\d+)?)$/.exec(text);
  if (iso === null) return null;
  const at = Date.parse(
    `${iso[1] ?? ''}-${iso[2] ?? ''}-${iso[3] ?? ''}T${(iso[4] ?? '').replace(',', '.')}Z`,
  );
  return Number.isNaN(at) ? null : at;
}
