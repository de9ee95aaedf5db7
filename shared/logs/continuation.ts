import { classOf, SPACE } from './character-class.ts';

const TAB = 9;
const BLANK = 32;

/** First letters of all lines that MARKER or an exception may match: most lines are settled by these. */
const MARKER =
  /^(?:Caused by: |Suppressed: |Traceback \(most recent|The above exception was|During handling of the above|goroutine \d+ \[|created by |\.\.\. \d+ |--- End of |\[signal |exit status \d)/;
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
const GROUP_BAR = /^\|\s+/;
const MAX_TESTED = 400;

/** Python's exceptions may have any name, those of Node are named as errors are. */
export type AwaitedException = 'any name' | 'named as error' | null;

/** What is known of the record that a line may carry on. */
export interface OpenRecord {
  /** A stack trace has begun. */
  readonly inTrace: boolean;
  /** A Python traceback, or what Node prints of an error, has begun whose exception is still to come. */
  readonly awaitsException: AwaitedException;
  /** The log has headers with a time; only lines without one are asked about. */
  readonly headed: boolean;
}

/**
 * Whether text[start, stop) carries on the record before it. Linear; looks at 400 characters at most.
 */
export function isContinuation(text: string, start: number, stop: number, record: OpenRecord): boolean {
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
  if (start >= stop || classOf(first) === SPACE) return true;
  const { inTrace, awaitsException, headed } = record;
  if (!inTrace && !headed && awaitsException === null && !mayBeMarker(first)) return false;
  const line = text.slice(start, Math.min(stop, start + MAX_TESTED));
  if (MARKER.test(line) || CLOSER.test(line)) return true;
  if ((awaitsException !== null || headed) && EXCEPTION.test(line)) return true;
  if (awaitsException === 'any name' && PYTHON_RAISED.test(line)) return true;
  return inTrace && (GO_FRAME.test(line) || NODE_VERSION.test(line));
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
  const whole = text.slice(start, Math.min(stop, start + MAX_TESTED));
  const line = whole.trimStart().replace(GROUP_BAR, '');
  if (line.startsWith('Traceback (most recent') || line.startsWith('File "')) return 'any name';
  return EXCEPTION.test(line) || (line === whole && PYTHON_RAISED.test(line)) ? null : undefined;
}

const MAY_BE_ANYTHING: OpenRecord = { inTrace: true, awaitsException: 'any name', headed: true };

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

const FIRST_OF_MARKERS = new Set(Array.from('CSTDgc.-[ea)]}', (character) => character.charCodeAt(0)));

function mayBeMarker(first: number): boolean {
  return FIRST_OF_MARKERS.has(first);
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
    line.startsWith('+ Exception Group ')
  );
}
