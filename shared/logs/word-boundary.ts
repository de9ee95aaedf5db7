import { classOf, DIGIT, HEX_LETTER, INNER, LETTER, UNDERSCORE } from './character-class.ts';

/** Marks that may stand between the items of a list of variables: `, - . / : ; _ \`. */
export function isSeparator(code: number): boolean {
  return (code >= 44 && code <= 47) || code === 58 || code === 59 || code === 92;
}

/** Where the letters begin when an inner mark at `at` opens a word (`/var`, `-5`, `./x`, `\\host`), else -1. */
export function startOfWord(text: string, at: number, stop: number, code: number): number {
  if (at + 1 >= stop) return -1;
  const next = text.charCodeAt(at + 1);
  const nextClass = classOf(next);
  if (code === 47) return isWordClass(nextClass) || next === 46 ? at + 1 : -1;
  if (code === 45 || code === 43 || code === 46) {
    if (nextClass === DIGIT) return at + 1;
    if (code === 46 && next === 47) return at + 1;
    if (code === 46 && next === 46 && at + 2 < stop && text.charCodeAt(at + 2) === 47) return at + 2;
    return -1;
  }
  if (code === 126 && next === 47) return at + 1;
  if (
    code === 92 &&
    next === 92 &&
    at + 2 < stop &&
    (isWordClass(classOf(text.charCodeAt(at + 2))) || text.charCodeAt(at + 2) === 63)
  )
    return at + 2;
  return -1;
}

function isWordClass(kind: number): boolean {
  return kind === DIGIT || kind === HEX_LETTER || kind === LETTER || kind === UNDERSCORE;
}

/** End of a word without the punctuation after it; `50%` and `/var/log/` keep theirs. */
export function trimmedEnd(text: string, start: number, scanned: number): number {
  let end = scanned;
  while (end > start + 1) {
    const code = text.charCodeAt(end - 1);
    if (classOf(code) !== INNER) break;
    if (code === 47 && isPathStart(text.charCodeAt(start))) break;
    if (code === 37 && classOf(text.charCodeAt(end - 2)) === DIGIT) break;
    end--;
  }
  return end;
}

function isPathStart(code: number): boolean {
  return code === 47 || code === 46 || code === 126;
}

const SOURCE_FILE =
  /\.(?:c|cc|cpp|cxx|cs|go|h|hpp|java|js|jsx|kt|m|mjs|mm|php|py|rb|rs|scala|swift|ts|tsx|vb)$/i;

/** End of `host:port` when the word text[start, end) is a host name with a dot or hyphen before a port, else -1. */
export function endOfPort(text: string, start: number, end: number, stop: number): number {
  let at = end + 1;
  while (at < stop && at - end <= 6 && classOf(text.charCodeAt(at)) === DIGIT) at++;
  const digits = at - end - 1;
  if (digits < 2 || digits > 5) return -1;
  if (at < stop && isWordClass(classOf(text.charCodeAt(at)))) return -1;
  const name = text.slice(start, end);
  return /^[\w.-]+$/.test(name) && !SOURCE_FILE.test(name) ? at : -1;
}

const DATE_WORDS = new Set([
  ...['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Jan', 'Feb', 'Mar', 'Apr'],
  ...['May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec', 'GMT', 'UTC'],
]);

/** Whether a word of three letters is a day or a month beside the numbers of a date: `Tue Jul 1`, `05 May 2024`. */
export function isDateWord(
  text: string,
  start: number,
  end: number,
  stop: number,
  afterVariable: boolean,
): boolean {
  if (!DATE_WORDS.has(text.slice(start, end))) return false;
  if (afterVariable) return true;
  let next = end;
  while (next < stop && (text.charCodeAt(next) === 32 || text.charCodeAt(next) === 44)) next++;
  if (next >= stop) return false;
  return classOf(text.charCodeAt(next)) === DIGIT || DATE_WORDS.has(text.slice(next, next + 3));
}
