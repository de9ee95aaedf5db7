import { PUNCTUATION, SLOT } from './lexer.ts';
import { typeBit } from './parameter-type.ts';
import { type Shape } from './shape.ts';
import { keyOf } from './shape-key.ts';
import { SLOT_HASH } from './word-analysis.ts';

export const TEXT = typeBit('text');

/** Key of a shape as it is now, its widened places counted as variables. */
export function keyOfShape(shape: Shape): number {
  return keyOf(shape.hashes, shape.spaces, shape.texts.length, null);
}

/** Adds the values of a shape to those seen at each place that is not widened (null). */
export function addValues(values: readonly (Set<number> | null)[], shape: Shape): void {
  values.forEach((seen, at) => {
    if (shape.kinds[at] !== PUNCTUATION) seen?.add(shape.hashes[at]!);
  });
}

/** Makes a shape say "anything" at the wild places. */
export function widenPlaces(shape: Shape, wild: readonly number[]): void {
  wild.forEach((isWild, at) => {
    if (isWild !== 1) return;
    shape.texts[at] = '<*>';
    shape.kinds[at] = SLOT;
    shape.hashes[at] = SLOT_HASH;
    shape.types[at]! |= TEXT;
    shape.softs[at] = 0;
  });
}

/** A copy that shares no state with the shape. */
export function copyShape(shape: Shape): Shape {
  const { texts, kinds, hashes, types, softs, tally } = shape;
  return {
    ...shape,
    texts: [...texts],
    kinds: [...kinds],
    hashes: [...hashes],
    types: [...types],
    softs: [...softs],
    tally: [...tally],
  };
}
