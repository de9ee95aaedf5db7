const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether a quote is one of JSON within JSON: behind one, three or seven backslashes. */
export function isNestedQuote(quote: string): boolean {
  const { length } = quote;
  return length > 1 && (length & (length - 1)) === 0 && quote.endsWith('"') && quote.startsWith('\\');
}

/** The end of a value behind such a quote: the same again, or the end of the line. A quote of the value has a level of backslashes more. */
export function nestedEnd(bytes: Uint8Array, start: number, limit: number, quote: string): number {
  const escaped = 2 * quote.length;
  for (let index = start; index < limit; index++) {
    const code = bytes[index];
    if (code === QUOTE || (code === LINE_FEED && index > start + 1)) return index;
    if (code !== BACKSLASH) continue;
    let end = index;
    while (end < limit && bytes[end] === BACKSLASH) end++;
    if (bytes[end] !== QUOTE) index = end - 1;
    else if ((end - index) % escaped === escaped - 1) index = end;
    else return Math.max(index, end - quote.length + 1);
  }
  return limit;
}
