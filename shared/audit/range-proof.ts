import { type MerkleTree, nodeHash, sameHash, splitOf } from './merkle-tree.ts';
import type { TreeHead } from './consistency-proof.ts';

/**
 * Roots of the largest subtrees outside leaves `from` to before `to`, from left to right: what is missing to the root of the tree of
 * the first `size` leaves.
 */
export function rangeProof(
  tree: MerkleTree,
  from: number,
  to: number,
  size = tree.size,
): readonly Uint8Array[] {
  if (from < 0 || from >= to || to > size || size > tree.size)
    throw new RangeError(`The tree has ${tree.size} leaves, not the range ${from} to ${to} of ${size}.`);
  return outside(0, size);

  function outside(low: number, high: number): readonly Uint8Array[] {
    if (high <= from || low >= to) return [tree.subtree(low, high)];
    if (from <= low && high <= to) return [];
    const middle = low + splitOf(high - low);
    return [...outside(low, middle), ...outside(middle, high)];
  }
}

/** Whether the proof shows that `part` stands at `from` and on in the tree, complete and in order. */
export function isRangeIncluded(
  claim: TreeHead & { readonly part: readonly Uint8Array[]; readonly from: number },
  proof: readonly Uint8Array[],
): boolean {
  const { part, from, size } = claim;
  const to = from + part.length;
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(from) || from < 0 || part.length < 1 || to > size)
    return false;
  let used = 0;
  const root = rootOf(0, size);
  return root !== null && used === proof.length && sameHash(root, claim.root);

  function rootOf(low: number, high: number): Uint8Array | null {
    if (high <= from || low >= to) {
      used += 1;
      return proof[used - 1] ?? null;
    }
    if (high - low === 1) return part[low - from] ?? null;
    const middle = low + splitOf(high - low);
    const left = rootOf(low, middle);
    const right = rootOf(middle, high);
    return left === null || right === null ? null : nodeHash(left, right);
  }
}
