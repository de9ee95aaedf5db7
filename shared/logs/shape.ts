import { MIXED, PUNCTUATION, SLOT, type Lexer } from './lexer.ts';
import { renderPieces } from './render-pieces.ts';

/** Several digits were seen in the soft places of this token. */
export const VARIED = -1;

/**
 * Lines that are equal but for their variables: what a miner counts. All fields join in an order-free way (sums, minima,
 * unions), which is what makes miners mergeable without loss.
 */
export interface Shape {
  readonly id: number;
  readonly key: number;
  /** Text of each token; `<*>` for variables and for variable pieces of words. */
  readonly texts: readonly string[];
  readonly kinds: readonly number[];
  /** Hash of each token; equal for tokens that differ in variable pieces or soft digits only. */
  readonly hashes: readonly number[];
  readonly spaces: readonly number[];
  /** Per token: types seen in a slot as bits, 0 for the rest. */
  readonly types: number[];
  /** Per token: hash of the digits in a word such as `en0`, VARIED, or 0 for none. */
  readonly softs: number[];
  count: number;
  /** Hash of types and softs of the last line; lines that agree with it bring nothing new. */
  detail: number;
  firstLine: number;
  lastLine: number;
  severity: number;
  example: string;
}

/** Hash of what a line says about types and soft digits. */
export function detailOf(lexer: Lexer, count: number): number {
  let detail = 0;
  for (let at = 0; at < count; at++)
    detail = Math.imul(detail ^ lexer.types[at]! ^ lexer.soft[at]!, 0x9e3779b1);
  return detail;
}

/** Widens a shape's types and soft digits by those of the line in the lexer. */
export function widenShape(shape: Shape, lexer: Lexer, count: number): void {
  for (let at = 0; at < count; at++) {
    shape.types[at]! |= lexer.types[at]!;
    const soft = lexer.soft[at]!;
    if (soft !== 0 && shape.softs[at] !== soft) shape.softs[at] = VARIED;
  }
}

/** The texts of the tokens in the lexer, copied so that they do not keep the whole input alive. */
export function textsOf(lexer: Lexer, text: string, count: number): string[] {
  const texts: string[] = [];
  for (let at = 0; at < count; at++) {
    const kind = lexer.kind[at]!;
    if (kind === SLOT) texts.push('<*>');
    else if (kind === MIXED) texts.push(renderPieces(text, lexer.start[at]!, lexer.end[at]!, false));
    else
      texts.push(
        copyOf(
          text,
          lexer.start[at]!,
          kind === PUNCTUATION ? Math.min(lexer.end[at]!, lexer.start[at]! + 80) : lexer.end[at]!,
        ),
      );
  }
  return texts;
}

const MAX_COPY = 512;

/** A copy of text[start, end), at most 512 units long, that shares no memory with `text`. */
export function copyOf(text: string, start: number, end: number): string {
  const length = Math.min(end - start, MAX_COPY);
  const codes: number[] = [];
  for (let at = 0; at < length; at++) codes.push(text.charCodeAt(start + at));
  return String.fromCharCode(...codes);
}
