import { classOf, DIGIT } from './character-class.ts';
import { endOfField, fieldSeverity, mayBe, type FieldKind } from './header-field.ts';
import { lastComponent, MAX_EXTRA_WORDS, skipBlanks, type HeaderFields } from './learn-header.ts';
import { levelWithin } from './level-within.ts';
import { NO_SEVERITY } from './severity.ts';

const MAX_SEVERITY = 16;
/** A letter, month and day. */
const LENGTH_OF_KLOG = 5;
const COLON = 58;
const CLOSE_BRACKET = 93;
const MAX_KNOWN = 100;
/** Between date and time; what looks like a time further on is none of the record's. */
const MOST_BETWEEN_TIMES = 4;

/** Reads the header of one line after another; the fields hold what was found in the last line. */
export class HeaderReader {
  /** Where the message begins and ends. */
  messageStart = 0;
  messageEnd = 0;
  severity = NO_SEVERITY;
  /** The time as the header writes it: [timeStart, timeEnd), empty when there is none. */
  timeStart = 0;
  timeEnd = 0;
  /** The tag or the last word before the message: [componentStart, componentEnd), may be empty. */
  componentStart = 0;
  componentEnd = 0;
  /** Where the last field begins that the line has of its header. */
  lastStart = 0;
  /** Whether the line had the whole header. */
  complete = false;
  /** Whether the header has a time. */
  readonly hasTime: boolean;
  private readonly fields: readonly FieldKind[];
  /** Whether it has any field. */
  readonly hasFields: boolean;
  private readonly column: number | null;
  private readonly levelAt: number;
  private readonly isComponentLast: boolean;
  private readonly severities = new Map<string, number>();

  constructor(format: HeaderFields | null) {
    this.fields = format?.fields ?? [];
    this.column = format?.column ?? null;
    this.isComponentLast = format?.isComponentLast === true;
    this.levelAt = format?.levelAt ?? -1;
    this.hasFields = this.fields.length > 0;
    this.hasTime = this.fields.includes('time');
  }

  /** Reads text[start, stop). A line that lacks some fields has its message behind the last one that fits. */
  read(text: string, start: number, stop: number): void {
    this.messageStart = this.lastStart = start;
    this.messageEnd = stop;
    this.severity = NO_SEVERITY;
    this.timeStart = this.timeEnd = this.componentStart = this.componentEnd = start;
    this.complete = false;
    let at = start;
    let extra = 0;
    for (let index = 0; index < this.fields.length;) {
      at = skipBlanks(text, at, stop);
      if (at >= stop) return;
      const kind = this.fields[index]!;
      const fieldStart = at;
      const end = endOfField(text, at, stop);
      if (!mayBe(kind, text, at, end)) {
        if (this.fields[index - 1] !== 'word' || extra >= MAX_EXTRA_WORDS) return;
        extra++;
        at = end;
        continue;
      }
      if (!this.take(kind, text, at, end)) return;
      if (index === this.levelAt) this.takeLevelWithin(kind, text, at, end);
      at = kind === 'tag' ? endOfTag(text, end, stop) : end;
      if (kind !== 'word') {
        this.messageStart = at;
        this.lastStart = fieldStart;
      }
      index++;
    }
    this.messageStart = skipBlanks(text, at, stop);
    if (
      this.column !== null &&
      start + this.column < stop &&
      text.charCodeAt(start + this.column - 1) === 32
    ) {
      this.componentStart = this.messageStart;
      this.componentEnd = endOfField(text, this.messageStart, stop);
      if (start + this.column > this.messageStart) this.messageStart = start + this.column;
    }
    this.complete = true;
    if (this.isComponentLast) this.takeLastComponent(text, stop);
  }

  private takeLastComponent(text: string, stop: number): void {
    const open = lastComponent(text, this.messageStart, stop);
    if (open < 0) return;
    this.componentStart = open + 1;
    this.componentEnd = stop - 1;
    this.messageEnd = Math.max(this.messageStart, open - 1);
  }

  private severityOf(field: string): number {
    let rank = this.severities.get(field);
    if (rank === undefined) {
      rank = fieldSeverity(field);
      if (this.severities.size < MAX_KNOWN) this.severities.set(field, rank);
    }
    return rank;
  }

  /** `ERROR:` where other lines have `DETAIL:` or another tag. */
  private takeSeverityTag(text: string, start: number, end: number): boolean {
    if (this.severity !== NO_SEVERITY || end - start > MAX_SEVERITY) return false;
    // `sshd[4711]:` is asked about in every line and never one.
    if (text.charCodeAt(end - 2) === CLOSE_BRACKET) return false;
    this.severity = this.severityOf(text.slice(start, end));
    return this.severity !== NO_SEVERITY;
  }

  /** What stands beside the level is the component, and not another one for each level. */
  private takeLevelWithin(kind: FieldKind, text: string, start: number, end: number): void {
    const within = levelWithin(kind, text.slice(start, end));
    if (within === null) return;
    this.severity = within.rank;
    if (kind === 'time') this.timeEnd = start + within.timeEnd;
    this.componentStart = start + within.componentStart;
    this.componentEnd = start + within.componentEnd;
  }

  /** klog writes the date behind the letter of the level: `I1120 08:00:00.123456`. */
  private takeDateOfLevel(text: string, start: number, end: number): void {
    if (end - start !== LENGTH_OF_KLOG || classOf(text.charCodeAt(start + 1)) !== DIGIT) return;
    if (this.timeEnd > this.timeStart) return;
    this.timeStart = start + 1;
    this.timeEnd = end;
  }

  private take(kind: FieldKind, text: string, start: number, end: number): boolean {
    if (kind === 'severity') {
      const rank = this.severityOf(text.slice(start, Math.min(end, start + MAX_SEVERITY)));
      if (rank === NO_SEVERITY) return false;
      this.severity = rank;
      this.takeDateOfLevel(text, start, end);
    } else if (kind === 'zone') {
      this.timeEnd = end;
    } else if (kind === 'time') {
      if (this.timeEnd === this.timeStart) this.timeStart = start;
      else if (start - this.timeEnd > MOST_BETWEEN_TIMES) return true;
      this.timeEnd = end;
    } else if (kind === 'tag' && this.takeSeverityTag(text, start, end)) {
      return true;
    } else if (kind === 'tag' || kind === 'word') {
      this.componentStart = start;
      this.componentEnd = endOfName(text, start, end);
    }
    return true;
  }
}

/** End of a tag whose colon comes only after a bracket: `launchd[1] (com.example.agent):`. */
function endOfTag(text: string, end: number, stop: number): number {
  if (text.charCodeAt(end - 1) === COLON) return end;
  const next = skipBlanks(text, end, stop);
  const open = text.charCodeAt(next);
  if (next >= stop || (open !== 40 && open !== 91)) return end;
  const close = endOfField(text, next, stop);
  return text.charCodeAt(close - 1) === COLON ? close : end;
}

/** End of the name in a tag: `sshd` of `sshd[4711]:`, so that it is the same from process to process; `shop::orders` of `shop::orders:`. */
function endOfName(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 91 || code === 40) return at;
    if (code === COLON) {
      if (text.charCodeAt(at + 1) !== COLON) return at;
      at++;
    }
  }
  return end;
}
