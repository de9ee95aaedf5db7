import { ALNUM, KIND, kindAt, LETTER, WORD } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { TOKEN_FORMS, type TokenForm } from './token-forms.ts';

/** Anchors this long do not come about by chance inside another word's end. */
const DISTINCT_ANCHOR = 5;
const LONGEST_SK_KEY = 200;

const PLAIN_ANCHORS: readonly Anchor[] = TOKEN_FORMS.filter(
  ({ anchor }) => !/^(?:T3|\.atlas)/.test(anchor),
).map((form) => ({ keyword: form.anchor, detect: (scan, start) => detectToken(scan, start, form) }));

export const tokenAnchors: readonly Anchor[] = [
  ...PLAIN_ANCHORS,
  ...TOKEN_FORMS.filter(({ anchor }) => /^(?:T3|\.atlas)/.test(anchor)).map((form): Anchor => ({
    keyword: form.anchor,
    detect: (scan, start) => detectInner(scan, start, form),
  })),
];

function detectToken(scan: Scan, start: number, { rule, anchor, form }: TokenForm): void {
  if (start < scan.tokenTo) return;
  const before = kindAt(scan.bytes, start - 1);
  if ((before & (anchor.length >= DISTINCT_ANCHOR ? LETTER : ALNUM)) !== 0) return;
  if (!form.ignoreCase && !scan.text.startsWith(anchor, start)) return;
  form.lastIndex = start;
  const match = form.exec(scan.text);
  if (match === null) return;
  const end = start + trimmedLength(match[0]);
  if ((kindAt(scan.bytes, end) & ALNUM) !== 0) return;
  const body = scan.text.slice(start + anchor.length, end);
  if (looksInvented(body) && !(rule === 'jfrog' && body.length <= 12)) return;
  if (rule === 'aws' && body.endsWith('EXAMPLE')) return;
  if (mayBeBase64(anchor) && /[+/]/.test(scan.text.charAt(start - 1))) return;
  if (/^(?:\.\.|-#|…)/.test(scan.text.slice(end, end + 2))) return;
  scan.tokenTo = end;
  report(scan, start, end, 'secret', STRENGTH.shape, rule);
}

/** Within Base64 a short anchor comes about by chance; one with an underscore or dash does not stand beside `+` and `/` there. */
function mayBeBase64(anchor: string): boolean {
  return anchor.length < DISTINCT_ANCHOR && /^[A-Za-z0-9]+$/.test(anchor);
}

/** A token that is known by a part within: the run of token characters around it belongs to it. */
function detectInner(scan: Scan, at: number, { rule, anchor, form }: TokenForm): void {
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

/** A dot or dash at the end belongs to the sentence. */
function trimmedLength(token: string): number {
  return token.replace(/[.-]+$/, '').length;
}

/** `ghp_xxxxxxxx`, `xoxb-0000-0000`: made up for a document. */
function looksInvented(body: string): boolean {
  return /x{5,}|X{5,}|\*{3,}|(?:EXAMPLE){2,}|^abcdefghijkl|^[0._-]{12,}$/.test(body);
}
