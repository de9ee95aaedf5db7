import { ALNUM, flagsOf, KIND, kindAt, LETTER, WORD } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { wordsSpelled } from './spelled-names.ts';
import {
  type Charset,
  CHARSET_COUNT,
  DIGIT_FORMS,
  INNER_FORMS,
  JWT_CHARSET,
  TOKEN_FORMS,
  type TokenExpression,
  type TokenForm,
} from './token-forms.ts';

/** Anchors this long do not come about by chance inside another word's end. */
const DISTINCT_ANCHOR = 5;
const SHORT_ANCHOR = 2;
/** Of a name of code. */
const FEWEST_WORDS = 3;
const LONGEST_SK_KEY = 200;
const JWT_ANCHOR = 'eyJ';
const DASH = 0x2d;
const DOT = 0x2e;

export const tokenAnchors: readonly Anchor[] = [
  ...TOKEN_FORMS.map(tokenAnchorOf),
  { keyword: JWT_ANCHOR, detect: detectJwt },
  ...INNER_FORMS.map((form): Anchor => ({
    keyword: form.anchor,
    detect: (scan, start) => detectInner(scan, start, form),
  })),
  ...DIGIT_FORMS.map((form): Anchor => ({
    keyword: form.anchor,
    detect: (scan, start) => detectBehindDigit(scan, start - 1, form),
  })),
];

/** Whether an anchor is in its own case is told by its last character mostly: `AC` is armed by `Activity`, too. */
function tokenAnchorOf(form: TokenForm): Anchor {
  const { anchor } = form;
  if (isCaseless(form)) return { keyword: anchor, detect: (scan, start) => detectToken(scan, start, form) };
  const last = anchor.charCodeAt(anchor.length - 1);
  return {
    keyword: anchor,
    detect: (scan, start, end) => {
      if (scan.bytes[end - 1] === last && scan.text.startsWith(anchor, start)) detectToken(scan, start, form);
    },
    isCapitalised: /^[A-Z]/.test(anchor),
  };
}

