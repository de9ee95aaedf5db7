import { type Anchor, type Scan } from '../scan.ts';
import { KIND, LETTER } from '../characters.ts';
import { argumentListAnchors, type Item, reportWithin } from './argument-lists.ts';
import { type ScanDecoded } from './encoded.ts';
import { numberedArgumentAnchors } from './numbered-arguments.ts';

const DASH = 0x2d;
const MOST_ITEMS = 32;
const MOST_BEFORE = 12;
const LONGEST_LINE = 300;
const FEWEST = 2;
/** An item of a block list: its indentation, and what stands in double, in single or in no quotes. */
const ITEM =
  /^(\s{0,64})- (?:"((?:[^"\\]|\\.){0,200})"|'((?:[^']|''){0,200})'|([^\s"'[{&*!|>#][^#]{0,200}?))\s{0,8}(?: #.*)?$/;
/** Between the command and what it is given. */
const ARGS = /^\s{0,64}args:\s{0,8}$/;
/** A flow list without quotes round what is drawn: `[sshpass, -p, x, ssh]`. */
const FLOW_REACH = 300;
const LONGEST_ITEM = 200;

interface Line {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds what a command is given as a list of YAML, block or flow: a list is read as the line that it stands for. (Lists in quotes and
 * brackets are read as those of other languages.)
 */
export function argumentAnchors(scanLine: ScanDecoded): readonly Anchor[] {
  return [
    ...argumentListAnchors(scanLine),
    ...numberedArgumentAnchors(scanLine),
    ...['- -', '- "-', "- '-"].map((keyword) => ({
      keyword,
      detect: (scan: Scan, start: number, end: number) => {
        if (mayBeOption(scan, end)) detectBlock(scan, start, scanLine);
      },
    })),
    {
      keyword: ', -',
      detect: (scan: Scan, start: number, end: number) => {
        if (mayBeOption(scan, end)) detectFlow(scan, start, scanLine);
      },
    },
  ];
}

function mayBeOption({ bytes }: Scan, end: number): boolean {
  const next = bytes[end] ?? 0;
  return next === DASH || (KIND[next]! & LETTER) !== 0;
}

function detectBlock(scan: Scan, start: number, scanLine: ScanDecoded): void {
  if (start < scan.argumentsTo || scan.decodedTo === Infinity) return;
  const own = lineAt(scan, start);
  const first = own === null ? null : itemOf(scan, own);
  if (own === null || first === null || own.start + first.indent.length !== start) return;
  const items: Item[] = [first.item];
  for (let line = lineBefore(scan, own), count = 0; line !== null && count < MOST_BEFORE; count++) {
    const found = itemOf(scan, line);
    if (found?.indent === first.indent) items.unshift(found.item);
    else if (!ARGS.test(scan.text.slice(line.start, line.end))) break;
    line = lineBefore(scan, line);
  }
  let last = own;
  for (let line = lineBehind(scan, own); line !== null && items.length < MOST_ITEMS;) {
    const found = itemOf(scan, line);
    if (found?.indent !== first.indent) break;
    items.push(found.item);
    last = line;
    line = lineBehind(scan, line);
  }
  scan.argumentsTo = last.end;
  if (items.length >= FEWEST) reportWithin(scan, items, scanLine);
}

function itemOf({ text }: Scan, { start, end }: Line): { indent: string; item: Item } | null {
  const line = text.slice(start, end);
  const found = ITEM.exec(line);
  if (found === null) return null;
  const [, indent = '', double, single, plain] = found;
  const word = double ?? single ?? plain ?? '';
  const at = indent.length + 2 + (plain === undefined ? 1 : 0);
  return { indent, item: { start: start + at, word } };
}

function lineAt({ text }: Scan, at: number): Line | null {
  const lowest = Math.max(0, at - LONGEST_LINE);
  const feed = text.slice(lowest, at).lastIndexOf('\n');
  return feed < 0 && lowest > 0 ? null : lineFrom(text, lowest + feed + 1);
}

function lineFrom(text: string, start: number): Line | null {
  const line = text.slice(start, start + LONGEST_LINE);
  const feed = line.indexOf('\n');
  if (feed < 0 && line.length === LONGEST_LINE) return null;
  const length = feed < 0 ? line.length : feed;
  return { start, end: start + (line[length - 1] === '\r' ? length - 1 : length) };
}

function lineBehind({ text }: Scan, { end }: Line): Line | null {
  const start = text.startsWith('\r', end) ? end + 2 : end + 1;
  return start >= text.length ? null : lineFrom(text, start);
}

function lineBefore({ text }: Scan, { start }: Line): Line | null {
  if (start === 0) return null;
  const lowest = Math.max(0, start - 1 - LONGEST_LINE);
  const before = text.slice(lowest, start - 1);
  const feed = before.lastIndexOf('\n');
  if (feed < 0 && lowest > 0) return null;
  return lineFrom(text, lowest + feed + 1);
}

function detectFlow(scan: Scan, start: number, scanLine: ScanDecoded): void {
  if (start < scan.argumentsTo || scan.decodedTo === Infinity) return;
  const { text } = scan;
  const lowest = Math.max(scan.argumentsTo, start - FLOW_REACH);
  const open = text.slice(lowest, start).search(/: \[[^[\]\n]*$/);
  if (open < 0) return;
  const from = lowest + open + ': ['.length;
  const close = text.slice(from, from + 2 * FLOW_REACH).search(/[\]\n]/);
  if (close < 0 || text[from + close] !== ']') return;
  scan.argumentsTo = from + close;
  const items: Item[] = [];
  let at = from;
  for (const piece of text.slice(from, from + close).split(',')) {
    const word = piece.trim().replace(/^(["'])(.*)\1$/, '$2');
    if (word.length > 0 && word.length <= LONGEST_ITEM) items.push({ start: at + piece.indexOf(word), word });
    at += piece.length + 1;
  }
  if (items.length > FEWEST && items.length <= MOST_ITEMS) reportWithin(scan, items, scanLine);
}
