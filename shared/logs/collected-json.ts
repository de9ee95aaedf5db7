import { withoutOrders } from './bare-line.ts';
import { type CollectedLine, type Collector } from './collector.ts';
import { isRecord, opened } from './opened-fields.ts';
import { NO_SEVERITY, severityRank, syslogRank } from './severity.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Docker cuts lines into parts of 16 KiB; in UTF-16 they have at least a third of that. */
const SHORTEST_PART = 5_461;
const LONGEST_JSON = 1_000_000;

/** What a collector that writes an object for each line says of text[start, stop); null for a line of another form. */
export function collectedJson(
  collector: Extract<Collector, 'json-file' | 'journal as JSON' | 'Google text'>,
  text: string,
  start: number,
  stop: number,
): CollectedLine | null {
  if (text.charCodeAt(start) !== 123 || stop - start > LONGEST_JSON) return null;
  const fields = jsonOf(text.slice(start, stop));
  if (fields === null) return null;
  if (collector === 'json-file') return fromJsonFile(fields);
  return collector === 'Google text' ? fromGoogle(fields) : fromJournal(fields);
}

function fromJsonFile({ log, stream, time }: Fields): CollectedLine | null {
  if (typeof log !== 'string' || (stream !== 'stdout' && stream !== 'stderr')) return null;
  const isPart = !log.endsWith('\n') && log.length >= SHORTEST_PART;
  return { ...lineOf(log), time: textOf(time), source: stream, program: '', severity: NO_SEVERITY, isPart };
}

function fromGoogle({ textPayload, timestamp, severity, resource }: Fields): CollectedLine | null {
  if (typeof textPayload !== 'string') return null;
  const labels = isRecord(resource) && isRecord(resource['labels']) ? resource['labels'] : {};
  const program = textOf(labels['container_name'] ?? labels['service_name']);
  return {
    ...lineOf(textPayload),
    time: textOf(timestamp),
    source: `${textOf(labels['pod_name'])} ${program}`,
    program,
    severity: severityRank(textOf(severity)),
    isPart: false,
  };
}

function fromJournal(fields: Fields): CollectedLine | null {
  const message = opened(fields)['MESSAGE'];
  if (typeof message !== 'string' || !('__REALTIME_TIMESTAMP' in fields || 'PRIORITY' in fields)) return null;
  const program = textOf(fields['SYSLOG_IDENTIFIER'] ?? fields['_COMM'] ?? fields['_SYSTEMD_UNIT']);
  const priority = textOf(fields['PRIORITY']);
  return {
    ...lineOf(message),
    time: textOf(fields['__REALTIME_TIMESTAMP']),
    source: `${textOf(fields['_HOSTNAME'])} ${program} ${textOf(fields['_PID'])}`,
    program,
    severity: priority === '' ? NO_SEVERITY : syslogRank(Number(priority)),
    isPart: false,
  };
}

function lineOf(text: string): Pick<CollectedLine, 'text' | 'start' | 'stop'> {
  const bare = withoutOrders(text);
  return { text: bare, start: 0, stop: bare.length - (/\r?\n$/.exec(bare)?.[0].length ?? 0) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function jsonOf(line: string): Fields | null {
  try {
    const parsed: unknown = JSON.parse(line);
    return isRecord(parsed) ? parsed : null;
  } catch {
    // A line of another form.
    return null;
  }
}
