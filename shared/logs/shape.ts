import { MIXED, SLOT, type Lexer } from './lexer.ts';
import { renderPieces } from './render-pieces.ts';
import { emptyTally, joinTally, type Tally } from './tally.ts';

/** In `softs`: several digits were seen there. In `component`: several components wrote the message. */
export const VARIED = -1;
export const SEVERAL = '*';

/**
 * Lines that are equal but for their variables, counted. Every field joins free of order (sums, minima, unions), which
 * is what makes miners mergeable without loss. Plain data: it can be sent to another thread.
 */
export interface Shape {
  readonly id: number;
  /** Text of each token; `<*>` for variables and for variable pieces of words. */
  readonly texts: string[];
  readonly kinds: number[];
  /** Hash of each token; equal for tokens that differ in variable pieces or soft digits only. */
  readonly hashes: number[];
  readonly spaces: readonly number[];
  /** Per token: types seen in a slot as bits, 0 for the rest. */
  readonly types: number[];
  /** Per token: hash of the digits in a word such as `en0`, VARIED, or 0 for none. */
  readonly softs: number[];
  count: number;
  /** Records by severity and by class of HTTP status. */
  readonly tally: Tally;
  /** Hash of types, softs and component of the last line; lines that agree with it bring nothing new. */
  detail: number;
  firstLine: number;
  lastLine: number;
  severity: number;
  /** Empty when the header names none, SEVERAL when it named different ones. */
  component: string;
  /** The time in the header of the first line, as written there; empty when there is none. */
  firstTime: string;
  example: string;
  /** The exception of the first line, outermost first; empty when none was folded into it. */
  causes: readonly string[];
}

/** What is known of a record beside its tokens. */
export interface RecordContext {
  readonly line: number;
  readonly severity: number;
  readonly component: string;
  readonly time: string;
  readonly example: string;
  readonly causes: readonly string[];
}

/** The shape of the line in the lexer, with a count of 0. Its texts share no memory with `text`. */
export function shapeFrom(
  id: number,
  lexer: Lexer,
  text: string,
  detail: number,
  context: RecordContext,
): Shape {
  const texts: string[] = [];
  for (let at = 0; at < lexer.count; at++) {
    const kind = lexer.kind[at]!;
    if (kind === SLOT) texts.push('<*>');
    else if (kind === MIXED) texts.push(renderPieces(text, lexer.start[at]!, lexer.end[at]!, false));
    else texts.push(copyOf(text, lexer.start[at]!, lexer.end[at]!));
  }
  const { line, severity, component, time, example, causes } = context;
  return {
    id,
    texts,
    kinds: [...lexer.kind.subarray(0, lexer.count)],
    hashes: [...lexer.hash.subarray(0, lexer.count)],
    spaces: [...lexer.space.subarray(0, lexer.count)],
    types: [...lexer.types.subarray(0, lexer.count)],
    softs: [...lexer.soft.subarray(0, lexer.count)],
    ...{
      count: 0,
      tally: emptyTally(),
      detail,
      firstLine: line,
      lastLine: line,
      severity,
      component,
      firstTime: time,
      example,
      causes,
    },
  };
}

/** Widens a shape's types and soft digits by those of another that has the same tokens. */
export function widenShape(shape: Shape, types: ArrayLike<number>, softs: ArrayLike<number>): void {
  for (let at = 0; at < shape.texts.length; at++) {
    if (shape.kinds[at] === SLOT) shape.types[at]! |= types[at]!;
    else if (softs[at] !== 0 && shape.softs[at] !== softs[at]) shape.softs[at] = VARIED;
  }
}

/** Adds the counts and the widths of `other` to `shape`. Commutes and associates. */
export function joinShape(shape: Shape, other: Shape): void {
  if (shape.texts.length === other.texts.length) widenShape(shape, other.types, other.softs);
  shape.count += other.count;
  joinTally(shape.tally, other.tally);
  shape.severity = Math.max(shape.severity, other.severity);
  shape.component = joinComponents(shape.component, other.component);
  shape.lastLine = Math.max(shape.lastLine, other.lastLine);
  if (other.firstLine < shape.firstLine)
    firstSeenAt(shape, { ...other, line: other.firstLine, time: other.firstTime });
}

/** Notes an earlier line as the first of the shape. */
export function firstSeenAt(
  shape: Shape,
  { line, time, example, causes }: Pick<RecordContext, 'line' | 'time' | 'example' | 'causes'>,
): void {
  shape.firstLine = line;
  shape.firstTime = time;
  shape.example = example;
  shape.causes = causes;
}

/** The component of two records: the same, or SEVERAL. */
export function joinComponents(one: string, other: string): string {
  return one === other ? one : SEVERAL;
}

/** Longest example and field of a header that is kept, in code units. */
export const MAX_COPY = 240;

/** A copy of text[start, end), at most 240 units long, that shares no memory with `text`. */
export function copyOf(text: string, start: number, end: number): string {
  const stop = Math.min(end, start + MAX_COPY);
  const codes: number[] = [];
  for (let at = start; at < stop; at++) codes.push(text.charCodeAt(at));
  // A cut through a surrogate pair would leave half a character.
  if (stop < end && (text.charCodeAt(stop - 1) & 0xfc00) === 0xd800) codes.pop();
  return String.fromCharCode(...codes);
}
