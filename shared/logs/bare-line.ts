const ESCAPE = '\u001b';
const BELL = '\u0007';
/** What a terminal takes for orders (ECMA-48): colours and the like (CSI), titles (OSC), sets of characters. */
const ORDERS = new RegExp(
  `${ESCAPE}(?:\\[[0-?]{0,64}[ -/]{0,8}[@-~]|\\][^${BELL}${ESCAPE}\\n]{0,256}(?:${BELL}|${ESCAPE}\\\\)|[ -/]{0,8}[0-~])`,
  'g',
);

/** The line without the orders to a terminal in it. */
export function withoutOrders(line: string): string {
  return line.includes(ESCAPE) ? line.replace(ORDERS, '') : line;
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
