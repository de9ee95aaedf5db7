import { type Place } from './blank-tables.ts';

/** An object that is being read. */
interface Opened {
  isSecret: boolean;
  /** It has keys that only an object of Kubernetes has, or those that a Secret has not. */
  isOfKubernetes: boolean;
  hasOther: boolean;
  readonly isData: boolean;
  readonly values: Place[];
}

const DEEPEST = 64;
const LONGEST_KEY = 64;
/** A quote with the backslashes before it, a brace, or the end of a line, which no string of JSON goes beyond. */
const MARK = /(\\{0,8})"|[{}\n]/g;

/**
 * The strings right within `data` and `stringData` of the objects that say `"kind": "Secret"`, before or after it, and nothing that
 * no Secret has unless it says that it is one of Kubernetes. `level` is
 * the number of backslashes before each quote: one for JSON within a string of JSON. What is not closed is read to its end.
 */
export function secretsOfJson(text: string, level: number): readonly Place[] {
  const found: Place[] = [];
  const open: Opened[] = [];
  let key = '';
  let stringStart = -1;
  const close = (): void => {
    const last = open.pop();
    if (last?.isData === true) open.at(-1)?.values.push(...last.values);
    else if (last?.isSecret === true && (last.isOfKubernetes || !last.hasOther)) found.push(...last.values);
  };
  for (const { index, 0: mark, 1: slashes } of text.matchAll(MARK)) {
    if (slashes !== undefined) {
      if (!isQuote(slashes.length, level)) continue;
      const end = index + slashes.length - (level === 0 ? 0 : level);
      if (stringStart < 0) {
        stringStart = index + mark.length;
        continue;
      }
      if (FOLLOWED_BY_COLON.test(text.slice(index + mark.length, index + mark.length + LONGEST_GAP))) {
        key = end - stringStart <= LONGEST_KEY ? text.slice(stringStart, end) : '';
        readKey(key, open.at(-1));
      } else {
        readValue(text, { start: stringStart, end }, key, open.at(-1));
        key = '';
      }
      stringStart = -1;
    } else if (mark === '\n') stringStart = -1;
    else if (stringStart >= 0) continue;
    else if (mark === '}') close();
    else {
      if (open.length >= DEEPEST) open.shift();
      open.push({
        isSecret: false,
        isOfKubernetes: false,
        hasOther: false,
        isData: key === 'data' || key === 'stringData',
        values: [],
      });
      key = '';
    }
  }
  while (open.length > 0) close();
  return found;
}

const LONGEST_GAP = 8;
const FOLLOWED_BY_COLON = /^\s{0,7}:/;

/** Backslashes before a quote of the outermost JSON come in pairs; deeper ones are taken as they are most often written. */
function isQuote(slashes: number, level: number): boolean {
  return level === 0 ? slashes % 2 === 0 : slashes === level;
}

const KEYS_OF_KUBERNETES = new Set(['apiVersion', 'metadata']);
const KEYS_OF_SECRETS = new Set(['kind', 'data', 'stringData', 'type', 'immutable']);

function readKey(key: string, within: Opened | undefined): void {
  if (within === undefined) return;
  if (KEYS_OF_KUBERNETES.has(key)) within.isOfKubernetes = true;
  else if (!KEYS_OF_SECRETS.has(key)) within.hasOther = true;
}

function readValue(text: string, place: Place, key: string, within: Opened | undefined): void {
  if (within === undefined) return;
  if (key === 'kind') within.isSecret ||= text.slice(place.start, place.end) === 'Secret';
  else if (within.isData && place.end > place.start) within.values.push(place);
}
