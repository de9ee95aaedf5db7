const ESCAPE = '\u001b';
const BELL = '\u0007';
/** What a terminal takes for orders (ECMA-48): colours and the like (CSI), titles (OSC), sets of characters. */
const ORDERS = new RegExp(
  `${ESCAPE}(?:\\[[0-?]{0,64}[ -/]{0,8}[@-~]|\\][^${BELL}${ESCAPE}\\n]{0,256}(?:${BELL}|${ESCAPE}\\\\)|[ -/]{0,8}[0-~])`,
  'g',
);

/** What Kubernetes' container runtimes write before each line (CRI): time, stream, and whether the line is whole or a part. */
const CRI =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) (?:stdout|stderr) [FP](?: |$)/;
const LONGEST_CRI = 64;

/** Who put something of his own before each line of a log. */
export type Collector = 'cri';

/** The line without the orders to a terminal in it. */
export function withoutOrders(line: string): string {
  return line.includes(ESCAPE) ? line.replace(ORDERS, '') : line;
}

/** Where the program's own line begins behind what the collector put before text[start, stop), and where the collector's time ends; null without it. */
export function collectedFrom(
  text: string,
  start: number,
  stop: number,
): { readonly timeEnd: number; readonly lineStart: number } | null {
  const found = CRI.exec(text.slice(start, Math.min(stop, start + LONGEST_CRI)));
  if (found === null) return null;
  return { timeEnd: start + found[1]!.length, lineStart: start + found[0].length };
}

/** Finds the lines of a text that hold orders to a terminal; asked in order, it walks the text once. */
export class OrdersIn {
  private text = '';
  private next = -1;

  /** Whether text[start, end) holds one. */
  isWithin(text: string, start: number, end: number): boolean {
    if (text !== this.text || this.next < start) {
      this.text = text;
      const at = text.indexOf(ESCAPE, start);
      this.next = at < 0 ? Infinity : at;
    }
    return this.next < end;
  }
}
