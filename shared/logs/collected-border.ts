import { withoutOrders } from './bare-line.ts';
import { collectedLine } from './collected-line.ts';
import { type Collector } from './collector.ts';
import { type HeaderFormat } from './learn-header.ts';
import { ProgramHeaders } from './program-headers.ts';
import { LINES_OF_OTHERS } from './record-reader.ts';
import { startOfRecord } from './sure-start.ts';

/** Its first line always begins a record. */
const IN_TWO_LINES: Collector = 'java.util.logging';

/** What a line means for a border before it or further up. */
interface SeenLine {
  readonly start: number;
  /** Null for a line that belongs to the one above whatever it is. */
  readonly source: string | null;
  /** Whether it begins a record whatever came before it in its source. */
  readonly isStart: boolean;
  /** The next line of its source carries it on whatever it is. */
  readonly leavesOpen: boolean;
}

/**
 * Finds where a log of several sources may be cut: no line is left open there (in parts, or before what it says), and the next line of each source begins a
 * record. A source that stays silent for long enough has ended its record by then, so that so many lines on either side decide.
 */
export class CollectedBorder {
  private readonly collector: Collector;
  private readonly headers: ProgramHeaders;
  private lines: SeenLine[] = [];
  /** Place among the lines of the one that is looked at: so many are behind it. */
  private candidate = LINES_OF_OTHERS;

  constructor(collector: Collector, format: HeaderFormat) {
    this.collector = collector;
    this.headers = new ProgramHeaders(format);
  }

  /** Takes the line that begins at a byte; returns the byte of a border, or null as long as none is known. */
  take(line: string, start: number): number | null {
    this.lines.push(this.seen(withoutOrders(line), start));
    return this.lines.length > this.candidate + LINES_OF_OTHERS ? this.next() : null;
  }

  /** The same when the log ends here. */
  end(): number | null {
    while (this.candidate < this.lines.length) {
      const border = this.next();
      if (border !== null) return border;
    }
    return null;
  }

  private next(): number | null {
    const at = this.candidate++;
    const border = this.isBorder(at) ? (this.lines[at]?.start ?? null) : null;
    // What is far behind is not looked at again.
    if (this.candidate > 16 * LINES_OF_OTHERS) {
      this.lines = this.lines.slice(this.candidate - LINES_OF_OTHERS);
      this.candidate = LINES_OF_OTHERS;
    }
    return border;
  }

  private isBorder(at: number): boolean {
    if (this.lines[at]?.source == null) return false;
    const met = new Set<string>();
    for (const { source, isStart } of this.lines.slice(at, at + LINES_OF_OTHERS + 1)) {
      if (source === null || met.has(source)) continue;
      if (!isStart) return false;
      met.add(source);
    }
    return !this.isLeftOpen(at);
  }

  private isLeftOpen(at: number): boolean {
    const open = new Set<string>();
    let last = '';
    for (const { source, leavesOpen } of this.lines.slice(Math.max(0, at - LINES_OF_OTHERS - 1), at)) {
      last = source ?? last;
      if (leavesOpen) open.add(last);
      else open.delete(last);
    }
    return open.size > 0;
  }

  private seen(text: string, start: number): SeenLine {
    const line = collectedLine(this.collector, text, 0, text.length);
    if (line === null) return { start, source: null, isStart: false, leavesOpen: false };
    const { isSure, leavesOpen } = startOfRecord(this.headers.of(line), line.text, line.start, line.stop);
    return {
      start,
      source: line.source,
      isStart: isSure || this.collector === IN_TWO_LINES,
      leavesOpen: leavesOpen || line.isPart,
    };
  }
}
