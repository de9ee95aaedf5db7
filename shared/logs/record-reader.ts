import { collectedFrom, OrdersIn, withoutOrders } from './bare-line.ts';
import {
  type AwaitedException,
  awaitsException,
  isContinuation,
  opensNodeError,
  opensTrace,
} from './continuation.ts';
import { HeaderReader } from './header-reader.ts';
import { NO_STATUS } from './http-status.ts';
import { type HeaderFormat } from './learn-header.ts';
import { copyOf, type RecordContext } from './shape.ts';
import { StackSummary } from './stack-summary.ts';
import { structuredLine, type StructuredLine } from './structured-line.ts';
import { NO_SEVERITY, severityRank } from './severity.ts';

/** One event: a line, or a line with the stack trace that follows it. */
export interface LogRecord {
  /** What is mined: the part text[start, end) of a line, or a text of its own when the record was put together. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly severity: number;
  /** Class of the HTTP status in a field of its own, or NO_STATUS. */
  readonly status: number;
  readonly componentHash: number;
  /** Lines of input that make up the record. */
  readonly lines: number;
  context(line: number): RecordContext;
}

const FNV = 16777619;
const NO_CAUSES: readonly string[] = [];
const ERROR = severityRank('error');
const IS_WARNING = /^[\w.]*Warning\b/;

/**
 * Puts lines together to records: strips headers, opens JSON and logfmt, folds stack traces into the line before them.
 * A record is handed on when the next one begins, or by `flush`.
 */
export class RecordReader {
  private readonly header: HeaderReader;
  readonly headed: boolean;
  private readonly stack = new StackSummary();
  private text = '';
  private start = 0;
  private end = 0;
  private messageStart = 0;
  private severity = NO_SEVERITY;
  private structured: StructuredLine | null = null;
  private lines = 0;
  /** State that isContinuation asks for. */
  inTrace = false;
  awaitsException: AwaitedException = null;
  private hasStack = false;
  private timeStart = 0;
  private timeEnd = 0;
  private componentStart = 0;
  private componentEnd = 0;
  private readonly handOn: (record: LogRecord) => void;
  private readonly orders = new OrdersIn();
  private readonly isCollected: boolean;
  /** The collector's time before the last line: [collectedStart, collectedEnd), may be empty. */
  private collectedStart = 0;
  private collectedEnd = 0;

  constructor(header: HeaderFormat | null, handOn: (record: LogRecord) => void) {
    this.header = new HeaderReader(header);
    this.headed = header?.fields.includes('time') === true;
    this.isCollected = header?.collector !== undefined;
    this.handOn = handOn;
  }

  /** Takes the line text[start, end); a carriage return at its end does not count. */
  add(text: string, start: number, end: number): void {
    const stop = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    if (this.orders.isWithin(text, start, stop)) {
      const line = withoutOrders(text.slice(start, stop));
      this.addOwn(line, this.ownStart(line, 0, line.length), line.length);
    } else this.addOwn(text, this.ownStart(text, start, stop), stop);
  }

  /** Where the program's own line begins. */
  private ownStart(text: string, start: number, stop: number): number {
    const collected = this.isCollected ? collectedFrom(text, start, stop) : null;
    this.collectedStart = start;
    this.collectedEnd = collected?.timeEnd ?? start;
    return collected?.lineStart ?? start;
  }

  private addOwn(text: string, start: number, stop: number): void {
    this.header.read(text, start, stop);
    const complete = this.headed && this.header.complete;
    if (this.lines > 0 && !complete && isContinuation(text, start, stop, this)) {
      this.lines++;
      this.fold(text, start, stop);
      return;
    }
    this.flush();
    this.begin(text, start, stop);
  }

  /** Hands on the record that is open, if there is one. */
  flush(): void {
    if (this.lines === 0) return;
    this.handOn(this.hasStack ? this.folded() : this.plain());
    this.lines = 0;
    this.text = '';
    this.structured = null;
  }

  private begin(text: string, start: number, stop: number): void {
    this.text = text;
    this.start = start;
    this.end = stop;
    this.lines = 1;
    this.inTrace = false;
    this.hasStack = false;
    this.messageStart = this.header.messageStart;
    this.awaitsException = opensNodeError(text, this.messageStart, stop) ? 'named as error' : null;
    this.severity = this.header.severity;
    const hasTime = this.header.timeEnd > this.header.timeStart;
    this.timeStart = hasTime ? this.header.timeStart : this.collectedStart;
    this.timeEnd = hasTime ? this.header.timeEnd : this.collectedEnd;
    this.componentStart = this.header.componentStart;
    this.componentEnd = this.header.componentEnd;
    const first = text.charCodeAt(this.messageStart);
    // Only a brace or the letters of `time=`, `ts=`, `level=` and the like may open a structured line.
    if (first === 123 || (this.messageStart === start && first >= 64 && first <= 122))
      this.openStructured(stop);
  }

  private openStructured(stop: number): void {
    const structured = structuredLine(this.text, this.messageStart, stop);
    if (structured === null) return;
    this.structured = structured;
    if (structured.severity !== NO_SEVERITY) this.severity = structured.severity;
    if (structured.stack === '') return;
    const lines = structured.stack.split('\n', 200);
    this.stack.begin(lines[0]!);
    for (const line of lines.slice(1)) this.stack.feed(line);
    this.hasStack = true;
    this.inTrace = true;
  }

  private fold(text: string, start: number, stop: number): void {
    if (stop <= start) return;
    if (!this.hasStack) {
      if (!opensTrace(text, start, stop)) return;
      this.stack.begin(this.text.slice(this.messageStart, this.end));
      this.hasStack = true;
      this.inTrace = true;
    }
    const awaited = awaitsException(text, start, stop);
    if (awaited !== undefined) this.awaitsException = awaited;
    this.stack.feed(text.slice(start, Math.min(stop, start + 1000)));
  }

  private plain(): LogRecord {
    const message = this.structured?.message;
    return {
      text: message ?? this.text,
      start: message === undefined ? this.messageStart : 0,
      end: message === undefined ? this.end : message.length,
      severity: this.severity,
      status: this.structured?.status ?? NO_STATUS,
      componentHash: this.componentHash(),
      lines: this.lines,
      context: (line) => this.contextAt(line, NO_CAUSES),
    };
  }

  private folded(): LogRecord {
    const message = this.structured?.message ?? copyOf(this.text, this.messageStart, this.end);
    const text = `${message}\n${this.stack.identity(this.structured === null)}`;
    const causes = this.stack.causes();
    // What was thrown and has no level of its own is an error all the same.
    if (this.severity === NO_SEVERITY && causes.some((cause) => !IS_WARNING.test(cause)))
      this.severity = ERROR;
    return {
      ...this.plain(),
      text,
      start: 0,
      end: text.length,
      context: (line) => this.contextAt(line, causes),
    };
  }

  private contextAt(line: number, causes: readonly string[]): RecordContext {
    return {
      line,
      severity: this.severity,
      component: this.structured?.component ?? copyOf(this.text, this.componentStart, this.componentEnd),
      time: this.structured?.time ?? copyOf(this.text, this.timeStart, this.timeEnd),
      example: copyOf(this.text, this.start, this.end),
      causes,
    };
  }

  private componentHash(): number {
    if (this.structured !== null)
      return hashOf(this.structured.component, 0, this.structured.component.length);
    return hashOf(this.text, this.componentStart, this.componentEnd);
  }
}

function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV);
  return hash;
}
