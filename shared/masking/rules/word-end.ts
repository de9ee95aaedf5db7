import { CLOSING_TAG } from './closing-tag.ts';
import { type Scan } from '../scan.ts';

const SHORTEST_BEFORE = 4;
const USUAL_BEFORE = 6;
const STRING_REACH = 1000;
const MOST_QUOTES = 32;
const MOST_ROUNDS = 4;

/** Where an element, a line of HTML or CDATA ends, or a terminal changes its colour; in JSON its signs may be escaped. */
const MARKUP = new RegExp(
  `${CLOSING_TAG}|(?:<|&lt;|\\\\{1,4}u003[cC])\\\\{0,3}/[\\w:.-]{1,40}(?:>|&gt;|\\\\{1,4}u003[eE])(?=[.,;:!?)\\]}]{0,3}(?:$|[\\s<&"'\\x60\\\\]))|<(?:br|hr|p|li|td|tr|div|span|code|pre|b|i) ?/?>|\\]\\]>|[\\x00-\\x1f]|\\\\{1,4}(?:u001[bB]|x1[bB]|033)`,
);
const ESCAPED_BREAK = /(\\+)[nrt]/g;
/** Outside of a string of JSON the letter behind a backslash may be one of a password, but for these. */
const LIKELY_BREAK = /(?:\\+[nrt])+(?:$|(?=[A-Z]{4}|[A-Z][a-z]{3,}$|[-+#$>]+$))/;
/** What opens a string; behind it stands no end of one. */
const BEFORE_OPENING = /[:,[({=\s]/;

const LESS = '(?:<|\\\\{1,4}u003[cC]|&lt;)';
const GREATER = '(?:&?>|\\\\{1,4}u003[eE]|&gt;)';
const EXTENSION =
  '(?:sql|gz|txt|log|out|err|dump|sh|csv|tsv|bak|json|xml|sqlite|bz2|xz|zst|zip|dmp|tmp|ya?ml|dat|in)';
/** What the shell reads or writes: a document that follows, a file of a place or an ending that files have, another stream. */
const REDIRECTED = new RegExp(
  `(?:${LESS}{2,3}-?[A-Za-z_]*|(?:${LESS}|${GREATER}{1,2})(?:(?:&|\\\\{1,4}u0026)\\d|(?:\\.{1,2}|~)/[\\w./~$-]*|/(?:dev|tmp|var|home|opt|root|etc|mnt|data|backups?|srv|usr|run|logs?)/[\\w./~$-]*|\\$[\\w{}./-]+|[\\w./~-]*\\w\\.${EXTENSION}(?:\\.${EXTENSION})?)?)$`,
);
/** A file that may be a part of a password as well. */
const PERHAPS_REDIRECTED = new RegExp(
  `(?:${LESS}|${GREATER}{1,2})(?:[a-z]{2,}(?:[-_][a-z]+)*|[\\w.-]*/[\\w./-]+)$`,
);
/** The next command. */
const NEXT_COMMAND =
  /(?:(?:&&|\|\|)(?=[a-z]{2})|[|;&](?=(?:gzip|pigz|xz|bzip2|zstd|tee|grep|egrep|head|tail|less|more|wc|sed|awk|cat|sort|uniq|mysql|ssh|pv|split|openssl|gpg|jq|ls|echo|exit|done|then|fi|do|sleep|rm|mv|cp|true|false|sudo|docker|cd)(?:[^\w]|$))).*$/;
/** What ends a sentence, a command or a line that goes on. */
const ENDS = /[.,:;|&`\\]+$/;

/**
 * How much of a word of a command is the word: no line break that JSON escapes, no end of an element, no file or command
 * that the shell is handed with it. `value` begins at `from` and holds no blank, but in quotes, where all of it counts.
 */
export function wordEnd(value: string, { text }: Scan, from: number): number {
  const quote = text[from - 1];
  if (quote === '"' || quote === "'")
    return text[from - 2] === '\\' ? value.replace(/\\+$/, '').length : value.length;
  let word = beforeBreak(value, text, from);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const shorter = withoutNext(word);
    if (shorter.length === word.length) break;
    word = shorter;
  }
  return word.length;
}

/** The same for a word of a text, which no shell reads: nothing but line breaks that are escaped and the ends of elements come before its end. */
export function textEnd(value: string, { text }: Scan, from: number): number {
  const word = beforeBreak(value, text, from);
  // What ends a sentence stands before the break.
  return word.length === value.length ? word.length : word.replace(/[.,:;?)]+$/, '').length;
}

function beforeBreak(value: string, text: string, from: number): string {
  const markup = MARKUP.exec(value);
  const word = markup === null ? value : value.slice(0, markup.index);
  return word.includes('\\') ? word.slice(0, breakIn(word, text, from)) : word;
}

/** Where an escaped line break stands in a word; its end where there is none. */
function breakIn(word: string, text: string, from: number): number {
  const depth = backslashesOfEscape(text, from);
  if (depth > 0) {
    for (const { 1: backslashes, index } of word.matchAll(ESCAPED_BREAK)) {
      const { length } = backslashes!;
      // An escaped backslash goes before one that escapes.
      if (depth === 1 ? length % 2 === 1 : length === depth) return index;
    }
  }
  const likely = LIKELY_BREAK.exec(word);
  return likely === null ? word.length : likely.index;
}

/** How many backslashes escape a line break in the string that `from` stands in, as in JSON within JSON; 0 where it is in none. */
function backslashesOfEscape(text: string, from: number): number {
  const lowest = Math.max(0, from - STRING_REACH);
  const before = text.slice(lowest, from);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  /** Strings that ended before it, by the backslashes of their quotes. */
  const ended = new Map<number, number>();
  let at = line.length;
  for (let count = 0; count < MOST_QUOTES && at > 0; count++) {
    at = line.lastIndexOf('"', at - 1);
    if (at < 0) return 0;
    let first = at;
    while (first > 0 && line[first - 1] === '\\') first--;
    const backslashes = at - first;
    const open = ended.get(backslashes) ?? 0;
    if (first > 0 && !BEFORE_OPENING.test(line[first - 1]!)) ended.set(backslashes, open + 1);
    else if (open > 0) ended.set(backslashes, open - 1);
    else return backslashes + 1;
    at = first;
  }
  return 0;
}

function withoutNext(word: string): string {
  const ends = withoutUnopened(word.replace(ENDS, '').replace(NEXT_COMMAND, ''));
  // `<password>` is one word.
  if (ends.startsWith('<') && ends.endsWith('>')) return ends;
  const redirected = REDIRECTED.exec(ends);
  if (redirected !== null && (redirected.index === 0 || redirected.index >= SHORTEST_BEFORE))
    return ends.slice(0, redirected.index);
  const perhaps = PERHAPS_REDIRECTED.exec(ends);
  if (perhaps !== null && (perhaps.index === 0 || perhaps.index >= USUAL_BEFORE))
    return ends.slice(0, perhaps.index);
  return ends;
}

/** Without a bracket at the end that closes nothing in it. */
function withoutUnopened(word: string): string {
  const last = word.at(-1);
  const opening = last === ')' ? '(' : last === ']' ? '[' : last === '}' ? '{' : '';
  return opening === '' || word.includes(opening) ? word : word.slice(0, -1);
}
