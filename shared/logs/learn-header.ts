import { withoutOrders } from './bare-line.ts';
import { classOf, SPACE } from './character-class.ts';
import { type CollectedLine, type Collector } from './collector.ts';
import { mayHaveHeader } from './continuation.ts';
import { endOfField, fieldKind, type FieldKind } from './header-field.ts';
import { learnCollector } from './learn-collector.ts';
import { levelWithin } from './level-within.ts';

/** The fields that stand before the message in most lines of a program. */
export interface HeaderFields {
  readonly fields: readonly FieldKind[];
  /** Column at which the message begins when the log is laid out as a table, else null. */
  readonly column: number | null;
  /** The component stands in round brackets behind the message, as Kafka writes it. */
  readonly isComponentLast?: boolean;
  /** Place of the field that holds the level beside something else, where none is a level of its own. */
  readonly levelAt?: number;
}

/** The header of a log. Plain data: it can be sent to a worker. */
export interface HeaderFormat extends HeaderFields {
  /** Who put a time and the like of his own before each line; the fields are those of the line behind it. */
  readonly collector?: Collector;
  /** Of a log that was collected from several programs: the headers of those (or its streams) with enough lines in the sample. */
  readonly programs?: ReadonlyMap<string, HeaderFields>;
}

const NO_HEADER: HeaderFields = { fields: [], column: null };

interface Field {
  readonly kind: FieldKind;
  readonly start: number;
  readonly end: number;
  readonly isEpoch: boolean;
  /** A tag, or a severity with a colon, which stands among tags in some logs (`LOG:` and `DETAIL:`). */
  readonly isTag: boolean;
  /** A severity as a header writes it: in capitals, in brackets or with a colon; a message may begin with `error`. */
  readonly isMarked: boolean;
  readonly isDash: boolean;
}

const SAMPLE_LINES = 2_000;
const MAX_FIELDS = 14;
/** Share of lines in which a field must have its form; some programs leave out their tag or put a word before a dash. */
const SHARE = 0.95;
const OPTIONAL_SHARE = 0.8;
/** Share of lines that have a header at all. */
const HEADED_SHARE = 0.6;
const OPTIONAL: ReadonlySet<FieldKind> = new Set(['tag', 'symbol']);
const FEWEST_LINES = 5;
const QUOTE = 34;
const CLOSE_ROUND = 41;
/** Programs of one log whose headers are kept apart. */
const MOST_PROGRAMS = 64;
/** More words than the format has may stand before a field of fixed form (`program name - message`). */
export const MAX_EXTRA_WORDS = 2;

/**
 * Finds the header of a log from a sample of its lines: the longest run of leading fields that ends in a field of the
 * same form (time, severity, number, bracket, symbol, `tag:`) in nearly all lines, provided a time or a severity is
 * among them. Fields between may be any word (a host, a component). A tag ends the header. Null when the lines have no
 * such header.
 */
export function learnHeader(lines: readonly string[]): HeaderFormat | null {
  const plain = lines.slice(0, SAMPLE_LINES).map((line) => withoutOrders(line));
  const collection = learnCollector(plain, hasHeader);
  if (collection === null) return learnFields(plain);
  const { collector, lines: collected } = collection;
  const own = withoutParts(collected);
  const common = learnFields(own.map(textOf));
  const header = { ...(common ?? NO_HEADER), collector };
  // The streams of one program mostly have one header.
  if (common !== null && own.every(({ program }) => program === '')) return header;
  const byProgram = [...Map.groupBy(own, headerName)].slice(0, MOST_PROGRAMS);
  const programs = byProgram
    .filter(([, { length }]) => length >= FEWEST_LINES)
    .map(([program, itsLines]) => [program, learnFields(itsLines.map(textOf)) ?? NO_HEADER] as const);
  return byProgram.length > 1 ? { ...header, programs: new Map(programs) } : header;
}

/** Whether most lines are JSON or have a header of their own. */
function hasHeader(lines: readonly CollectedLine[], needsTime: boolean): boolean {
  const own = lines.map(textOf);
  const objects = own.filter((line) => line.startsWith('{') && line.endsWith('}')).length;
  if (objects >= HEADED_SHARE * own.length) return true;
  const header = learnFields(own);
  return header !== null && (!needsTime || header.fields.includes('time'));
}

