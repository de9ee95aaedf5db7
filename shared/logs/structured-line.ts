import { statusOfFields } from './http-status.ts';
import { opensTrace } from './continuation.ts';
import { isRecord, opened } from './opened-fields.ts';
import { NO_SEVERITY, severityRank, syslogRank } from './severity.ts';

/** What a JSON or logfmt line says, without its wrapping. */
export interface StructuredLine {
  readonly message: string;
  /** What an error in a field of its own says beyond the message; empty when there is none. */
  readonly error: string;
  readonly severity: number;
  /** Class of the HTTP status in a field of its own, or NO_STATUS. */
  readonly status: number;
  readonly time: string;
  readonly component: string;
  /** Stack trace in a field of its own; empty when there is none. */
  readonly stack: string;
}

const MESSAGE_KEYS = [
  'message',
  'msg',
  '@m',
  '@mt',
  'MESSAGE',
  'textPayload',
  'log',
  'event',
  'body',
  'text',
  'short_message',
  'Body',
];
const SEVERITY_KEYS = [
  'level',
  'severity',
  'severityText',
  'severity_text',
  'SeverityText',
  'lvl',
  '@l',
  'log.level',
  'loglevel',
  'levelname',
];
const TIME_KEYS = [
  'time',
  'timestamp',
  '@timestamp',
  'ts',
  '@t',
  'datetime',
  'date',
  't',
  'timeUnixNano',
  'Timestamp',
  '__REALTIME_TIMESTAMP',
];
const COMPONENT_KEYS = [
  'logger',
  'logger_name',
  'component',
  'service',
  'name',
  'module',
  'caller',
  'SourceContext',
  'service.name',
  'SYSLOG_IDENTIFIER',
];
const STACK_KEYS = [
  'stack',
  'stack_trace',
  'stackTrace',
  'exception',
  'stacktrace',
  'exc_info',
  'traceback',
  '@x',
  'error.stack',
  'error.stack_trace',
  'exception.stacktrace',
];
const MAX_LENGTH = 1_000_000;
const MAX_TESTED = 1_000;
/** OpenTelemetry numbers the levels from 1 (trace) to 24 (fatal), four to each. */
const OTLP_NUMBERS_A_LEVEL = 4;

/**
 * Reads a line that is one JSON object or a logfmt record with a message; null when it is neither. Lines without a
 * message become `key=value` text in the order of their keys, so that equal events read alike.
 */
export function structuredLine(text: string, start: number, stop: number): StructuredLine | null {
  if (stop - start > MAX_LENGTH) return null;
  if (text.charCodeAt(start) === 123) return jsonLine(text.slice(start, stop).trimEnd());
  return opensWithKey(text, start, stop) ? logfmtLine(text.slice(start, stop)) : null;
}

const MAX_KEY = 20;

/** Whether the line begins with letters and `=`. */
function opensWithKey(text: string, start: number, stop: number): boolean {
  const limit = Math.min(stop, start + MAX_KEY);
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 61) return at > start;
    if (code === 32 || code === 58) return false;
  }
  return false;
}

function jsonLine(line: string): StructuredLine | null {
  if (!line.endsWith('}')) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    // Not JSON after all: an ordinary line that begins with a brace.
    return null;
  }
  return isRecord(parsed) ? fromFields(opened(parsed)) : null;
}

const PAIR = /([\w.@-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/y;

/** `ts=… level=info msg="…"`: pairs from the beginning to the end of the line, a severity or a time among them. */
function logfmtLine(line: string): StructuredLine | null {
  const fields: Record<string, string> = {};
  let at = 0;
  while (at < line.length) {
    PAIR.lastIndex = at;
    const pair = PAIR.exec(line);
    if (pair === null) return null;
    fields[pair[1]!] = pair[2]?.replace(/\\(["\\])/g, '$1') ?? pair[3]!;
    at = PAIR.lastIndex;
    while (line.charCodeAt(at) === 32) at++;
  }
  const isLog = [...SEVERITY_KEYS, ...TIME_KEYS].some((key) => key in fields);
  return isLog && MESSAGE_KEYS.some((key) => key in fields) ? fromFields(fields) : null;
}

function fromFields(fields: Readonly<Record<string, unknown>>): StructuredLine {
  const message = firstText(fields, MESSAGE_KEYS);
  const error = message === '' ? '' : errorText(fields);
  return {
    ...withoutTrace(message === '' ? pairsOf(fields) : message, stackIn(fields)),
    error: message.includes(error) ? '' : error,
    severity: severityIn(fields),
    status: statusOfFields(fields),
    time: firstText(fields, TIME_KEYS),
    component: firstText(fields, COMPONENT_KEYS),
  };
}

/** A message that holds its stack trace, parted; where the trace has a field of its own, the message is left as it is. */
function withoutTrace(message: string, stack: string): { readonly message: string; readonly stack: string } {
  const end = stack === '' ? message.indexOf('\n') : -1;
  if (end < 0) return { message, stack };
  const next = message.slice(end + 1, end + 1 + MAX_TESTED).split('\n', 2);
  const isTrace = next.some((line) => opensTrace(line, 0, line.length));
  return isTrace ? { message: message.slice(0, end).trimEnd(), stack: message } : { message, stack };
}

function stackIn(fields: Readonly<Record<string, unknown>>): string {
  const own = firstText(fields, STACK_KEYS);
  if (own !== '') return own;
  for (const key of ['err', 'error', 'exception']) {
    const value = fields[key];
    const stack = isRecord(value) ? firstText(value, STACK_KEYS) : '';
    if (stack !== '') return stack;
  }
  return '';
}

function severityIn(fields: Readonly<Record<string, unknown>>): number {
  const level = fields['level'];
  if (typeof level === 'number') return bunyanRank(level);
  const named = severityRank(firstText(fields, SEVERITY_KEYS));
  if (named !== NO_SEVERITY) return named;
  const { severityNumber, PRIORITY: priority } = fields;
  if (typeof severityNumber === 'number' && severityNumber >= 1 && severityNumber <= 24)
    return Math.ceil(severityNumber / OTLP_NUMBERS_A_LEVEL) - 1;
  return priority === undefined ? NO_SEVERITY : syslogRank(Number(priority));
}

/** Numbers of bunyan and pino: 10 trace … 60 fatal. */
function bunyanRank(level: number): number {
  return level >= 10 && level <= 60 ? Math.floor(level / 10) - 1 : NO_SEVERITY;
}

function errorText(fields: Readonly<Record<string, unknown>>): string {
  for (const key of ['error', 'err', '@x']) {
    const value = fields[key];
    if (typeof value === 'string') return value.split('\n', 1)[0]!;
    if (isRecord(value)) return firstText(value, ['message', 'msg']);
  }
  return '';
}

function firstText(fields: Readonly<Record<string, unknown>>, keys: readonly string[]): string {
  for (const key of keys) {
    const value = fields[key];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return '';
}

function pairsOf(fields: Readonly<Record<string, unknown>>): string {
  const known = new Set([...SEVERITY_KEYS, ...TIME_KEYS]);
  return Object.keys(fields)
    .filter((key) => !known.has(key))
    .sort()
    .map((key) => {
      const value = fields[key];
      return `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
    })
    .join(' ');
}
