import {
  classOf,
  DELIMITER,
  DIGIT,
  HEX_LETTER,
  INNER,
  LETTER,
  SPACE,
  UNDERSCORE,
} from './character-class.ts';
import { letterRank, NO_SEVERITY, severityRank } from './severity.ts';

/** What a field in front of a message may be. `word` is anything that shows no form of its own. */
export type FieldKind = 'time' | 'zone' | 'number' | 'severity' | 'bracket' | 'symbol' | 'tag' | 'word';

/**
 * End of the field at `at`: the next blank or `|`, but brackets are kept whole if they close within 200 characters, and
 * `LEVEL:logger:` is two fields, as Python's logging writes it.
 */
export function endOfField(text: string, at: number, stop: number): number {
  const open = text.charCodeAt(at);
  let end = at;
  if (open === OPEN_BRACKET || open === 40 || open === 60 || open === 123) {
    const close = endOfBracket(text, at, stop, open);
    if (close > 0) end = close;
    // `[time][level][logger]`: a field each.
    if (close > 0 && close < stop && open === OPEN_BRACKET && text.charCodeAt(close) === OPEN_BRACKET)
      return close;
  }
  const afterLevel = at > 0 && text.charCodeAt(at - 1) === COLON;
  while (end < stop) {
    const code = text.charCodeAt(end);
    if (code === PIPE || classOf(code) === SPACE) break;
    end++;
    if (code === COLON && end < stop && (afterLevel || isLevel(text, at, end - 1))) break;
  }
  return end === at ? at + 1 : end;
}

export const PIPE = 124;
const OPEN_BRACKET = 91;
const COLON = 58;
const MAX_BRACKET = 200;
const MAX_LEVEL = 8;

/** Whether text[start, end) is a severity in capitals. */
function isLevel(text: string, start: number, end: number): boolean {
  if (end - start > MAX_LEVEL || end - start < 3) return false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 65 || code > 90) return false;
  }
  return severityRank(text.slice(start, end)) !== NO_SEVERITY;
}

function endOfBracket(text: string, at: number, stop: number, open: number): number {
  const close = open === 40 ? 41 : open + 2;
  const limit = Math.min(stop, at + MAX_BRACKET);
  let depth = 0;
  for (let index = at; index < limit; index++) {
    const code = text.charCodeAt(index);
    if (code === open) depth++;
    else if (code === close && --depth === 0) return index + 1;
  }
  return 0;
}

/** A date, a clock time, or both in one: `2024-05-01T10:00:00,123Z`, `20240501-10:00:00:123`, `05-01`, `10:00:00.5`. */
const TIME =
  /^(?:\d{1,4}(?:[-/.:]\d{1,4}){2,7}|\d{8}(?=[-T_]\d)|\d{1,4}[-/]\d{1,4})\d*(?:[T_ .:,-]\d+)*(?:Z|[+-]\d\d:?\d\d)?,?$/;
/** Whole names and their usual short forms: `Marked 5 as deleted` and `Decoded 5 frames` are messages. */
const DAY_OR_MONTH =
  /^(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?),?$/i;
const DATE_IN_WORDS = /^\d{1,2}[-/](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/]\d{2,4}/i;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?$/;

/** What stands behind a time in a field of its own: `+00:00`, `UTC`, `CEST`, `PM`. */
const ZONE =
  /^(?:[+-]\d\d:\d\d|[AP]M|UTC|GMT|[CEMPA][SD]T|AK[SD]T|HA?ST|[CEW]ES?T|BST|IST|MSK|JST|KST|HKT|SGT|PKT|BRT|ART|SAST|[CEW]AT|A[CEW][SD]T|NZ[SD]T)$/;

const LONGEST_ZONE = 7;

/** Where a statement stands that logs, as Go's zap writes it: `orders/main.go:42`. */
const SOURCE_LINE = /^[\w./@-]{1,120}\.(?:go|rs|py|java|kt|cc|cpp|[cm]?[jt]s|rb|php|cs):\d{1,6}$/;

