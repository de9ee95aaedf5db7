import { classOf, SPACE } from './character-class.ts';

const TAB = 9;
const BLANK = 32;

/** First letters of all lines that MARKER or an exception may match: most lines are settled by these. */
const MARKER =
  /^(?:Caused by:(?: |$)|Suppressed: |Traceback \(most recent|The above exception was|During handling of the above|goroutine \d+ \[|created by |\.\.\. \d+ |--- End of |\[signal |exit status \d|Stack trace:\s*$|\[stacktrace\]\s*$|stack backtrace:\s*$|note: run with `RUST_BACKTRACE)/;
const TRACEBACK = 'Traceback (most recent';
/** What Python prints between tracebacks of one chain. */
const CHAINED = /^(?:The above exception was|During handling of the above)/;
const CLOSER = /^[)\]}]+[,;]?\s*$/;
/** `java.lang.IllegalStateException: reason`, `ValueError`, `System.IO.IOException: reason`. */
const EXCEPTION =
  /^(?=[A-Za-z_])(?:[\w$]+[./])*[\w$]*(?:Error|Exception|Throwable|Interrupt|Failure|Warning|Exit)(?: \[\w{1,80}\])?(?::|\s*$)/;
/** What ends a traceback: exceptions of Python may have any name (`StopIteration`, `User.DoesNotExist: …`, `socket.timeout: …`). */
const PYTHON_RAISED = /^(?:(?:[A-Za-z_]\w*\.)*[A-Z](?=\w*[a-z])\w+|(?:[A-Za-z_]\w*\.)+[a-z_]\w*)(?::\s|\s*$)/;
/** The place in the source that Node prints before an error that nobody caught, and its version behind it. */
const NODE_SOURCE = /^(?:file:\/\/)?[^\s:]*[\\/]\S*\.[cm]?[jt]sx?:\d+$/;
const NODE_VERSION = /^Node\.js v\d+\.\d+\.\d+$/;
/** A frame of Go: `main.(*Cart).Total(0xc000010000, 0x2)`, `net/http.HandlerFunc.ServeHTTP(...)`, `main.Map[...](...)`, `panic({0x7a1e20, …})`. */
const GO_FRAME =
  /^(?:(?:[\w-]+[./])+(?:\(\*?\w+(?:\[\.\.\.\])?\)\.)?\w+(?:\.\w+)*(?:\[\.\.\.\])?|panic)\(.*\)$/;
/** What Python draws before the lines of an exception in a group. */
/** A frame of Ruby, and with what was thrown behind it: `app/order.rb:12:in 'save': no stock (OutOfStock)`. */
const RUBY_FRAME = /^(?:from )?[^\s:][^\s:]{0,300}:\d{1,9}:in [`'"].{1,200}['"]$/;
const RUBY_THROWN = /^[^\s:]{1,300}:\d{1,9}:in [`'"][^'`"]{1,200}['"]: .*\([A-Z][\w:]{0,200}\)$/;
/** Frames of PHP, exceptions that came of others, the end of what Laravel writes, and Rust's notes behind a trace. */
const PHP_OR_RUST = /^(?:#\d{1,4} |Next [A-Z][\w\\]*: |"\}\s*$|note: )/;
/** The place of a panic; what was said follows in the next line. */
const RUST_PANIC = /^(?:\S.*\s)?thread '[^']{0,100}'(?: \(\d+\))? panicked at \S+:\d+:\d+:$/;
/** What only a trace holds, even where each of its lines has the header of the log. */
const SURE_FRAME =
  /^(?:at (?:[\w$<>]{1,100}[./]){1,20}[\w$<>]{1,100}\(|Caused by: (?:[\w$]{1,100}\.){1,20}[\w$]{1,100}(?::|$)|\.\.\. \d{1,9} (?:more|common frames))/;
/** What PostgreSQL adds to a message, each in a line with a header of its own. */
const POSTGRES_NOTE = /^(?:DETAIL|HINT|STATEMENT|CONTEXT|QUERY|LOCATION|BACKTRACE): {2}/;
const GROUP_BAR = /^\|\s+/;
const MAX_TESTED = 400;

/** Python's exceptions may have any name, those of Node are named as errors are, and what Rust's say is any text. */
export type AwaitedException = 'any name' | 'named as error' | 'any text' | null;

/** What is known of the record that a line may carry on. */
export interface OpenRecord {
  /** A stack trace has begun. */
  readonly inTrace: boolean;
  /** A Python traceback, or what Node prints of an error, has begun whose exception is still to come. */
  readonly awaitsException: AwaitedException;
  /** A Python traceback has come to its exception, and nothing said that another is chained to it. */
  readonly tracebackEnded: boolean;
  /** The log has headers with a time; only lines without one are asked about. */
  readonly headed: boolean;
}

/**
 * Whether text[start, stop) carries on the record before it. Linear; looks at 400 characters at most.
 */
export function isContinuation(text: string, start: number, stop: number, record: OpenRecord): boolean {
  if (isIndented(text, start, stop)) return true;
  const { inTrace, awaitsException, headed } = record;
  if (record.tracebackEnded && text.startsWith(TRACEBACK, start)) return false;
  if (awaitsException === 'any text' || isRubyFrame(text, start, stop)) return true;
  if (!inTrace && !headed && awaitsException === null && !mayBeMarker(text, start)) return false;
  const line = text.slice(start, Math.min(stop, start + MAX_TESTED));
  if (MARKER.test(line) || CLOSER.test(line) || POSTGRES_NOTE.test(line)) return true;
  if ((awaitsException !== null || headed) && EXCEPTION.test(line)) return true;
  if ((inTrace || headed) && RUBY_THROWN.test(line)) return true;
  if (awaitsException === 'any name' && PYTHON_RAISED.test(line)) return true;
  return inTrace && (GO_FRAME.test(line) || NODE_VERSION.test(line) || PHP_OR_RUST.test(line));
}

/** A tab, two blanks, or one before a frame; an empty line too. */
function isIndented(text: string, start: number, stop: number): boolean {
  const first = text.charCodeAt(start);
  if (first === TAB) return true;
  if (first === BLANK) {
    const second = text.charCodeAt(start + 1);
    return (
      start + 1 >= stop ||
      second === BLANK ||
      second === TAB ||
      /^(?:at |---)/.test(text.slice(start + 1, start + 4))
    );
  }
  return start >= stop || classOf(first) === SPACE;
}

function isRubyFrame(text: string, start: number, stop: number): boolean {
  // Cheap refusal: it ends with a quote.
  const last = text.charCodeAt(stop - 1);
  return (
    (last === 39 || last === 34) && stop - start <= MAX_TESTED && RUBY_FRAME.test(text.slice(start, stop))
  );
}

/** What a line says of a record above it though it has the header of the log: a frame of a trace, or a note of PostgreSQL's. */
export type BehindHeader = 'frame' | 'note' | null;

/** Whether a message text[start, stop) behind a header carries on the record above. */
export function behindHeader(text: string, start: number, stop: number): BehindHeader {
  if (isRubyFrame(text, start, stop)) return 'frame';
  if (!isNoteStart(text, start) && !isFrameStart(text, start)) return null;
  const message = text.slice(start, Math.min(stop, start + MAX_TESTED));
  if (SURE_FRAME.test(message)) return 'frame';
  return POSTGRES_NOTE.test(message) ? 'note' : null;
}

/** Cheap refusals: frames begin with `at`, `Ca` or two dots, and PostgreSQL writes the names of its notes in capitals. */
function isFrameStart(text: string, start: number): boolean {
  const second = text.charCodeAt(start + 1);
  switch (text.charCodeAt(start)) {
    case 97:
      return second === 116;
    case 67:
      return second === 97;
    case 46:
      return second === 46;
    default:
      return false;
  }
}

function isNoteStart(text: string, start: number): boolean {
  const second = text.charCodeAt(start + 1);
  return second >= 65 && second <= 90 && FIRST_OF_NOTES.has(text.charCodeAt(start));
}

const FIRST_OF_NOTES = new Set(Array.from('DHSCQLB', (character) => character.charCodeAt(0)));

/** Whether a line is the place of a panic of Rust's, whose message is the next line. */
export function opensRustPanic(text: string, start: number, stop: number): boolean {
  // Cheap refusal: it ends with a colon behind a digit.
  if (text.charCodeAt(stop - 1) !== 58 || stop - start > MAX_TESTED) return false;
  return RUST_PANIC.test(text.slice(start, stop));
}

/** Whether a line begins what Node prints of an error that nobody caught: the error itself comes three lines later. */
export function opensNodeError(text: string, start: number, stop: number): boolean {
  // Cheap refusal: it ends with the number of a line.
  const last = text.charCodeAt(stop - 1);
  if (last < 48 || last > 57 || stop - start > MAX_TESTED) return false;
  return NODE_SOURCE.test(text.slice(start, stop));
}

/** What exception a line of a trace leaves to a later line, as Python does; `undefined` when it says nothing of it. */
export function awaitsException(text: string, start: number, stop: number): AwaitedException | undefined {
  if (opensRustPanic(text, start, stop)) return 'any text';
  const whole = text.slice(start, Math.min(stop, start + MAX_TESTED));
  const line = whole.trimStart().replace(GROUP_BAR, '');
  if (line.startsWith('Traceback (most recent') || line.startsWith('File "')) return 'any name';
  return EXCEPTION.test(line) || (line === whole && PYTHON_RAISED.test(line)) ? null : undefined;
}

/** Whether a line says that the next traceback is chained to the last. */
export function chainsTraceback(text: string, start: number, stop: number): boolean {
  return CHAINED.test(text.slice(start, Math.min(stop, start + MAX_TESTED)));
}

const MAY_BE_ANYTHING: OpenRecord = {
  inTrace: true,
  awaitsException: 'any name',
  tracebackEnded: false,
  headed: true,
};

/**
 * Whether a line begins a record whatever came before it: a safe place to cut a log in two. Headers with a time are
 * judged by the caller.
 */
export function isSureStart(text: string, start: number, stop: number): boolean {
  return stop > start && !isContinuation(text, start, stop, MAY_BE_ANYTHING);
}

/** Whether a line may begin with a header: none of a trace. */
export function mayHaveHeader(line: string): boolean {
  return line !== '' && !isContinuation(line, 0, line.length, { ...MAY_BE_ANYTHING, awaitsException: null });
}

const FIRST_OF_MARKERS = new Set(Array.from('CSTDgcn.-[ea)]}', (character) => character.charCodeAt(0)));

function mayBeMarker(text: string, start: number): boolean {
  return FIRST_OF_MARKERS.has(text.charCodeAt(start)) || isNoteStart(text, start);
}

/** Whether a line, wherever it begins, names an exception. */
export function opensException(text: string, start: number, stop: number): boolean {
  return EXCEPTION.test(text.slice(start, Math.min(stop, start + MAX_TESTED)).trimStart());
}

/** Whether a continuation line belongs to a stack trace, so that exception lines after it do too. */
export function opensTrace(text: string, start: number, stop: number): boolean {
  const line = text
    .slice(start, Math.min(stop, start + MAX_TESTED))
    .trimStart()
    .replace(GROUP_BAR, '');
  return (
    /^at \S/.test(line) ||
    MARKER.test(line) ||
    EXCEPTION.test(line) ||
    line.startsWith('File "') ||
    line.startsWith('---> ') ||
    line.startsWith('panic: ') ||
    RUBY_FRAME.test(line) ||
    RUBY_THROWN.test(line) ||
    line.startsWith('+ Exception Group ')
  );
}
