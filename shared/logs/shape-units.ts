import { PUNCTUATION, SLOT } from './lexer.ts';
import { type Shape } from './shape.ts';

/**
 * What shapes are compared by: a token, or a whole quoted text, so that `tag="View Lock"` and `tag="Audio"` are alike.
 */
export interface Unit {
  readonly text: string;
  /** Equal for units that say the same; digits of soft words do not count. */
  readonly hash: number;
  readonly space: number;
  readonly kind: number;
  readonly types: number;
  readonly soft: number;
}

/** Of HTTP (RFC 9110, 9.1; RFC 5789): what a quoted request line begins with. */
export const METHODS: ReadonlySet<string> = new Set(
  'GET HEAD POST PUT DELETE PATCH OPTIONS CONNECT TRACE'.split(' '),
);

const MAX_QUOTED_TOKENS = 16;
const FNV = 16777619;

/** The units of a shape, in order. */
export function unitsOf(shape: Shape): readonly Unit[] {
  const units: Unit[] = [];
  let at = 0;
  while (at < shape.texts.length) {
    const text = shape.texts[at]!;
    const close = text === '"' || text === "'" ? closingQuote(shape, at + 1, text) : -1;
    units.push(tokenUnit(shape, at));
    at++;
    if (close < 0) continue;
    // What is asked for tells requests apart; where it is asked does not.
    if (close - at >= 2 && METHODS.has(shape.texts[at]!)) {
      units.push(tokenUnit(shape, at));
      at++;
    }
    if (close - at >= 2) units.push(quotedUnit(shape, at, close));
    else if (close > at) units.push(tokenUnit(shape, at));
    units.push(tokenUnit(shape, close));
    at = close + 1;
  }
  return units;
}

function tokenUnit(shape: Shape, at: number): Unit {
  return {
    text: shape.texts[at]!,
    hash: shape.hashes[at]!,
    space: shape.spaces[at]!,
    kind: shape.kinds[at]!,
    types: shape.types[at]!,
    soft: shape.softs[at]!,
  };
}

/** Position of the quote that ends the text starting at `from`, or -1; a quote after a blank opens another text. */
function closingQuote(shape: Shape, from: number, quote: string): number {
  const limit = Math.min(shape.texts.length, from + MAX_QUOTED_TOKENS);
  for (let at = from; at < limit; at++) {
    if (shape.texts[at] === quote) return shape.spaces[at] === 1 ? -1 : at;
  }
  return -1;
}

function quotedUnit(shape: Shape, from: number, to: number): Unit {
  let text = '';
  let hash = 1;
  let types = 0;
  let soft = 0;
  for (let at = from; at < to; at++) {
    text += (shape.spaces[at] === 1 && at > from ? ' ' : '') + shape.texts[at]!;
    hash = Math.imul(hash ^ (shape.hashes[at]! + shape.spaces[at]!), FNV);
    types |= shape.types[at]!;
    if (shape.softs[at] !== 0) soft = shape.softs[at]!;
  }
  const kind = shape.kinds
    .slice(from, to)
    .every((tokenKind) => tokenKind === SLOT || tokenKind === PUNCTUATION);
  return { text, hash, space: shape.spaces[from]!, kind: kind ? SLOT : QUOTED, types, soft };
}

/** Kind of a unit that stands for a quoted text of several tokens. */
export const QUOTED = 4;
