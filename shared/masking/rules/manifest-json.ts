import { type Place } from './blank-tables.ts';
import { areSealed, mayBeSealed } from './sealed-values.ts';

/** What is known of an object that is open. */
interface OpenObject {
  isSecret: boolean;
  /** It was taken for a secret by what it holds: the next value may say that it is none, and so may its kind. */
  isGuess: boolean;
  /** It says `"apiVersion": "v1"`, as each secret does. */
  isVersion1: boolean;
  /** It has keys that only an object of Kubernetes has, or those that a Secret has not. */
  isOfKubernetes: boolean;
  hasOther: boolean;
  readonly isData: boolean;
}

/** An object that is being read. */
interface Opened extends OpenObject {
  readonly values: Place[];
}

/** Objects that go on behind a text, outermost first, one of them a secret. */
export interface OpenObjects {
  /** The number of backslashes before each quote. */
  readonly level: number;
  readonly objects: readonly Readonly<OpenObject>[];
  /** The name whose value the text ends before or within, cut to what a known one has; null without one. */
  readonly key: string | null;
  readonly isInString: boolean;
}

const DEEPEST = 64;
/** Longer than each name that means something here; no other one is looked at any closer. */
const LONGEST_KNOWN_KEY = 64;
/** A quote with the backslashes before it, a brace, or the end of a line, which no string of JSON goes beyond. */
const MARK = /(\\{0,8})"|[{}\n]/g;

/**
 * The strings right within `data` and `stringData` of the objects that say `"kind": "Secret"`, before or after it, and nothing that
 * no Secret has unless it says that it is one of Kubernetes. `level` is
 * the number of backslashes before each quote: one for JSON within a string of JSON. What is not closed is read to its end.
 */
export function secretsOfJson(text: string, level: number): readonly Place[] {
  const { found, open, close } = readObjects(text, level, null);
  while (open.length > 0) close();
  return found;
}

/**
 * The same of a part of a longer text, behind whose end objects may go on: of `carried`, those of the part before. One whose `data` has so
 * much in Base64 that its kind may be further away than anybody waits for is taken for a secret, until something says that it is none.
 */
export function secretsOfJsonPart(
  text: string,
  level: number,
  carried: OpenObjects | null,
): { readonly found: readonly Place[]; readonly open: OpenObjects | null } {
  const { found, open, close, key, stringStart } = readObjects(text, level, carried);
  const last = open.at(-1);
  const holder = open.at(-2);
  if (last?.isData === true) {
    if (stringStart >= 0 && key !== null && stringStart < text.length)
      last.values.push({ start: stringStart, end: text.length });
    if (holder?.isGuess === true) holder.isSecret = mayBeSealed(text, last.values);
    else if (holder?.isSecret === false) {
      holder.isGuess = areSealed(text, last.values, holder.isVersion1);
      holder.isSecret = holder.isGuess;
    }
  }
  const goesOn = open.some(({ isSecret }) => isSecret);
  const objects = open.map(({ values: _, ...each }) => each);
  while (open.length > 0) close();
  return { found, open: goesOn ? { level, objects, key, isInString: stringStart >= 0 } : null };
}

function readObjects(text: string, level: number, carried: OpenObjects | null) {
  const found: Place[] = [];
  const open: Opened[] = carried?.objects.map((each) => ({ ...each, values: [] })) ?? [];
  let key = carried?.key ?? null;
  let stringStart = carried?.isInString === true ? 0 : -1;
  const close = (): void => {
    const last = open.pop();
    if (last?.isGuess === true && !mayBeSealed(text, last.values)) return;
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
      if (isFollowedByColon(text, index + mark.length)) {
        key = text.slice(stringStart, Math.min(end, stringStart + LONGEST_KNOWN_KEY));
        readKey(key, open.at(-1));
      } else {
        readValue(text, { start: stringStart, end }, key, open.at(-1));
        key = null;
      }
      stringStart = -1;
    } else if (mark === '\n') {
      // A string that was cut short: what follows has no name.
      if (stringStart >= 0) key = null;
      stringStart = -1;
      // What was open before the text ends with the first line of a log.
      if (carried !== null && OTHER_LINE.test(text.slice(index + 1, index + 3))) open.length = 0;
    } else if (stringStart >= 0) continue;
    else if (mark === '}') close();
    else {
      if (open.length >= DEEPEST) open.shift();
      open.push({
        isSecret: false,
        isGuess: false,
        isVersion1: false,
        isOfKubernetes: false,
        hasOther: false,
        isData: key === 'data' || key === 'stringData',
        values: [],
      });
      key = null;
    }
  }
  return { found, open, close, key, stringStart };
}

/** It begins with what no line of a document does. */
const OTHER_LINE = /^(?:\[\w|[^\s#{}[\]"'<+-])/;
const COLON = /\s*:/y;

/** However many blanks there are: no two quotes have the same ones behind them. */
function isFollowedByColon(text: string, end: number): boolean {
  COLON.lastIndex = end;
  return COLON.test(text);
}

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

function readValue(text: string, place: Place, key: string | null, within: Opened | undefined): void {
  if (within === undefined) return;
  if (key === 'kind') {
    const isSecret = text.slice(place.start, place.end) === 'Secret';
    within.isSecret = isSecret || (within.isSecret && !within.isGuess);
    within.isGuess = false;
  } else if (key === 'apiVersion') within.isVersion1 = text.slice(place.start, place.end) === 'v1';
  if (within.isData && key !== null && place.end > place.start) within.values.push(place);
}
