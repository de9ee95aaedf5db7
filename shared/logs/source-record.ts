import { type CollectedLine } from './collector.ts';
import { type HeaderReader } from './header-reader.ts';
import { type LogRecord, OpenRecord } from './open-record.ts';

/** Of a line that came in parts so much is read. */
const LONGEST_LINE = 65_536;
const MOST_PARTS = 1_000;
/** Lines of the log over which a record may reach that is mixed with those of other sources. */
const LONGEST_MIXED = 10_000;

/** What one of several sources of a log has begun: a record, and a line that came in parts. */
export class SourceRecord {
  readonly name: string;
  /** Number of its last line. */
  lastLine = -1;
  private readonly record: OpenRecord;
  private part: { readonly first: CollectedLine; readonly numbers: number[]; text: string } | null = null;

  constructor(name: string, header: HeaderReader, handOn: (record: LogRecord) => void) {
    this.name = name;
    this.record = new OpenRecord(header, handOn);
  }

  /** Takes a line of the source, which is the line `number` of the log. */
  add(line: CollectedLine, number: number): void {
    this.lastLine = number;
    if (this.record.mixedOver(number) > LONGEST_MIXED) this.flush();
    const { part } = this;
    if (part === null && !line.isPart) {
      this.record.add(line.text, line.start, line.stop, number, line);
      return;
    }
    this.addPart(part ?? { first: line, numbers: [], text: '' }, line, number);
    if (!line.isPart) this.endPart();
  }

  flush(): void {
    this.endPart();
    this.record.flush();
  }

  private addPart(part: NonNullable<SourceRecord['part']>, line: CollectedLine, number: number): void {
    this.part = part;
    const room = LONGEST_LINE - part.text.length;
    if (room > 0) part.text += line.text.slice(line.start, Math.min(line.stop, line.start + room));
    part.numbers.push(number);
    if (part.numbers.length >= MOST_PARTS) this.endPart();
  }

  private endPart(): void {
    const { part } = this;
    this.part = null;
    if (part === null) return;
    const [first = 0, ...others] = part.numbers;
    this.record.add(part.text, 0, part.text.length, first, part.first);
    for (const number of others) this.record.alsoTake(number);
  }
}
