import { statusOfFields } from './http-status.ts';
import { NO_SEVERITY, severityRank } from './severity.ts';

/** What a JSON or logfmt line says, without its wrapping. */
export interface StructuredLine {
  readonly message: string;
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
  'log',
  'event',
  'body',
  'text',
  'short_message',
];
const SEVERITY_KEYS = [
  'level',
  'severity',
  'severityText',
  'severity_text',
  'lvl',
  '@l',
  'log.level',
  'loglevel',
  'levelname',
];
const TIME_KEYS = ['time', 'timestamp', '@timestamp', 'ts', '@t', 'datetime', 'date', 't'];
const COMPONENT_KEYS = [
  'logger',
  'logger_name',
  'component',
  'service',
  'name',
  'module',
  'caller',
  'SourceContext',
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
];
const MAX_LENGTH = 1_000_000;

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
  return isRecord(parsed) ? fromFields(parsed) : null;
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
  const error = errorText(fields);
  const level = fields['level'];
  return {
    message:
      message === ''
        ? pairsOf(fields)
        : message + (error === '' || message.includes(error) ? '' : `: ${error}`),
    severity: typeof level === 'number' ? bunyanRank(level) : severityRank(firstText(fields, SEVERITY_KEYS)),
    status: statusOfFields(fields),
    time: firstText(fields, TIME_KEYS),
    component: firstText(fields, COMPONENT_KEYS),
    stack:
      firstText(fields, STACK_KEYS) || (isRecord(fields['err']) ? firstText(fields['err'], STACK_KEYS) : ''),
  };
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

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
