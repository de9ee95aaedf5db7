import { climb } from './climb.ts';
import { type MerkleTree, nodeHash, sameHash, splitOf } from './merkle-tree.ts';

/** Proof that the tree of the first `first` leaves is the beginning of that of the first `second` (RFC 9162, 2.1.4.1). */
export function consistencyProof(tree: MerkleTree, first: number, second = tree.size): readonly Uint8Array[] {
  if (!Number.isInteger(first) || first < 1 || first > second || second > tree.size)
    throw new RangeError(
      `The tree has ${tree.size} leaves; ${first} and ${second} are not two of its sizes.`,
    );
  return first === second ? [] : subproof(0, second, true);

  function subproof(from: number, to: number, isWhole: boolean): readonly Uint8Array[] {
    if (first === to) return isWhole ? [] : [tree.subtree(from, to)];
    const middle = from + splitOf(to - from);
    return first <= middle
      ? [...subproof(from, middle, isWhole), tree.subtree(middle, to)]
      : [...subproof(middle, to, false), tree.subtree(from, middle)];
  }
}

export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the proof shows that `second` goes on where `first` ended (RFC 9162, 2.1.4.2). */
export function isConsistent(first: TreeHead, second: TreeHead, proof: readonly Uint8Array[]): boolean {
  const areSizes = [first, second].every(({ size }) => Number.isSafeInteger(size));
  if (!areSizes || first.size < 1 || first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && sameHash(first.root, second.root);
  // An earlier tree that is one complete subtree is its own beginning, which the proof leaves out.
  const [start, ...siblings] = isPowerOfTwo(first.size) && proof.length > 0 ? [first.root, ...proof] : proof;
  if (start === undefined) return false;
  let node = first.size - 1;
  let last = second.size - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  let before = start;
  let after = start;
  const arrived = climb({ node, last }, siblings, (sibling, side) => {
    if (side === 'left') before = nodeHash(sibling, before);
    after = side === 'left' ? nodeHash(sibling, after) : nodeHash(after, sibling);
  });
  return arrived && sameHash(before, first.root) && sameHash(after, second.root);
}

function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(Math.log2(size));
}
