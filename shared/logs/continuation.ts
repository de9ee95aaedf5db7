import { classOf, SPACE } from './character-class.ts';

const TAB = 9;
const BLANK = 32;

/** First letters of all lines that MARKER or an exception may match: most lines are settled by these. */
const MARKER =
  /^(?:Caused by: |Suppressed: |Traceback \(most recent|The above exception was|During handling of the above|goroutine \d+ \[|created by |\.\.\. \d+ |--- End of |\[signal |exit status \d)/;
const CLOSER = /^[)\]}]+[,;]?\s*$/;
/** `java.lang.IllegalStateException: reason`, `ValueError`, `System.IO.IOException: reason`. */
const EXCEPTION =
  /^(?=[A-Za-z_])(?:[\w$]+[./])*[\w$]*(?:Error|Exception|Throwable|Interrupt|Failure|Warning|Exit)(?::|\s*$)/;
/** A frame of Go: `main.(*Cart).Total(0xc000010000, 0x2)`, `net/http.HandlerFunc.ServeHTTP(...)`, `main.Map[...](...)`, `panic({0x7a1e20, …})`. */
const GO_FRAME =
  /^(?:(?:[\w-]+[./])+(?:\(\*?\w+(?:\[\.\.\.\])?\)\.)?\w+(?:\.\w+)*(?:\[\.\.\.\])?|panic)\(.*\)$/;
const MAX_TESTED = 400;

/** What is known of the record that a line may carry on. */
export interface OpenRecord {
  /** A stack trace has begun. */
  readonly inTrace: boolean;
  /** A Python traceback has begun whose exception is still to come. */
  readonly awaitsException: boolean;
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
  if (!inTrace && !headed && !mayBeMarker(first)) return false;
  const line = text.slice(start, Math.min(stop, start + MAX_TESTED));
  if (MARKER.test(line) || CLOSER.test(line)) return true;
  return ((awaitsException || headed) && EXCEPTION.test(line)) || (inTrace && GO_FRAME.test(line));
}

/** Whether a line of a trace leaves its exception to a later line, as Python does; null when it says nothing of it. */
export function awaitsException(text: string, start: number, stop: number): boolean | null {
  const line = text.slice(start, Math.min(stop, start + MAX_TESTED)).trimStart();
  if (line.startsWith('Traceback (most recent') || line.startsWith('File "')) return true;
  return EXCEPTION.test(line) ? false : null;
}

const MAY_BE_ANYTHING: OpenRecord = { inTrace: true, awaitsException: true, headed: true };

/**
 * Whether a line begins a record whatever came before it: a safe place to cut a log in two. Headers with a time are
 * judged by the caller.
 */
export function isSureStart(text: string, start: number, stop: number): boolean {
  return stop > start && !isContinuation(text, start, stop, MAY_BE_ANYTHING);
}

const FIRST_OF_MARKERS = new Set(Array.from('CSTDgc.-[ea)]}', (character) => character.charCodeAt(0)));

function mayBeMarker(first: number): boolean {
  return FIRST_OF_MARKERS.has(first);
}

/** Whether a continuation line belongs to a stack trace, so that exception lines after it do too. */
export function opensTrace(text: string, start: number, stop: number): boolean {
  const line = text.slice(start, Math.min(stop, start + MAX_TESTED)).trimStart();
  return (
    /^at \S/.test(line) ||
    MARKER.test(line) ||
    EXCEPTION.test(line) ||
    line.startsWith('File "') ||
    line.startsWith('---> ')
  );
}
