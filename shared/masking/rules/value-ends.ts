import { flagsOf } from '../characters.ts';

export const LONGEST_VALUE = 4096;

/** The end of a value that began behind a quote: the same quote again, at the latest the end of the line. */
export function quotedEnd(text: string, start: number, quote: string): number {
  const limit = Math.min(text.length, start + LONGEST_VALUE);
  if (quote.startsWith('&')) return entityEnd(text, start, limit, quote);
  const mark = quote.charAt(quote.length - 1);
  for (let index = start; index < limit; index++) {
    const character = text.charAt(index);
    if (character === '\n' && index > start + 1) return index;
    // Within a JSON string a quote that is escaped does not end it.
    if (character === '\\' && quote === '"' && '"\\'.includes(text.charAt(index + 1))) {
      index++;
      continue;
    }
    // A quote of JSON round all of it comes first.
    if (character === '"' && mark !== '"' && ',:}]'.includes(text.charAt(index + 1))) return index;
    if (character === mark) return quote.length === 1 ? index : Math.max(start, index - (quote.length - 1));
  }
  return limit;
}

/** A quote of HTML ends at the same one. */
function entityEnd(text: string, start: number, limit: number, quote: string): number {
  for (let index = start; index < limit; index++) {
    const character = text.charAt(index);
    if (character === '\n' || character === '"' || (character === '&' && text.startsWith(quote, index)))
      return index;
  }
  return limit;
}

/**
 * The end of a value without quotes: blank, quote or what closes a list, a call or an element. Alone behind a spaced
 * separator it goes on to the end of the line, for passwords hold any sign.
 */
export function bareEnd(text: string, start: number, spaced: boolean, isInConnection: boolean): number {
  const limit = Math.min(text.length, start + LONGEST_VALUE);
  let index = start;
  const stops = isInConnection ? STOPS_IN_CONNECTION : STOPS_BARE;
  while (index < limit && stops[text.charCodeAt(index)] !== true) index++;
  if (
    spaced &&
    index < limit &&
    ('{}()<>|&'.includes(text.charAt(index)) ||
      (text.charAt(index) === ',' && !/\s|\w/.test(text.charAt(index + 1))))
  ) {
    let rest = index;
    while (rest < limit && !' \t\r\n"`\''.includes(text.charAt(rest)) && !text.startsWith('</', rest)) rest++;
    if (rest === text.length || "\r\n`'<".includes(text.charAt(rest))) index = rest;
  }
  while (index > start && ENDS_SENTENCE[text.charCodeAt(index - 1)] === true) index--;
  while (index > start && isUnopened(text, start, index)) index--;
  return index;
}

const STOPS_BARE = flagsOf(/[ \t\r\n"'`,;&<>(){}|\\]/);
const STOPS_IN_CONNECTION = flagsOf(/[ \t\r\n"'`;<>\\]/);
const ENDS_SENTENCE = flagsOf(/[.:,;\\]/);

/** `…;User ID=svc;Password=a&b;…`: nothing but a semicolon ends a value there. */
export function isInConnectionString(text: string, nameStart: number): boolean {
  // Cheap refusal: most names follow no semicolon.
  const before = text.charCodeAt(nameStart - 1) === BLANK ? nameStart - 2 : nameStart - 1;
  if (text.charCodeAt(before) !== SEMICOLON) return false;
  return /[\w ]=[^=;\n]{1,80}; ?$/.test(text.slice(Math.max(0, nameStart - CONNECTION_REACH), nameStart));
}

const CONNECTION_REACH = 96;
const BLANK = 0x20;
const SEMICOLON = 0x3b;

/** A bracket that closes nothing within the value belongs to what stands around it. */
function isUnopened(text: string, start: number, end: number): boolean {
  const last = text.charAt(end - 1);
  if (last === ']') return !text.slice(start, end).includes('[');
  if (last === ')') return !text.slice(start, end).includes('(');
  return false;
}
