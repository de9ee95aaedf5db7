import { PUNCTUATION, type Lexer } from './lexer.ts';
import { type Shape } from './shape.ts';
import { SLOT_HASH } from './word-analysis.ts';

const SPACE_MIX = 0x3c6ef372;

/**
 * Keys are two 32-bit hashes put together to 53 bits, the most a number holds exactly: 20,000 shapes collide with a
 * chance of 2e-8.
 */
function joined(high: number, low: number): number {
  return (high >>> 0) * 0x200000 + (low >>> 11);
}

/** Key of the tokens in the lexer. */
export function exactKey(lexer: Lexer): number {
  return keyOf(lexer.hash, lexer.space, lexer.count, null);
}

/** Key of tokens by their hashes; places that are wild (1) count as variables. */
export function keyOf(
  hashes: ArrayLike<number>,
  spaces: ArrayLike<number>,
  count: number,
  wild: readonly number[] | null,
): number {
  let high = count;
  let low = 0x1234567;
  for (let at = 0; at < count; at++) {
    const hash = wild !== null && wild[at] === 1 ? SLOT_HASH : hashes[at]!;
    const mixed = hash + (spaces[at] === 1 ? SPACE_MIX : 0);
    high = Math.imul(high ^ mixed, 0x85ebca6b);
    high ^= high >>> 13;
    low = Math.imul(low + mixed, 0xc2b2ae35);
    low ^= low >>> 15;
  }
  return joined(high, low);
}

/** Key of the punctuation and spacing alone. */
export function skeletonKey(tokens: Pick<Lexer, 'kind' | 'hash' | 'space' | 'count'>): number {
  return skeleton(tokens.kind, tokens.hash, tokens.space, tokens.count);
}

/** skeletonKey of a shape: the same for the line it came from. */
export function skeletonKeyOfShape(shape: Shape): number {
  return skeleton(shape.kinds, shape.hashes, shape.spaces, shape.texts.length);
}

function skeleton(
  kinds: ArrayLike<number>,
  hashes: ArrayLike<number>,
  spaces: ArrayLike<number>,
  count: number,
): number {
  let high = count;
  let low = 0x7654321;
  for (let at = 0; at < count; at++) {
    const mixed = (kinds[at] === PUNCTUATION ? hashes[at]! : SLOT_HASH) + (spaces[at] === 1 ? SPACE_MIX : 0);
    high = Math.imul(high ^ mixed, 0x85ebca6b);
    high ^= high >>> 13;
    low = Math.imul(low + mixed, 0xc2b2ae35);
    low ^= low >>> 15;
  }
  return joined(high, low);
}

/** Hash of what a line says beside its tokens: types of its variables, digits of its names, its component. */
export function detailOf(lexer: Lexer, componentHash: number): number {
  let detail = componentHash;
  for (let at = 0; at < lexer.count; at++) {
    detail = Math.imul(detail ^ lexer.types[at]! ^ lexer.soft[at]!, 0x9e3779b1);
  }
  return detail;
}
