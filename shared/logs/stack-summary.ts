/** One exception of a chain: what was thrown, and the innermost frame that threw it. */
interface Cause {
  type: string;
  message: string;
  frame: string;
}

const MAX_CAUSES = 8;
const MAX_MESSAGE = 120;

const TYPE = String.raw`((?=[A-Za-z_])(?:[\w$]+[./])*[\w$]*(?:Error|Exception|Throwable|Interrupt|Failure|Warning|Exit))`;
const HEAD = new RegExp(String.raw`(?:^|[\s:(\]-])${TYPE}(?::\s+(.*)|\s*$)`);
const LINE = new RegExp(String.raw`^${TYPE}(?::\s*(.*)|\s*$)`);
const INNER = new RegExp(
  String.raw`^(?:Caused by: |\[cause\]: |---> (?:\(Inner Exception #\d+\) )?)${TYPE}(?::\s*(.*)|.*$)`,
);
/** As the runtime says it, and as an HTTP server does that went on. */
const PANIC = /^(?:.*\s)?panic(?: serving \S{1,80})?: (.*)$/;
const FRAME = /^at (?:async |new )?([^\s(]+)/;
const PYTHON_FRAME = /^File "[^"]+", line \d+, in (\S+)/;
const GO_FRAME = /^((?:[\w-]+[./])+(?:\(\*?\w+(?:\[\.\.\.\])?\)\.)?\w+(?:\.\w+)*)(?:\[\.\.\.\])?\(.*\)$/;
/** What stands above it in a trace of Go are the deferred functions that ran because of the panic. */
const GO_PANIC_FRAME = /^panic\(.*\)$/;
/** Longer lines are looked at in their first part only. */
const MAX_LINE = 400;

/**
 * Reads the lines of one record and keeps its chain of exceptions, of Java, Node, Python, Go and .NET: at most eight,
 * each with its type, message and top frame.
 */
export class StackSummary {
  private chain: Cause[] = [];
  private pythonFrame = '';
  /** Python prints the cause first and what followed from it after: its chain is turned round at the end. */
  private isPython = false;

  /** Begins a record with its first line, which may name an exception itself. */
  begin(line: string): void {
    const head = line.slice(0, MAX_LINE);
    this.chain = [];
    this.pythonFrame = '';
    this.isPython = false;
    const panic = PANIC.exec(head);
    const found = panic === null ? HEAD.exec(head) : null;
    if (panic !== null) this.add('panic', panic[1]);
    else if (found !== null) this.add(found[1]!, found[2]);
  }

  private add(type: string, message: string | undefined): void {
    if (this.chain.length < MAX_CAUSES)
      this.chain.push({ type, message: (message ?? '').slice(0, MAX_MESSAGE), frame: '' });
  }

  /** Takes the next line of the record. */
  feed(raw: string): void {
    const line = raw.slice(0, MAX_LINE).trim();
    const inner = INNER.exec(line);
    if (inner !== null) {
      this.add(inner[1]!, inner[2]);
      return;
    }
    if (line.startsWith('Traceback (most recent')) {
      if (!this.isPython) this.chain = [];
      this.isPython = true;
      return;
    }
    if (GO_PANIC_FRAME.test(line)) {
      const last = this.chain.at(-1);
      if (last !== undefined) last.frame = '';
      return;
    }
    const frame = FRAME.exec(line) ?? GO_FRAME.exec(line);
    if (frame !== null) {
      this.setFrame(frame[1]!);
      return;
    }
    const pythonFrame = PYTHON_FRAME.exec(line);
    if (pythonFrame !== null) {
      // Python lists frames from the outside in: the last one threw.
      this.pythonFrame = pythonFrame[1]!;
      return;
    }
    const thrown = /^\s{2,}/.test(raw) && !this.isPython ? null : LINE.exec(line);
    if (thrown === null) return;
    this.add(thrown[1]!, thrown[2]);
    if (this.pythonFrame !== '') this.setFrame(this.pythonFrame);
    this.pythonFrame = '';
  }

  /** `type: message at frame` of each exception, outermost first; empty when there was none. */
  causes(): readonly string[] {
    return this.ordered().map(
      ({ type, message, frame }) =>
        `${type}${message === '' ? '' : `: ${message}`}${frame === '' ? '' : ` at ${frame}`}`,
    );
  }

  /** What tells this chain from others: types and frames, and the message of the root cause. Empty for none. */
  identity(headNamesFirst: boolean): string {
    const chain = this.ordered();
    return chain
      .map(({ type, message, frame }, at) => {
        const isRoot = at === chain.length - 1 && message !== '' && !(at === 0 && headNamesFirst);
        const name = at === 0 ? (headNamesFirst ? '' : type) : `caused by ${type}`;
        return `${name}${isRoot ? `: ${message}` : ''}${frame === '' ? '' : ` at ${frame}`}`;
      })
      .filter((text) => text !== '')
      .join('\n');
  }

  private ordered(): readonly Cause[] {
    return this.isPython ? this.chain.toReversed() : this.chain;
  }

  private setFrame(frame: string): void {
    const last = this.chain.at(-1);
    if (last !== undefined && last.frame === '') last.frame = frame;
  }
}
