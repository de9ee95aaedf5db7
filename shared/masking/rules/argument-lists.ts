import { flagsOf, KIND, LETTER, SPACE } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { type ScanDecoded } from './encoded.ts';

const OPENING_BRACKET = 0x28;
const COMMA = 0x2c;
const DASH = 0x2d;
const OPENING_SQUARE = 0x5b;
const BACKSLASH = 0x5c;
const LONGEST_ITEM = 200;
const LONGEST_GAP = 24;
const BUILDER_REACH = 48;
const MOST_ITEMS = 32;
const MOST_ESCAPES = 7;
const IS_QUOTE = flagsOf(/["']/);

const ITEM = /\\{0,7}(["'])((?:(?!\1)[^\\\n]){0,200})\\{0,7}\1/y;
/** With signs behind a backslash, in a list that is in no quotes itself. */
const ESCAPED_ITEM = /(["'])((?:(?!\1)[^\\\n]|\\[^\n]){0,200})\1/y;
/** A comma, or the next call of a builder as Rust has it: `.arg("-p").arg("…")`. */
const BETWEEN = /\s{0,24}(?:,|\]?\)\s{0,24}\.args?\(&?)\s{0,24}(?:\[\s{0,24})?/y;
const BUILDER_BEFORE = /["'](\]?\)\s{0,24}\.args?\(&?\[?\s{0,24}\\{0,7})$/;
/** What needs no quotes in a line of a shell. */
const PLAIN = /^[\w@%+=:,./-]+$/;
const NAMES_COMMAND = /^[\w./-]*[A-Za-z][\w-]*$/;
/** What commands are given; other rules find what they look for in the list itself. */
const OF_COMMANDS = new Set([
  'command-password',
  'sshpass',
  'docker-login',
  'mysql-password',
  'openssl-key',
  'net-use',
  'kept-secret',
  'wireless-key',
  'redis-password',
]);

/** `docker run -u 1000:1000` names an account and its group, `curl -u` a password. */
const ASKS_BY_USER = /^(?:[\w./-]*\/)?(?:curl|xh|https?)(?:\.exe)?$/;

/** `--token`, whose value is the next item. */
const LONG_OPTION = /^--[a-z][\w-]*$/i;
/** Letters of both cases and digits, and no path, port, version or name. */
const DRAWN = /^(?=[^\s]*[a-z])(?=[^\s]*[A-Z])(?=[^\s]*\d)[^\s/:.=${}()<>]{8,64}$/;

export interface Item {
  readonly start: number;
  readonly word: string;
}

/** Finds what a command is given as a list, `["sshpass", "-p", "…"]`: the list is read as the line that it stands for. */
export function argumentListAnchors(scanLine: ScanDecoded): readonly Anchor[] {
  return ['"-', "'-"].map((keyword) => ({
    keyword,
    detect: (scan, start, end) => detectList(scan, start, end, scanLine),
  }));
}

function detectList(scan: Scan, start: number, end: number, scanLine: ScanDecoded): void {
  const { bytes } = scan;
  const next = bytes[end] ?? 0;
  if (start < scan.argumentsTo || scan.decodedTo === Infinity) return;
  if (next !== DASH && (KIND[next]! & LETTER) === 0) return;
  const first = firstItem(scan, start);
  if (first === start) return;
  const items = itemsFrom(scan, first);
  const last = items.at(-1);
  scan.argumentsTo = Math.max(end, last === undefined ? 0 : last.start + last.word.length);
  if (items.length >= 2 && items.some(({ word }) => NAMES_COMMAND.test(word)))
    reportWithin(scan, items, scanLine);
}

/** Where the first item of the list stands whose option opens its quote at `start`; `start` where nothing stands before it. */
function firstItem(scan: Scan, start: number): number {
  const { bytes, argumentsTo } = scan;
  let first = start;
  for (let count = 0; count < MOST_ITEMS; count++) {
    const closing = closingBefore(scan, first, argumentsTo);
    if (closing < 0) return first;
    const lowest = Math.max(argumentsTo, closing - LONGEST_ITEM);
    let opening = closing - 1;
    while (opening >= lowest && bytes[opening] !== bytes[closing]) opening--;
    if (opening < lowest) return first;
    first = opening;
  }
  return first;
}

/** Where the item before a comma ends; -1 where none does. A list may begin behind the command. */
function closingBefore({ bytes, text }: Scan, start: number, lowest: number): number {
  const call = bytes[start - 1] === OPENING_BRACKET || bytes[start - 1] === OPENING_SQUARE;
  if (call) {
    const builder = BUILDER_BEFORE.exec(text.slice(Math.max(lowest, start - BUILDER_REACH), start))?.[1];
    if (builder !== undefined) return start - builder.length - 1;
  }
  let index = start - 1;
  while (index > start - MOST_ESCAPES && bytes[index] === BACKSLASH) index--;
  index = blanksBefore(bytes, index);
  if (bytes[index] === OPENING_SQUARE || bytes[index] === OPENING_BRACKET)
    index = blanksBefore(bytes, index - 1);
  if (bytes[index] !== COMMA) return -1;
  index = blanksBefore(bytes, index - 1);
  return index >= lowest && IS_QUOTE[bytes[index] ?? 0]! ? index : -1;
}

function blanksBefore(bytes: Uint8Array, start: number): number {
  let index = start;
  while (start - index < LONGEST_GAP && index >= 0 && (KIND[bytes[index]!]! & SPACE) !== 0) index--;
  return index;
}

function itemsFrom({ text }: Scan, first: number): Item[] {
  const items: Item[] = [];
  let index = first;
  while (items.length < MOST_ITEMS) {
    const isNested = text.charCodeAt(index) === BACKSLASH || text.charCodeAt(index - 1) === BACKSLASH;
    const form = isNested ? ITEM : ESCAPED_ITEM;
    form.lastIndex = index;
    const word = form.exec(text)?.[2];
    if (word === undefined) break;
    items.push({ start: text.indexOf(word, index + 1), word });
    BETWEEN.lastIndex = form.lastIndex;
    if (!BETWEEN.test(text)) break;
    index = BETWEEN.lastIndex;
  }
  return items;
}

/** Reports what the line finds that a list of arguments stands for. */
export function reportWithin(scan: Scan, items: readonly Item[], scanLine: ScanDecoded): void {
  const [option, given] = items;
  // Without its command, which stands elsewhere.
  if (option?.word === '-p' && given !== undefined && DRAWN.test(given.word))
    report(
      scan,
      given.start,
      given.start + given.word.length,
      'secret',
      STRENGTH.context,
      'command-password',
    );
  const asksByUser = items.some(({ word }) => ASKS_BY_USER.test(word));
  let line = '';
  const places: number[] = [];
  for (const { word } of items) {
    const quote = PLAIN.test(word) ? '' : word.includes("'") ? '"' : "'";
    places.push(line.length + quote.length);
    line += `${quote}${word}${quote} `;
  }
  for (const { start, end, type, strength, rule } of scanLine(line)) {
    const at = places.findLastIndex((place) => place <= start + 1);
    const item = items[at];
    const isNamed = rule === 'key-value' && LONG_OPTION.test(items[at - 1]?.word ?? '');
    if (!OF_COMMANDS.has(rule) && !isNamed && !(rule === 'curl-user' && asksByUser)) continue;
    // Another option.
    if (item === undefined || (start === places[at]! && item.word.startsWith('-'))) continue;
    const from = Math.max(0, start - places[at]!);
    const to = Math.min(item.word.length, end - places[at]!);
    if (to > from) report(scan, item.start + from, item.start + to, type, strength, rule);
  }
}
