import { type CollectedLine, NO_COLLECTOR } from './collector.ts';
import {
  type AwaitedException,
  awaitsException,
  behindHeader,
  chainsTraceback,
  isContinuation,
  opensException,
  opensNodeError,
  opensRustPanic,
  opensTrace,
} from './continuation.ts';
import { type HeaderReader } from './header-reader.ts';
import { hashOf, withError, withoutBrackets } from './record-text.ts';
import { NO_STATUS } from './http-status.ts';
import { skipBlanks } from './learn-header.ts';
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
  /** 0-based number of its first line in the input; how many follow that without another's between, it included. */
  readonly line: number;
  readonly lines: number;
  /** Numbers of its further lines, where those of other sources stand between. */
  readonly scattered: readonly number[];
  context(line: number): RecordContext;
}

/** What a collector says of a line beside its text. */
export type LineOrigin = Pick<CollectedLine, 'time' | 'program' | 'severity'>;

const NO_CAUSES: readonly string[] = [];
const NO_LINES: readonly number[] = [];
const ERROR = severityRank('error');
const LONGEST_HEADER = 300;
/** Of a long error the beginning shows whether an exception says it too. */
const SAID_AGAIN = 100;
const IS_WARNING = /^[\w.]*Warning\b/;

/** The record that is being put together from the lines of one source. */
export class OpenRecord {
  private readonly stack = new StackSummary();
  private text = '';
  private start = 0;
  /** End of the message: what may follow in the line is the component. */
  private end = 0;
  private messageStart = 0;
  private severity = NO_SEVERITY;
  private structured: StructuredLine | null = null;
  private firstLine = 0;
  private lines = 0;
  private scattered: number[] | null = null;
  /** State that isContinuation asks for. */
  inTrace = false;
  awaitsException: AwaitedException = null;
  tracebackEnded = false;
  readonly headed: boolean;
  private hasStack = false;
  /** Blanks before each line of the trace, where its exception has some too: .NET's console puts six there. */
  private margin = 0;
  private lastStart = 0;
  private timeStart = 0;
  private timeEnd = 0;
  private componentStart = 0;
  private componentEnd = 0;
  private origin: LineOrigin = NO_COLLECTOR;
  private readonly header: HeaderReader;
  private readonly handOn: (record: LogRecord) => void;

  constructor(header: HeaderReader, handOn: (record: LogRecord) => void) {
    this.header = header;
    this.headed = header.hasFields;
    this.handOn = handOn;
  }

  /** Takes the program's line text[start, stop), which is, or begins with, the line `line` of the input. */
  add(text: string, start: number, stop: number, line: number, origin: LineOrigin): void {
    const { header } = this;
    header.read(text, start, stop);
    const complete = this.headed && header.complete;
    const from = this.lines > 0 && header.messageStart > start ? this.goesOnAt(text, stop) : -1;
    if (from >= 0 || (this.lines > 0 && !complete && isContinuation(text, start, stop, this))) {
      this.alsoTake(line);
      this.fold(text, Math.max(start, from), stop);
      return;
    }
    this.flush();
    this.firstLine = line;
    this.lines = 1;
    this.origin = origin;
    this.begin(text, start, stop);
  }

  /** Counts a line of input whose text came with the last one. */
  alsoTake(line: number): void {
    if (this.scattered === null && line === this.firstLine + this.lines) this.lines++;
    else (this.scattered ??= []).push(line);
  }

  /** Lines of input from its first one to `line`, when some of them are not its own; else 0. */
  mixedOver(line: number): number {
    const span = line - this.firstLine;
    return this.lines > 0 && (this.scattered !== null || span > this.lines) ? span : 0;
  }

  /** Hands on the record, if there is one. */
  flush(): void {
    if (this.lines === 0) return;
    this.handOn(this.hasStack ? this.folded() : this.plain());
    this.lines = 0;
    this.scattered = null;
    this.text = '';
    this.structured = null;
  }

  /**
   * Where a line whose header is that of the record goes on with its trace, or with a note of PostgreSQL's (which stands for the
   * level); -1 when it does not.
   */
  private goesOnAt(text: string, stop: number): number {
    const { messageStart, lastStart, complete } = this.header;
    const message = complete ? messageStart : skipBlanks(text, messageStart, stop);
    const kind = behindHeader(text, message, stop);
    if (kind === 'frame') return this.isSameHeader(text, message, this.messageStart) ? message : -1;
    const note = kind === 'note' ? message : lastStart;
    if (kind === null && behindHeader(text, note, stop) !== 'note') return -1;
    return this.isSameHeader(text, note, this.lastStart) ? note : -1;
  }

  /** Whether what stands between time and `end` is what the record has there up to `ownEnd`. */
  private isSameHeader(text: string, end: number, ownEnd: number): boolean {
    const { timeEnd } = this.header;
    if (end - timeEnd > LONGEST_HEADER) return false;
    return text.slice(timeEnd, end).trim() === this.text.slice(this.timeEnd, ownEnd).trim();
  }