/** Kind of the field text[start, end). Used on samples only, so it may be slow. */
export function fieldKind(field: string): FieldKind {
  if (isTime(field)) return 'time';
  if (fieldSeverity(field) !== NO_SEVERITY) return 'severity';
  if (ZONE.test(field)) return 'zone';
  if (/^[-+]?\d+$/.test(field)) return 'number';
  if (/^(?:\[.*\]|\(.*\)|<.*>):?$/s.test(field)) return bracketHoldsTime(field) ? 'time' : 'bracket';
  if (/^[^\p{L}\p{N}]+$/u.test(field)) return 'symbol';
  return /[\p{L}\p{N}\])]:$|[\p{L}\p{N}]\]$/u.test(field) || SOURCE_LINE.test(field) ? 'tag' : 'word';
}

/** `8:05AM` */
const TIME_OF_TWELVE_HOURS = /^\d{1,2}:\d\d(?::\d\d)?[AP]M$/;

function isTime(field: string): boolean {
  if (DAY_OR_MONTH.test(field) || DATE_IN_WORDS.test(field) || TIME_OF_TWELVE_HOURS.test(field)) return true;
  return TIME.test(field) && !ADDRESS.test(field);
}

/** `<0.142.0>`, a process of Erlang's. */
const ERLANG_PROCESS = /^<\d+\.\d+\.\d+>$/;

function bracketHoldsTime(field: string): boolean {
  if (ERLANG_PROCESS.test(field)) return false;
  const parts = field.replace(/^\W+|\W+$/g, '').split(/\s+/);
  return parts.some((part) => isTime(part));
}

/** Rank of the severity that a field names (`INFO`, `[error]`, `<warn>:`, `W`), or NO_SEVERITY. */
export function fieldSeverity(field: string): number {
  if (field.length > 15) return NO_SEVERITY;
  // The first field of glog and klog: `I0512`, severity and date.
  if (/^[IWEF]\d{4}$/.test(field)) return letterRank(field[0] ?? '');
  // MySQL's, beside `[Note]` and `[Warning]`.
  if (field === '[System]') return severityRank('info');
  const name = field.replace(/^[[(<]+\s*|\s*[\])>:,]+$/g, '');
  if (name.length === 1) return letterRank(name);
  return severityRank(name);
}

/** Whether a field may be of a kind, judged by its ends alone: the check made for every line. */
export function mayBe(kind: FieldKind, text: string, start: number, end: number): boolean {
  const first = classOf(text.charCodeAt(start));
  const last = text.charCodeAt(end - 1);
  switch (kind) {
    case 'number':
      return (first === DIGIT || (first === INNER && end - start > 1)) && classOf(last) === DIGIT;
    case 'time':
      return first === DIGIT || isBracketWithDigit(text, start, end) || isDayOrMonth(text, start, end);
    case 'zone':
      return ZONE.test(text.slice(start, Math.min(end, start + LONGEST_ZONE)));
    case 'severity':
      return first === LETTER || first === HEX_LETTER || first === DELIMITER;
    case 'bracket':
      return first === DELIMITER;
    case 'symbol':
      return (
        (first === DELIMITER || first === INNER || first === UNDERSCORE) && !isLetterOrDigit(classOf(last))
      );
    case 'tag':
      if (classOf(last) === DIGIT) return SOURCE_LINE.test(text.slice(start, end));
      return (last === COLON || last === 93) && end - start > 1;
    case 'word':
      return true;
  }
}

/** `*64` is no sign. */
function isLetterOrDigit(kind: number): boolean {
  return kind === DIGIT || kind === LETTER || kind === HEX_LETTER;
}

/** `[2024-05-01`, `(10:00:00)`; a frame such as `/src/server.go:1868` is no time, whatever its digits. */
function isBracketWithDigit(text: string, start: number, end: number): boolean {
  if (!'[(<'.includes(text.charAt(start))) return false;
  for (let at = start; at < end; at++) if (classOf(text.charCodeAt(at)) === DIGIT) return true;
  return false;
}

function isDayOrMonth(text: string, start: number, end: number): boolean {
  return end - start <= 10 && DAY_OR_MONTH.test(text.slice(start, end));
}
