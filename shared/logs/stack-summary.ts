import { frameOf, loggedHead, thrownIn, type Thrown } from './ruby-php-rust.ts';

/** One exception of a chain: what was thrown, and the innermost frame that threw it. */
interface Cause {
  type: string;
  message: string;
  frame: string;
  /** Where it was thrown, for want of a frame. */
  readonly place: string;
}

const MAX_CAUSES = 8;
const MAX_MESSAGE = 120;

const ERROR_NAME = String.raw`(?=[A-Za-z_])(?:[\w$]+[./])*[\w$]*(?:Error|Exception|Throwable|Interrupt|Failure|Warning|Exit)`;
const TYPE = `(${ERROR_NAME})`;
/** Any dotted name: `com.shop.OutOfStock`. */
const DOTTED_NAME = String.raw`(?=[A-Za-z_])(?:[\w$]+[./])+[\w$]+(?=:\s|\s*$)`;
/** What Node and .NET put between type and message: `TypeError [ERR_X]: …`, `SqlException (0x80131904): …`. */
const CODE = String.raw`(?: \[\w{1,80}\]| \(\w{1,20}\))?`;
const HEAD = new RegExp(String.raw`(?:^|[\s:(\]-])${TYPE}${CODE}(?::\s+(.*)|\s*$)`);
const LINE = new RegExp(String.raw`^${TYPE}${CODE}(?::\s*(.*)|\s*$)`);
const INNER = new RegExp(
  String.raw`^(?:Caused by: |\[cause\]: |---> (?:\(Inner Exception #\d+\) )?)((?<!\[cause\]: )${DOTTED_NAME}|${ERROR_NAME})${CODE}(?::\s*(.*)|.*$)`,
);
/** The last line of a traceback: exceptions of Python may have any name (`StopIteration`, `socket.timeout: …`). */
const PYTHON_LINE =
  /^((?:[A-Za-z_]\w*\.)*[A-Z](?=\w*[a-z])\w+|(?:[A-Za-z_]\w*\.)+[a-z_]\w*)(?::\s+(.*)|\s*$)/;