  private begin(text: string, start: number, stop: number): void {
    this.text = text;
    this.start = start;
    this.end = this.header.messageEnd;
    this.inTrace = false;
    this.tracebackEnded = false;
    this.hasStack = false;
    this.margin = 0;
    this.messageStart = this.header.messageStart;
    this.awaitsException = opensNodeError(text, this.messageStart, stop) ? 'named as error' : null;
    if (opensRustPanic(text, this.messageStart, stop)) this.openRustPanic();
    this.lastStart = this.header.lastStart;
    this.severity = this.header.severity;
    this.timeStart = this.header.timeStart;
    this.timeEnd = this.header.timeEnd;
    this.componentStart = this.header.componentStart;
    this.componentEnd = this.header.componentEnd;
    const first = text.charCodeAt(this.messageStart);
    // Only a brace or the letters of `time=`, `ts=`, `level=` and the like may open a structured line.
    if (first === 123 || (this.messageStart === start && first >= 64 && first <= 122))
      this.openStructured(stop);
  }

  private openRustPanic(): void {
    this.awaitsException = 'any text';
    this.stack.begin(this.text.slice(this.messageStart, this.end));
    this.hasStack = true;
    this.inTrace = true;
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
    if (this.awaitsException === 'any text') this.awaitsException = null;
    if (stop <= start) return;
    if (!this.hasStack && !opensTrace(text, start, stop)) {
      if (this.messageStart >= this.end && this.structured === null) this.takeMessage(text, start, stop);
      return;
    }
    if (!this.hasStack) {
      this.margin = opensException(text, start, stop) ? skipBlanks(text, start, stop) - start : 0;
      this.stack.begin(this.text.slice(this.messageStart, this.end));
      this.hasStack = true;
      this.inTrace = true;
    }
    const awaited = awaitsException(text, start, stop);
    if (awaited !== undefined) {
      this.tracebackEnded = this.awaitsException === 'any name' && awaited === null;
      this.awaitsException = awaited;
    } else if (this.tracebackEnded && chainsTraceback(text, start, stop)) this.tracebackEnded = false;
    const own = start + Math.min(this.margin, skipBlanks(text, start, stop) - start);
    this.stack.feed(text.slice(own, Math.min(stop, start + 1000)));
  }

  /** .NET writes the message into the line behind level and component, six blanks further right. */
  private takeMessage(text: string, start: number, stop: number): void {
    const shift = this.start;
    const head = copyOf(this.text, shift, this.end);
    this.text = `${head} ${text.slice(skipBlanks(text, start, stop), stop)}`;
    this.start = 0;
    this.messageStart = head.length + 1;
    this.end = this.text.length;
    this.lastStart -= shift;
    this.timeStart -= shift;
    this.timeEnd -= shift;
    this.componentStart -= shift;
    this.componentEnd -= shift;
  }

  private plain(): LogRecord {
    const { structured } = this;
    const message = structured === null ? undefined : withError(structured.message, structured.error);
    return {
      text: message ?? this.text,
      start: message === undefined ? this.messageStart : 0,
      end: message === undefined ? this.end : message.length,
      severity: this.severity === NO_SEVERITY ? this.origin.severity : this.severity,
      status: this.structured?.status ?? NO_STATUS,
      componentHash: this.componentHash(),
      line: this.firstLine,
      lines: this.lines,
      scattered: this.scattered ?? NO_LINES,
      context: (line) => this.contextAt(line, NO_CAUSES),
    };
  }

  private folded(): LogRecord {
    const causes = this.stack.causes();
    const message = this.messageBefore(causes);
    const text = `${message}\n${this.stack.identity(this.structured === null)}`;
    // What was thrown and has no level of its own is an error all the same.
    if (this.severity === NO_SEVERITY && causes.some((cause) => !IS_WARNING.test(cause)))
      this.severity = Math.max(ERROR, this.origin.severity);
    return {
      ...this.plain(),
      text,
      start: 0,
      end: text.length,
      context: (line) => this.contextAt(line, causes),
    };
  }

  /** The message, with what a field says of the error only where the exceptions behind it do not. */
  private messageBefore(causes: readonly string[]): string {
    if (this.structured === null) return copyOf(this.text, this.messageStart, this.end);
    const { message, error } = this.structured;
    return causes.some((cause) => cause.includes(error.slice(0, SAID_AGAIN)))
      ? message
      : withError(message, error);
  }

  private contextAt(line: number, causes: readonly string[]): RecordContext {
    const { time, program, severity } = this.origin;
    return {
      line,
      severity: this.severity === NO_SEVERITY ? severity : this.severity,
      component:
        (this.structured?.component ?? copyOf(this.text, this.componentStart, this.componentEnd)) || program,
      time:
        (this.structured?.time ?? withoutBrackets(copyOf(this.text, this.timeStart, this.timeEnd))) || time,
      example: copyOf(this.text, this.start, this.end),
      causes,
    };
  }

  private componentHash(): number {
    const { program } = this.origin;
    if (this.structured !== null) {
      const component = this.structured.component || program;
      return hashOf(component, 0, component.length);
    }
    return this.componentEnd > this.componentStart
      ? hashOf(this.text, this.componentStart, this.componentEnd)
      : hashOf(program, 0, program.length);
  }
}
