/** What says that a text may hold a secret of Kubernetes: what it says of itself may stand before and behind what it holds. */
const KIND = /kind\\{0,3}["']?[ \t]{0,8}:[ \t]{0,8}\\{0,3}["']?Secret/g;
const DATA = /(?:data|stringData)\\{0,3}["']?[ \t]{0,8}:[ \t\r]{0,8}(?:\{|\n|$)/y;
const BEFORE_DATA = 'string'.length;

/** No manifest is open: a text may end at any line. */
export const NO_MANIFEST = -1;
/** How much of a line tells whether it begins something new. */
export const BORDER_REACH = 96;

/**
 * The lowest column at which the text before `end` says `kind: Secret` or begins its data, since the last `---`: what begins to the
 * left of it is something else. NO_MANIFEST where it says neither.
 */
export function manifestColumn(text: string, end: number): number {
  const part = text.slice(0, end);
  const marks = marksOf(part);
  // Most texts have none, and then it does not matter where the last document begins.
  if (marks.length === 0) return NO_MANIFEST;
  const documentStart = Math.max(0, part.lastIndexOf('\n---'));
  let lowest = NO_MANIFEST;
  let lineStart = documentStart;
  let lineEnd = lineEndFrom(part, documentStart);
  for (const mark of marks) {
    if (mark < documentStart) continue;
    while (lineEnd < mark) {
      lineStart = lineEnd + 1;
      lineEnd = lineEndFrom(part, lineStart);
    }
    if (lowest < 0 || mark - lineStart < lowest) lowest = mark - lineStart;
  }
  return lowest;
}

function lineEndFrom(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

function marksOf(text: string): readonly number[] {
  const marks: number[] = [];
  if (text.includes('Secret')) for (const { index } of text.matchAll(KIND)) marks.push(index);
  for (let at = text.indexOf('data'); at >= 0; at = text.indexOf('data', at + 1)) addData(text, at, marks);
  // A search for few characters is the fastest that V8 has.
  for (let at = text.indexOf('Data'); at >= 0; at = text.indexOf('Data', at + 1)) {
    if (text.endsWith('string', at)) addData(text, at - BEFORE_DATA, marks);
  }
  return marks.sort((a, b) => a - b);
}

function addData(text: string, at: number, marks: number[]): void {
  // `metadata:` holds nothing secret.
  if (/\w/.test(text.charAt(at - 1))) return;
  DATA.lastIndex = at;
  if (DATA.test(text)) marks.push(at);
}

const SEPARATOR = /^(?:---|\.\.\.)(?:\s|$)/;
const ITEM = /^( *)(?:- (?! )|\{)/;
/** A line of a log: neither a key nor a part of a document. */
const OTHER = /^(?:\[\w|[^\s#{}[\]"'<+-])/;
const KEY = /^[^\s:]{1,253}[ \t]*:(?:\s|$)/;

/** Whether a line whose beginning is given begins something new for a manifest whose keys stand at `column`. */
export function isManifestBorder(beginning: string, column: number): boolean {
  if (SEPARATOR.test(beginning)) return true;
  const item = ITEM.exec(beginning);
  if (item !== null) return item[1]!.length < column;
  return OTHER.test(beginning) && !KEY.test(beginning);
}

const MARK = /(\\{0,8})"|[{}\n]/g;
const NEXT_OBJECT = /\s{0,8},(?=\s{0,8}\{)/y;
const NAMED = new Set(['data', 'stringData', 'Secret']);
const LONGEST_NAME = 10;

/**
 * Where the last object of JSON begins in `[from, end)` behind another one that may be a secret: behind the comma between both, or -1.
 * For a text without line breaks: one walk.
 */
export function lastObjectBorder(text: string, from: number, end: number): number {
  const part = text.slice(0, end);
  // What has no place to cut is mostly no JSON: then no object of it ends there.
  if (!part.includes('}', from)) return -1;
  let last = -1;
  let depth = 0;
  let named = Infinity;
  let stringStart = -1;
  for (const { index, 0: mark, 1: slashes } of part.matchAll(MARK)) {
    if (slashes !== undefined) {
      if (slashes.length % 2 === 1) continue;
      if (stringStart < 0) stringStart = index + mark.length;
      else {
        if (index - stringStart <= LONGEST_NAME && NAMED.has(part.slice(stringStart, index)))
          named = Math.min(named, depth);
        stringStart = -1;
      }
    } else if (mark === '\n') stringStart = -1;
    else if (stringStart >= 0) continue;
    else if (mark === '{') depth++;
    else {
      depth--;
      NEXT_OBJECT.lastIndex = index + 1;
      if (index >= from && depth < named && NEXT_OBJECT.test(part)) last = NEXT_OBJECT.lastIndex;
    }
  }
  return last;
}
