import { OrdersIn, withoutOrders } from './bare-line.ts';
import { collectedLine } from './collected-line.ts';
import { type CollectedLine, type Collector, NO_COLLECTOR } from './collector.ts';
import { type HeaderFormat } from './learn-header.ts';
import { type LogRecord, OpenRecord } from './open-record.ts';
import { ProgramHeaders } from './program-headers.ts';
import { SourceRecord } from './source-record.ts';

/** More sources at once than this close the record of the one that has been silent for longest. */
const MOST_SOURCES = 64;
/** Lines of others after which a source's record is complete. */
export const LINES_OF_OTHERS = 256;

/**
 * Puts lines together to records: takes off what a collector put before each, strips headers, opens JSON and logfmt, folds
 * stack traces into the line before them. Lines of several sources in one log are put together by source. A record is handed
 * on when the next one of its source begins, when its source has been silent for 256 lines, or by `flush`.
 */
export class RecordReader {
  private readonly handOn: (record: LogRecord) => void;
  private readonly orders = new OrdersIn();
  private readonly collector: Collector | null;
  /** The record of a log without a collector. */
  private readonly only: OpenRecord;
  /** By source, the one that has been silent for longest first. */
  private readonly sources = new Map<string, SourceRecord>();
  private readonly headers: ProgramHeaders;
  private last: SourceRecord | null = null;
  private lines = 0;

  constructor(format: HeaderFormat | null, handOn: (record: LogRecord) => void) {
    this.headers = new ProgramHeaders(format);
    this.collector = format?.collector ?? null;
    this.handOn = handOn;
    this.only = new OpenRecord(this.headers.of(NO_COLLECTOR), handOn);
  }

  /** Lines taken so far. */
  get lineCount(): number {
    return this.lines;
  }

  /** Takes the line text[start, end); a carriage return at its end does not count. */
  add(text: string, start: number, end: number): void {
    const stop = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    if (this.orders.isWithin(text, start, stop)) {
      const line = withoutOrders(text.slice(start, stop));
      this.addBare(line, 0, line.length);
    } else this.addBare(text, start, stop);
    this.lines++;
  }

  /** Hands on the records that are open. */
  flush(): void {
    this.only.flush();
    for (const source of this.sources.values()) source.flush();
    this.sources.clear();
    this.last = null;
  }

  private addBare(text: string, start: number, stop: number): void {
    if (this.collector === null) {
      this.only.add(text, start, stop, this.lines, NO_COLLECTOR);
      return;
    }
    const collected = collectedLine(this.collector, text, start, stop);
    // What has nothing before it carries on the line above, as the further lines of a message in the journal.
    const line = collected ?? { ...NO_COLLECTOR, text, start, stop };
    this.sourceOf(collected).add(line, this.lines);
  }

  private sourceOf(line: CollectedLine | null): SourceRecord {
    const { last } = this;
    if (last !== null && (line === null || last.name === line.source)) return last;
    this.closeSilent();
    const { source } = line ?? NO_COLLECTOR;
    const known = this.sources.get(source);
    if (known !== undefined) this.sources.delete(source);
    else if (this.sources.size >= MOST_SOURCES) this.closeOldest();
    const next = known ?? new SourceRecord(source, this.headers.of(line ?? NO_COLLECTOR), this.handOn);
    this.sources.set(source, next);
    this.last = next;
    return next;
  }

  /** Records of sources that have been silent for too long. */
  private closeSilent(): void {
    for (const source of this.sources.values()) {
      if (this.lines - source.lastLine <= LINES_OF_OTHERS) return;
      this.closeOldest();
    }
  }

  private closeOldest(): void {
    for (const [name, source] of this.sources) {
      source.flush();
      this.sources.delete(name);
      return;
    }
  }
}
