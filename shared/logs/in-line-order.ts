import { type LogRecord } from './open-record.ts';

/** Hands on pieces of records in the order of their lines, though records of several sources end in another order. */
export class InLineOrder {
  private next = 0;
  /** By the number of its first line, a piece that lines still to come stand before: id and number of lines. */
  private readonly waiting = new Map<number, readonly [id: number, lines: number]>();
  private readonly handOn: (id: number, lines: number) => void;

  constructor(handOn: (id: number, lines: number) => void) {
    this.handOn = handOn;
  }

  take(id: number, { line, lines, scattered }: Pick<LogRecord, 'line' | 'lines' | 'scattered'>): void {
    if (line === this.next) this.hand(id, lines);
    else this.waiting.set(line, [id, lines]);
    for (const number of scattered) this.waiting.set(number, [id, 1]);
    for (let piece = this.takeNext(); piece !== undefined; piece = this.takeNext()) this.hand(...piece);
  }

  private hand(id: number, lines: number): void {
    this.handOn(id, lines);
    this.next += lines;
  }

  private takeNext(): readonly [id: number, lines: number] | undefined {
    const piece = this.waiting.get(this.next);
    this.waiting.delete(this.next);
    return piece;
  }
}
