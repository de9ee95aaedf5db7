import { classOf, DIGIT, HEX_LETTER, LETTER, UNDERSCORE } from './character-class.ts';

/** Classes of HTTP status (RFC 9110, 15) in rising order; the index is the class less one. */
export const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;
export type StatusClass = (typeof STATUS_CLASSES)[number];

/** Class of a record that tells no status. */
export const NO_STATUS = 0;

const ZERO = 48;
const BLANK = 32;
const QUOTE = 34;
const AMPERSAND = 38;
const APOSTROPHE = 39;
const HYPHEN = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const EQUALS = 61;
const QUESTION_MARK = 63;
/** Makes a capital of ASCII a small letter, and leaves blanks. */
const SMALL = 32;
const SHORTEST_KEY = 6;
const LONGEST_KEY = 32;

/** Names of the field, in small letters and without `_ - .`, as servers, proxies and loggers write them. */
const KEYS: ReadonlySet<string> = new Set([
  'status',
  'statuscode',
  'httpstatus',
  'httpstatuscode',
  'httpcode',
  'httpresponsestatuscode',
  'httpresponsecode',
  'responsestatus',
  'responsestatuscode',
  'responsecode',
  'resstatus',
  'resstatuscode',
  'scstatus',
]);

/** What says in words that a status follows (`GET /a responded 503 in 7 ms`, `HTTP/1.1 503`), by the code of its last letter. */
const WORDS: ReadonlyMap<number, string> = new Map(
  ['responded', 'responded with', 'status', 'status code', 'http'].map((words) => [
    words.charCodeAt(words.length - 1),
    words,
  ]),
);
/** Rails: `Completed 200 OK in 7ms`; 200 of something else may be completed, too. */
const COMPLETED = 'completed';
const VERSION = /HTTP\/\d(?:\.\d)?$/;
const LONGEST_VERSION = 8;

/**
 * Class of the HTTP status that the word text[at, at + 3) is, 1 to 5, where the text says that it is one: behind the request in an
 * access log, a key (`status=503`, `"statusCode": 503`) or a word (`responded 503`). NO_STATUS for any other number.
 * Looks at what stands beside it only, never before `from`.
 */
export function statusAt(text: string, from: number, at: number): number {
  const kind = text.charCodeAt(at) - ZERO;
  if (kind < 1 || kind > 5 || at <= from) return NO_STATUS;
  if (!isDigit(text.charCodeAt(at + 1)) || !isDigit(text.charCodeAt(at + 2))) return NO_STATUS;
  const before = text.charCodeAt(at - 1);
  const isTold =
    before === BLANK
      ? isToldInWords(text, from, at) || isBehindKey(text, from, at - 1)
      : (before === EQUALS || before === COLON || before === QUOTE || before === APOSTROPHE) &&
        isBehindKey(text, from, at);
  return isTold ? kind : NO_STATUS;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

function isToldInWords(text: string, from: number, at: number): boolean {
  const last = text.charCodeAt(at - 2);
  if (last === QUOTE) {
    // `"-" 400`: what a client sent was no request.
    if (at - from === 4 && text.charCodeAt(from) === QUOTE && text.charCodeAt(from + 1) === HYPHEN)
      return true;
    return endsWithVersion(text, from, at - 2);
  }
  if (classOf(last) === DIGIT) return endsWithVersion(text, from, at - 1);
  const words = WORDS.get(last | SMALL);
  if (words === undefined) return false;
  if (endsWithWords(text, from, at - 1, words)) return true;
  return endsWithWords(text, from, at - 1, COMPLETED) && isCapitalBehindBlank(text, at + 3);
}

/** Whether text[from, end) ends with the words, in letters of any size. */
function endsWithWords(text: string, from: number, end: number, words: string): boolean {
  const start = end - words.length;
  if (start < from) return false;
  for (let at = 0; at < words.length; at++)
    if ((text.charCodeAt(start + at) | SMALL) !== words.charCodeAt(at)) return false;
  return start === from || !isOfWord(text.charCodeAt(start - 1));
}

function endsWithVersion(text: string, from: number, end: number): boolean {
  // Asked of every number behind another: most have no slash there.
  if (text.charCodeAt(end - 2) !== SLASH && text.charCodeAt(end - 4) !== SLASH) return false;
  return VERSION.test(text.slice(Math.max(from, end - LONGEST_VERSION), end));
}

function isCapitalBehindBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at + 1);
  return text.charCodeAt(at) === BLANK && code >= 65 && code <= 90;
}

function isOfWord(code: number): boolean {
  const kind = classOf(code);
  return kind === LETTER || kind === HEX_LETTER || kind === UNDERSCORE || kind === DIGIT;
}

/** Whether a key of a status stands before `end`, with `=` or `:` and perhaps quotes and a blank between. */
function isBehindKey(text: string, from: number, end: number): boolean {
  let at = end;
  if (isQuote(text.charCodeAt(at - 1))) at--;
  if (text.charCodeAt(at - 1) === BLANK) at--;
  const sign = text.charCodeAt(at - 1);
  if (sign !== EQUALS && sign !== COLON) return false;
  at--;
  if (text.charCodeAt(at - 1) === BLANK) at--;
  if (isQuote(text.charCodeAt(at - 1))) at--;
  const least = Math.max(from, at - LONGEST_KEY);
  let start = at;
  while (start > least && isOfKey(text.charCodeAt(start - 1))) start--;
  // `GET /orders?status=500`: of a query, not of its answer.
  const before = start > from ? text.charCodeAt(start - 1) : BLANK;
  if (before === QUESTION_MARK || before === AMPERSAND) return false;
  return isStatusKey(text.slice(start, at));
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE;
}

function isOfKey(code: number): boolean {
  const kind = classOf(code);
  return kind === LETTER || kind === HEX_LETTER || kind === UNDERSCORE || code === HYPHEN || code === DOT;
}

/** Asked of every field of a line: by the last letters first, `us` or `de`. */
function isStatusKey(key: string): boolean {
  const { length } = key;
  if (length < SHORTEST_KEY || length > LONGEST_KEY) return false;
  const last = key.charCodeAt(length - 1) | SMALL;
  const before = key.charCodeAt(length - 2) | SMALL;
  if (!(last === 115 && before === 117) && !(last === 101 && before === 100)) return false;
  return KEYS.has(key.toLowerCase().replace(/[_.-]/g, ''));
}

/** Fields that hold those of a response, one in another at most so deep. */
const RESPONSES = ['res', 'response', 'http', 'httpRequest'] as const;
const DEEPEST = 2;

/** Class of the HTTP status in the fields of a structured line (`status`, `res.statusCode`, `http.response.status_code`). */
export function statusOfFields(fields: Readonly<Record<string, unknown>>, depth = 0): number {
  for (const key in fields) {
    if (!isStatusKey(key)) continue;
    const status = statusOf(fields[key]);
    if (status !== NO_STATUS) return status;
  }
  if (depth >= DEEPEST) return NO_STATUS;
  for (const key of RESPONSES) {
    const inner = fields[key];
    if (typeof inner !== 'object' || inner === null) continue;
    const status = statusOfFields(inner as Readonly<Record<string, unknown>>, depth + 1);
    if (status !== NO_STATUS) return status;
  }
  return NO_STATUS;
}

function statusOf(value: unknown): number {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && status >= 100 && status < 600 ? Math.floor(status / 100) : NO_STATUS;
}