function detectToken(scan: Scan, start: number, token: TokenForm): void {
  if (start < scan.tokenTo) return;
  const { rule, anchor } = token;
  const before = kindAt(scan.bytes, start - 1);
  if ((before & (anchor.length >= DISTINCT_ANCHOR ? LETTER : ALNUM)) !== 0) return;
  const end = tokenEnd(scan, start, token);
  if (end < 0 || (kindAt(scan.bytes, end) & ALNUM) !== 0) return;
  const body = scan.text.slice(start + anchor.length, end);
  if (looksInvented(body) && !(rule === 'jfrog' && body.length <= 12)) return;
  if (rule === 'aws' && body.endsWith('EXAMPLE')) return;
  // `APPROXIMATELY`
  if (anchor.length <= SHORT_ANCHOR && /^[A-Z]+$/.test(body)) return;
  // `sk_SRTP_PROTECTION_PROFILE_free`
  if (body.includes('_') && wordsSpelled(body) >= FEWEST_WORDS) return;
  if (mayBeBase64(anchor) && /[+/]/.test(scan.text.charAt(start - 1))) return;
  if (/^(?:\.\.|-#|…)/.test(scan.text.slice(end, end + 2))) return;
  scan.tokenTo = end;
  report(scan, start, end, 'secret', STRENGTH.shape, rule);
}

function isCaseless(token: TokenForm): boolean {
  return 'form' in token && token.form.ignoreCase;
}

/** Where a token ends that begins at `start`, or -1 when there is none. */
function tokenEnd(scan: Scan, start: number, token: TokenForm): number {
  let end = -1;
  if ('form' in token) {
    const { form, lead } = token;
    if (lead !== undefined && !isLed(scan, start + token.anchor.length, lead)) return -1;
    form.lastIndex = start;
    const match = form.exec(scan.text);
    if (match !== null) end = start + match[0].length;
  } else {
    const { anchor, run } = token;
    const from = start + anchor.length;
    const to = Math.min(runEnd(scan, from, run.charset), from + run.most);
    if (to - from >= run.least) end = to;
  }
  return trimmedEnd(scan, start, end);
}

function isLed(scan: Scan, from: number, lead: NonNullable<TokenExpression['lead']>): boolean {
  return scan.text.startsWith(lead.sign, runEnd(scan, from, lead.charset));
}

/** A dot or dash at the end belongs to the sentence. */
function trimmedEnd({ bytes }: Scan, start: number, tokenEnd: number): number {
  let end = tokenEnd;
  while (end > start && (bytes[end - 1] === DOT || bytes[end - 1] === DASH)) end--;
  return end;
}

/** Where the characters of a set end that begin here. A run is walked once, however many tokens seem to begin within. */
function runEnd(scan: Scan, from: number, { index, holds }: Charset): number {
  const runs = (scan.tokenRuns ??= new Int32Array(2 * CHARSET_COUNT).fill(-1));
  const knownEnd = runs[2 * index + 1]!;
  if (from >= runs[2 * index]! && from <= knownEnd) return knownEnd;
  const { bytes } = scan;
  let end = from;
  while (end < bytes.length && holds[bytes[end]!]!) end++;
  runs[2 * index] = from;
  runs[2 * index + 1] = end;
  return end;
}

/** Of an encrypted one whose key is agreed on (RFC 7518, 4.5) the second part is empty. */
const JWT = /eyJ[\w-]{8,}\.(?:\.[\w-]{12,}|(?:eyJ)?[\w-]{4,})(?:\.[\w-]*){0,4}/y;
/** What follows the first part at the least. */
const JWT_PAYLOAD = /\.(?:\.[\w-]{12}|[\w-]{4})/y;

/**
 * A JSON web token of any length (RFC 7519). Its first part is looked over once, however many seem to begin within, and only
 * what is one as a whole is read to its end.
 */
function detectJwt(scan: Scan, start: number): void {
  if (start < scan.tokenTo || (kindAt(scan.bytes, start - 1) & ALNUM) !== 0) return;
  if (!scan.text.startsWith(JWT_ANCHOR, start)) return;
  JWT_PAYLOAD.lastIndex = runEnd(scan, start, JWT_CHARSET);
  if (!JWT_PAYLOAD.test(scan.text)) return;
  JWT.lastIndex = start;
  const match = JWT.exec(scan.text);
  if (match === null) return;
  const end = trimmedEnd(scan, start, start + match[0].length);
  if (looksInvented(match[0]) || /^(?:\.\.|-#|…)/.test(scan.text.slice(end, end + 2))) return;
  scan.tokenTo = end;
  report(scan, start, end, 'secret', STRENGTH.shape, 'jwt');
}

/** A token whose first character is a digit before its anchor. */
function detectBehindDigit(scan: Scan, start: number, { rule, form }: TokenExpression): void {
  if (start < scan.tokenTo || (kindAt(scan.bytes, start - 1) & WORD) !== 0) return;
  form.lastIndex = start;
  const match = form.exec(scan.text);
  if (match === null || looksInvented(match[0])) return;
  scan.tokenTo = trimmedEnd(scan, start, start + match[0].length);
  report(scan, start, scan.tokenTo, 'secret', STRENGTH.shape, rule);
}

/** Within Base64 a short anchor comes about by chance; one with an underscore or dash does not stand beside `+` and `/` there. */
function mayBeBase64(anchor: string): boolean {
  return anchor.length < DISTINCT_ANCHOR && /^[A-Za-z0-9]+$/.test(anchor);
}

/** A token that is known by a part within: the run of token characters around it belongs to it. */
function detectInner(scan: Scan, at: number, { rule, anchor, form }: TokenExpression): void {
  if (at < scan.tokenTo || !scan.text.startsWith(anchor, at)) return;
  form.lastIndex = at;
  const match = form.exec(scan.text);
  if (match === null) return;
  let start = at;
  while (start > 0 && at - start < LONGEST_SK_KEY && isTokenByte(scan.bytes[start - 1]!)) start--;
  if (at - start < 10 || looksInvented(match[0])) return;
  scan.tokenTo = at + match[0].length;
  report(scan, start, at + match[0].length, 'secret', STRENGTH.shape, rule);
}

function isTokenByte(code: number): boolean {
  return (KIND[code]! & WORD) !== 0 || code === 0x2d;
}

const MADE_UP = ['xxxxx', 'XXXXX', '***', 'EXAMPLEEXAMPLE'];
const BEGINS_EMPTY = flagsOf(/[0._-]/);

/** `ghp_xxxxxxxx`, `xoxb-0000-0000`: made up for a document. */
function looksInvented(body: string): boolean {
  if (MADE_UP.some((part) => body.includes(part)) || body.startsWith('abcdefghijkl')) return true;
  return BEGINS_EMPTY[body.charCodeAt(0)] === true && /^[0._-]{12,}$/.test(body);
}