/** By what the lines of one header are told: the program, or the stream where the collector names none. */
export function headerName({ program, source }: Pick<CollectedLine, 'program' | 'source'>): string {
  return program || source;
}

function textOf({ text, start, stop }: CollectedLine): string {
  return text.slice(start, stop);
}

/** Without what carries on a line that a runtime cut. */
function withoutParts(lines: readonly CollectedLine[]): readonly CollectedLine[] {
  const cut = new Set<string>();
  return lines.filter(({ source, isPart }) => {
    const carriesOn = cut.has(source);
    if (isPart) cut.add(source);
    else cut.delete(source);
    return !carriesOn;
  });
}

function learnFields(lines: readonly string[]): HeaderFields | null {
  const starts = lines.filter((line) => mayHaveHeader(line) && !/^\s|^[{]/.test(line));
  if (starts.length < FEWEST_LINES) return null;
  const all = starts.map((line) => fieldsOf(line));
  const first = commonStart(all);
  const isHeaded = (at: number): boolean => first === null || all[at]?.[0]?.kind === first;
  const sample = starts.filter((_, at) => isHeaded(at));
  let parsed: readonly (readonly Field[])[] = all.filter((_, at) => isHeaded(at));
  const kinds: FieldKind[] = [];
  let length = 0;
  let anchored = false;
  let levelAt = -1;
  for (let at = 0; at < MAX_FIELDS && !kinds.includes('tag'); at++) {
    if (kinds.at(-1) === 'word') parsed = withoutExtraWords(parsed, at);
    const found = commonKind(parsed, at);
    if (found === null) break;
    // The same letters elsewhere are a word.
    const isBehindTime = kinds.at(-1) === 'time' || kinds.at(-1) === 'zone';
    const kind = found === 'zone' && !isBehindTime ? 'word' : found;
    const isEpoch = parsed.filter((fields) => fields[at]?.isEpoch === true).length >= SHARE * sample.length;
    // A number of the message may have as many digits as a time.
    const ofMessage = kind === 'number' && isOfMessage(parsed, [...kinds, kind], levelAt >= 0);
    const isTime = isEpoch && !ofMessage;
    kinds.push(isTime ? 'time' : kind);
    if (levelAt < 0 && holdLevel(kinds, sample, parsed)) levelAt = at;
    if (!isTime && (kind === 'word' || ofMessage)) continue;
    length = at + 1;
    anchored ||= isTime || kind === 'time' || kind === 'severity';
  }
  if (!anchored || length === 0) return null;
  const isComponentLast =
    sample.filter((line) => lastComponent(line, 0, line.length) > 0).length >= SHARE * sample.length;
  return {
    fields: kinds.slice(0, length),
    column: tableColumn(sample, parsed, length),
    ...(isComponentLast && { isComponentLast }),
    ...(levelAt >= 0 && levelAt < length && { levelAt }),
  };
}

/** Whether nearly all lines have a level within the last of some fields, and none that is a level of its own. */
function holdLevel(
  kinds: readonly FieldKind[],
  sample: readonly string[],
  parsed: readonly (readonly Field[])[],
): boolean {
  if (kinds.includes('severity')) return false;
  const kind = kinds.at(-1) ?? 'word';
  const holding = parsed.filter((fields, index) => {
    const field = fields[kinds.length - 1];
    return field !== undefined && levelWithin(kind, sample[index]!.slice(field.start, field.end)) !== null;
  });
  return holding.length >= SHARE * sample.length;
}

/**
 * The time or severity that most lines begin with. Those that do not (what a library prints by itself, the second line of
 * a message) say nothing of the header.
 */
function commonStart(parsed: readonly (readonly Field[])[]): FieldKind | null {
  for (const kind of ['time', 'severity'] as const) {
    const begun = parsed.filter(([first]) => first?.kind === kind && (kind !== 'severity' || first.isMarked));
    if (begun.length >= HEADED_SHARE * parsed.length) return kind;
  }
  return null;
}

/**
 * A name of several words stands before a dash in some lines and one of a word in others (`firefox.exe *64 - message`): without what is more
 * than one word, if then all have their dash at the same place. Else as it was.
 */
function withoutExtraWords(parsed: readonly (readonly Field[])[], at: number): readonly (readonly Field[])[] {
  const shortened = parsed.map((fields) => {
    const dash = fields.findIndex((field, place) => place >= at && field.kind === 'symbol' && field.isDash);
    return dash > at && dash <= at + MAX_EXTRA_WORDS
      ? [...fields.slice(0, at), ...fields.slice(dash)]
      : fields;
  });
  const dashes = shortened.filter((fields) => fields[at]?.isDash === true).length;
  return dashes >= SHARE * parsed.length ? shortened : parsed;
}

/** A number behind words is the message's when the severity came before them or the line ends with it. */
function isOfMessage(
  parsed: readonly (readonly Field[])[],
  kinds: readonly FieldKind[],
  hasLevel: boolean,
): boolean {
  if (kinds.at(-2) !== 'word') return false;
  if (hasLevel || kinds.includes('severity')) return true;
  return parsed.filter((fields) => fields.length === kinds.length).length > parsed.length / 2;
}

/** The kind that nearly all lines have at a place; `word` when they differ; null when too few lines reach so far. */
function commonKind(parsed: readonly (readonly Field[])[], at: number): FieldKind | null {
  const counts = new Map<FieldKind, number>();
  let present = 0;
  let tags = 0;
  for (const fields of parsed) {
    const field = fields[at];
    if (field === undefined) continue;
    present++;
    if (field.isTag) tags++;
    counts.set(field.kind, (counts.get(field.kind) ?? 0) + 1);
  }
  if (present < SHARE * parsed.length) return null;
  for (const [kind, count] of counts) {
    if (kind !== 'word' && count >= (OPTIONAL.has(kind) ? OPTIONAL_SHARE : SHARE) * parsed.length)
      return kind;
  }
  return tags >= SHARE * parsed.length ? 'tag' : 'word';
}

/** In a log padded to columns, where the message begins behind the last field and a further padded word. */
function tableColumn(
  sample: readonly string[],
  parsed: readonly (readonly Field[])[],
  length: number,
): number | null {
  const starts = new Map<number, number>();
  parsed.forEach((fields, index) => {
    const next = fields[length + 1];
    if (next === undefined || !/\s\s$/.test(sample[index]!.slice(0, next.start))) return;
    starts.set(next.start, (starts.get(next.start) ?? 0) + 1);
  });
  for (const [start, count] of starts) if (count >= SHARE * sample.length) return start;
  return null;
}

const LONGEST_COMPONENT = 200;
const COMPONENT_IN_BRACKETS = /^\([A-Za-z_$][\w$]*(?:\.[\w$]+)+\)$/;

/** Where the bracket opens in which text[start, stop) names its component at its end (`… (kafka.log.LogCleaner)`), else -1. */
export function lastComponent(text: string, start: number, stop: number): number {
  if (text.charCodeAt(stop - 1) !== CLOSE_ROUND) return -1;
  const tail = text.slice(Math.max(start, stop - LONGEST_COMPONENT), stop);
  const open = tail.lastIndexOf(' (') + 1;
  return open > 0 && COMPONENT_IN_BRACKETS.test(tail.slice(open)) ? stop - tail.length + open : -1;
}

const EPOCH = /^(?:[89]|1\d|20)\d{8}(?:\d{3})?$|^\d{9,10}\.\d+$/;

const MARKED = /^[^a-z]+$|^\W|:$/;

function fieldsOf(line: string): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (fields.length <= MAX_FIELDS) {
    at = skipBlanks(line, at, line.length);
    // A quote opens what the line reports, as the request in an access log.
    if (at >= line.length || line.charCodeAt(at) === QUOTE) break;
    const end = endOfField(line, at, line.length);
    const text = line.slice(at, end);
    const kind = fieldKind(text);
    const isTag = kind === 'tag' || (kind === 'severity' && text.endsWith(':'));
    fields.push({
      kind,
      start: at,
      end,
      isEpoch: EPOCH.test(text),
      isTag,
      isMarked: MARKED.test(text),
      isDash: text === '-',
    });
    at = end;
  }
  return fields;
}

/** First character from `at` on that is no blank. */
export function skipBlanks(text: string, at: number, stop: number): number {
  let next = at;
  while (next < stop && classOf(text.charCodeAt(next)) === SPACE) next++;
  return next;
}
