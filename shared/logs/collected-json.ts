import { withoutOrders } from './bare-line.ts';
import { type CollectedLine, type Collector } from './collector.ts';
import { isRecord, opened } from './opened-fields.ts';
import { NO_SEVERITY, severityRank, syslogRank } from './severity.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Docker cuts lines into parts of 16 KiB; in UTF-16 they have at least a third of that. */
const SHORTEST_PART = 5_461;
const LONGEST_JSON = 1_000_000;

type JsonCollector = Extract<Collector, 'json-file' | 'journal as JSON' | 'Google text' | 'message in JSON'>;

/** Whether the collector writes an object for each line. */
export function isJsonCollector(collector: Collector): collector is JsonCollector {
  return READERS.has(collector);
}

/** What a collector that writes an object for each line says of text[start, stop); null for a line of another form. */
export function collectedJson(
  collector: JsonCollector,
  text: string,
  start: number,
  stop: number,
): CollectedLine | null {
  if (text.charCodeAt(start) !== 123 || stop - start > LONGEST_JSON) return null;
  const fields = jsonOf(text.slice(start, stop));
  return fields === null ? null : (READERS.get(collector)?.(fields) ?? null);
}

const READERS: ReadonlyMap<Collector, (fields: Fields) => CollectedLine | null> = new Map<
  JsonCollector,
  (fields: Fields) => CollectedLine | null
>([
  ['json-file', fromJsonFile],
  ['Google text', fromGoogle],
  ['journal as JSON', fromJournal],
  ['message in JSON', fromMessage],
]);

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

/** Fields that hold the program's line as it is, by the one who sent it on: Filebeat, Fluent Bit, Azure, Splunk, Loki. */
const LINE_KEYS = ['message', 'log', 'Log', 'LogMessage', 'LogEntry', '_raw', 'line', 'msg'];
const TIME_KEYS = ['@timestamp', 'time', 'timestamp', 'TimeGenerated', 'TimeStamp', '_time'];
const SOURCE_KEYS = ['PodName', 'pod_name', 'pod', 'host', 'source', 'stream'];
const PROGRAM_KEYS = ['ContainerName', 'container_name', 'container', 'service', 'app'];
/** A line that was taken apart already has them. */
const TAKEN_APART = ['level', 'severity', 'log.level', 'lvl', 'levelname', 'stack_trace', 'exception'];
/** Azure's container apps leave before the line what their runtime wrote. */
const STREAM_AHEAD = /^std(?:out|err) F /;

function fromMessage(outer: Fields): CollectedLine | null {
  const fields = [outer['result'], outer['_source']].find(isRecord) ?? outer;
  if (TAKEN_APART.some((key) => key in fields)) return null;
  const line = textIn(fields, LINE_KEYS);
  if (line === '') return null;
  const kubernetes = isRecord(fields['kubernetes']) ? fields['kubernetes'] : {};
  const program = textIn(fields, PROGRAM_KEYS) || textIn(kubernetes, PROGRAM_KEYS);
  const source = textIn(fields, SOURCE_KEYS) || textIn(kubernetes, SOURCE_KEYS);
  return {
    ...lineOf(line.replace(STREAM_AHEAD, '')),
    time: textIn(fields, TIME_KEYS),
    source: `${source} ${program}`,
    program,
    severity: NO_SEVERITY,
    isPart: false,
  };
}

/** The first of some fields that is a text, or an object that has a name. */
function textIn(fields: Fields, keys: readonly string[]): string {
  for (const key of keys) {
    const value = fields[key];
    const text = isRecord(value) ? value['name'] : value;
    if (typeof text === 'string' && text !== '') return text;
  }
  return '';
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
