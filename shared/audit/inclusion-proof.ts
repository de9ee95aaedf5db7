import { climb } from './climb.ts';
import { type MerkleTree, nodeHash, sameHash, splitOf } from './merkle-tree.ts';

/** Path of leaf `index` (from 0) in the tree of the first `size` leaves, from the leaf upwards (RFC 9162, 2.1.3.1). */
export function inclusionProof(tree: MerkleTree, index: number, size = tree.size): readonly Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= size || size > tree.size)
    throw new RangeError(`The tree has ${tree.size} leaves; there is no leaf ${index} of ${size}.`);
  return path(0, size);

  function path(from: number, to: number): readonly Uint8Array[] {
    if (to - from === 1) return [];
    const middle = from + splitOf(to - from);
    return index < middle
      ? [...path(from, middle), tree.subtree(middle, to)]
      : [...path(middle, to), tree.subtree(from, middle)];
  }
}

/** Whether the path shows that `leaf` stands at `index` of the tree of that size and root (RFC 9162, 2.1.3.2). */
export function isIncluded(
  claim: {
    readonly leaf: Uint8Array;
    readonly index: number;
    readonly size: number;
    readonly root: Uint8Array;
  },
  proof: readonly Uint8Array[],
): boolean {
  const { index, size } = claim;
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let hash = claim.leaf;
  const arrived = climb({ node: index, last: size - 1 }, proof, (sibling, side) => {
    hash = side === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  });
  return arrived && sameHash(hash, claim.root);
}
