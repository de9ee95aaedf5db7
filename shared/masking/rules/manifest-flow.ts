import { type Place } from './blank-tables.ts';

/** A mapping that is being read. */
interface Opened {
  isSecret: boolean;
  readonly isData: boolean;
  readonly values: Place[];
}

const REACH = 8192;
const DEEPEST = 64;
const LONGEST_GAP = 8;
/** A string in quotes, a word, or a sign. */
const PART =
  /"((?:[^"\\\n]|\\.){0,4096})"|'([^'\n]{0,4096})'|((?:[^\s"'{}[\],:\\]|\\.|:(?=[^\s{"'])){1,4096})|[{},]/g;

/**
 * The values right within `data` and `stringData` of the mappings in braces that say `kind: Secret` without double quotes, on the line
 * of `at`: `{kind: Secret, data: {a: b}}`, also as Python writes it. Reads 8,192 characters to each side.
 */
export function secretsOfFlow(text: string, at: number): readonly Place[] {
  const from = Math.max(text.lastIndexOf('\n', at) + 1, at - REACH);
  const lineEnd = text.indexOf('\n', at);
  const line = text.slice(from, Math.min(lineEnd < 0 ? text.length : lineEnd, at + REACH));
  // Most manifests are written without braces.
  if (!line.includes('{')) return [];
  const found: Place[] = [];
  const open: Opened[] = [];
  let key = '';
  const close = (): void => {
    const last = open.pop();
    if (last?.isData === true) open.at(-1)?.values.push(...last.values);
    else if (last?.isSecret === true) found.push(...last.values);
  };
  for (const match of line.matchAll(PART)) {
    const [part] = match;
    if (part === '}') close();
    else if (part === '{') {
      if (open.length >= DEEPEST) open.shift();
      open.push({ isSecret: false, isData: key === 'data' || key === 'stringData', values: [] });
      key = '';
    } else if (part === ',') key = '';
    else {
      const word = match[1] ?? match[2] ?? match[3] ?? '';
      const end = match.index + part.length;
      if (key === '' && /^[ \t]{0,7}:/.test(line.slice(end, end + LONGEST_GAP))) key = word;
      else {
        const start = from + match.index + (match[3] === undefined ? 1 : 0);
        readValue({ start, end: start + word.length }, word, key, open.at(-1));
      }
    }
  }
  while (open.length > 0) close();
  return found;
}

function readValue(place: Place, word: string, key: string, within: Opened | undefined): void {
  if (within === undefined) return;
  if (key === 'kind') within.isSecret ||= word === 'Secret';
  else if (within.isData && key !== '' && word !== '') within.values.push(place);
}