/** As the runtime says it, and as an HTTP server does that went on. */
const PANIC = /^(?:.*\s)?(?:(panic)(?: serving \S{1,80})?|(fatal error)): (.*)$/;
/** What Node prints of the errors of an AggregateError: a list of them. */
const NODE_ERRORS = /^\[errors\]: \[/;
/** Draws the tree of a group of exceptions round the lines of each. */
const GROUP_LINES = /^\s+[|+][-+]*(?: \d+ -+)?\s?/;
const FRAME = /^at (?:async |new )?([^\s(]+)/;
const PYTHON_FRAME = /^File "[^"]+", line \d+, in (\S+)/;
const GO_FRAME = /^((?:[\w-]+[./])+(?:\(\*?\w+(?:\[\.\.\.\])?\)\.)?\w+(?:\.\w+)*)(?:\[\.\.\.\])?\(.*\)$/;
/** What stands above it in a trace of Go are the deferred functions that ran because of the panic. */
const GO_PANIC_FRAME = /^panic\(.*\)$/;
/** Longer lines are looked at in their first part only. */
const MAX_LINE = 400;

/**
 * Reads the lines of one record and keeps its chain of exceptions, of Java, Node, Python, Go, .NET, Ruby, PHP and Rust, each with its type,
 * message and top frame: of more than eight the first seven and the last.
 */
export class StackSummary {
  private chain: Cause[] = [];
  /** Exceptions of the chain, those left out too. */
  private found = 0;
  /** Place among them of the exception whose frames come next. */
  private current = -1;
  /** Whether the first line of the record names the first exception. */
  private headNames = false;
  /** Indentation of the `Suppressed:` that is open, else -1: its causes are not those of the exception itself. */
  private suppressedAt = -1;
  private pythonFrame = '';
  /** Python prints the cause first and what followed from it after: its chain is turned round at the end. */
  private isPython = false;
  /** A group of Python's comes before what it holds. */
  private isGroup = false;
  /** PHP, as Python, prints the cause first. */
  private isCauseFirst = false;
  /** The next line is what the last exception said, as Rust writes it. */
  private awaitsMessage = false;
  /** Indentation of the list of errors that is open, as Node prints it, else -1. */
  private errorsAt = -1;
  /** The first line, until it is known whether a trace of Ruby's follows. */
  private head = '';

  /** Begins a record with its first line, which may name an exception itself. */
  begin(line: string): void {
    const head = wholeWords(line, MAX_LINE);
    this.chain = [];
    this.found = 0;
    this.current = -1;
    this.suppressedAt = -1;
    this.pythonFrame = '';
    this.isCauseFirst = false;
    this.awaitsMessage = false;
    this.errorsAt = -1;
    this.head = head;
    this.isGroup = head.includes('Exception Group Traceback (most recent');
    this.isPython = /(?:^|\s)Traceback \(most recent/.test(head);
    const thrown = thrownIn(head);
    const panic = thrown === null ? PANIC.exec(head) : null;
    const found = thrown === null && panic === null ? HEAD.exec(head) : null;
    if (thrown !== null) this.addThrown(thrown);
    else if (panic !== null) this.add(panic[1] ?? panic[2]!, panic[3]);
    else if (found !== null) this.add(found[1]!, found[2]);
    this.headNames = this.chain.length > 0;
  }

  private addThrown({ type, message, frame, place, isCausedByLast, awaitsMessage }: Thrown): void {
    this.add(type, message, place);
    if (frame !== '') this.setFrame(frame);
    this.awaitsMessage = awaitsMessage;
    if (!isCausedByLast) return;
    this.isCauseFirst = true;
    // Turned round, the first one is no more what the record's first line names.
    this.headNames = false;
  }

  private add(type: string, message: string | undefined, place = ''): void {
    const cause = { type, message: wholeWords(message ?? '', MAX_MESSAGE), frame: '', place };
    // The last of a long chain is its root (with Python, what the others led to).
    if (this.chain.length < MAX_CAUSES) this.chain.push(cause);
    else this.chain[MAX_CAUSES - 1] = cause;
    this.current = this.found++;
  }

  /** Takes the next line of the record. */
  feed(raw: string): void {
    const line = wholeWords(raw, MAX_LINE).replace(GROUP_LINES, '').trim();
    if (this.takesMessage(line) || this.isSuppressed(raw, line) || this.isListed(raw, line)) return;
    const inner = INNER.exec(line);
    if (inner !== null) {
      this.add(inner[1]!, inner[2]);
      return;
    }
    if (/^(?:Exception Group )?Traceback \(most recent/.test(line)) {
      this.isGroup ||= line.startsWith('Exception Group');
      if (!this.isPython) this.forget();
      this.isPython = true;
      return;
    }
    if (!this.isFrame(line)) this.takeException(raw, line);
  }

  private takesMessage(line: string): boolean {
    if (!this.awaitsMessage) return false;
    this.awaitsMessage = false;
    this.headNames = false;
    const last = this.chain[Math.min(this.current, MAX_CAUSES - 1)];
    if (last !== undefined) last.message = wholeWords(line, MAX_MESSAGE);
    return true;
  }

  /** The errors of Node's AggregateError stand further in than its own lines. */
  private isListed(raw: string, line: string): boolean {
    const indent = raw.search(/\S/);
    if (this.errorsAt < 0) {
      if (!NODE_ERRORS.test(line)) return false;
      this.errorsAt = indent;
      return true;
    }
    if (indent <= this.errorsAt) {
      this.errorsAt = -1;
      return line.startsWith(']');
    }
    const thrown = LINE.exec(line);
    if (thrown === null) return false;
    this.add(thrown[1]!, thrown[2]);
    return true;
  }

  /** What an exception before a traceback was is said again, with more, at its end. */
  private forget(): void {
    this.chain = [];
    this.found = 0;
    this.current = -1;
    this.headNames = false;
  }

  /** Java prints what was suppressed, with its causes, further in than the exception's own cause. */
  private isSuppressed(raw: string, line: string): boolean {
    const indent = raw.search(/\S/);
    if (line.startsWith('Suppressed: ')) {
      if (this.suppressedAt < 0) this.suppressedAt = indent;
      return true;
    }
    if (this.suppressedAt >= 0 && indent < this.suppressedAt) this.suppressedAt = -1;
    return this.suppressedAt >= 0;
  }

  private isFrame(line: string): boolean {
    if (line.startsWith('--- End of inner exception')) {
      // .NET goes on with the frames of the exception around it.
      this.current = Math.max(0, this.current - 1);
      return true;
    }
    const last = this.chain.at(-1);
    if (GO_PANIC_FRAME.test(line)) {
      if (last !== undefined) last.frame = '';
      return true;
    }
    // Rust prints the place of each frame below it, with the same word in front.
    const isOfRust = last?.type === 'panic' && last.place !== '';
    const frame = isOfRust ? null : (FRAME.exec(line) ?? GO_FRAME.exec(line));
    if (frame !== null) {
      this.setFrame(frame[1]!);
      return true;
    }
    const other = frameOf(line);
    if (other !== null) {
      if (this.chain.length === 0) this.takeLogged();
      this.setFrame(other);
      return true;
    }
    const pythonFrame = PYTHON_FRAME.exec(line);
    if (pythonFrame === null) return false;
    // Python lists frames from the outside in: the last one threw.
    this.pythonFrame = pythonFrame[1]!;
    return true;
  }

  /** Ruby's logger writes what was thrown behind the message: `no stock (OutOfStock)`. */
  private takeLogged(): void {
    const thrown = loggedHead(this.head);
    if (thrown === null) return;
    this.addThrown(thrown);
    this.headNames = true;
  }

  private takeException(raw: string, line: string): void {
    const other = thrownIn(line);
    if (other !== null) {
      this.addThrown(other);
      return;
    }
    const again = /^panic: (.*)$/.exec(line);
    if (again !== null) {
      this.add('panic', again[1]);
      return;
    }
    const isEnd = this.isPython && this.pythonFrame !== '' && !/^\s{3,}/.test(raw.replace(GROUP_LINES, ''));
    const form = isEnd && /^(?:\S|\s*\|)/.test(raw) ? PYTHON_LINE : LINE;
    const thrown = /^\s{2,}/.test(raw) && !this.isPython ? null : form.exec(line);
    if (thrown === null) return;
    this.add(thrown[1]!, thrown[2]);
    if (this.pythonFrame !== '') this.setFrame(this.pythonFrame);
    this.pythonFrame = '';
  }

  /** `type: message at frame` of each exception, outermost first; empty when there was none. */
  causes(): readonly string[] {
    return this.ordered().map(
      ({ type, message, frame, place }) =>
        `${type}${message === '' ? '' : `: ${message}`}${atFrame(frame, place)}`,
    );
  }

  /**
   * What tells this chain from others: types and frames, and the message of the root cause; empty for none. `withHead`
   * says that the record's text begins with the line that was given to `begin`: what that names is not said again.
   */
  identity(withHead: boolean): string {
    const chain = this.ordered();
    const headNamesFirst = withHead && this.headNames;
    return chain
      .map(({ type, message, frame, place }, at) => {
        const isRoot = at === chain.length - 1 && message !== '' && !(at === 0 && headNamesFirst);
        const name = at === 0 ? (headNamesFirst ? '' : type) : `caused by ${type}`;
        return `${name}${isRoot ? `: ${message}` : ''}${atFrame(frame, place)}`;
      })
      .filter((text) => text !== '')
      .join('\n');
  }

  private ordered(): readonly Cause[] {
    return (this.isPython && !this.isGroup) || this.isCauseFirst ? this.chain.toReversed() : this.chain;
  }

  private setFrame(frame: string): void {
    const isLast = this.current === this.found - 1;
    const isKept = isLast || this.current < MAX_CAUSES - 1;
    const thrown = isKept ? this.chain[Math.min(this.current, MAX_CAUSES - 1)] : undefined;
    if (thrown !== undefined && thrown.frame === '') thrown.frame = frame;
  }
}

function atFrame(frame: string, place: string): string {
  const where = frame || place;
  return where === '' ? '' : ` at ${where}`;
}

/** A text cut to a length; half of a value is not known for one by who masks it, so that a cut word is left out. */
function wholeWords(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length + 1).replace(/\s*\S*$/, '');
}
