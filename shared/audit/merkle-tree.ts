import { hash } from 'node:crypto';
import { bytesBehind } from './bytes-behind.ts';

/** Bytes of a SHA-256 hash. */
export const HASH_BYTES = 32;
/** 0x01 ‖ left ‖ right; one for all calls, since none of them waits. */
const node = new Uint8Array(1 + 2 * HASH_BYTES);
node[0] = 1;

/** Leaf of the tree for one stored entry: SHA-256(0x00 ‖ text as UTF-8), RFC 9162, 2.1.1. */
export function leafHash(text: string): Uint8Array {
  return hash('sha256', bytesBehind(0, text), 'buffer');
}

/** Inner node: SHA-256(0x01 ‖ left ‖ right), RFC 9162, 2.1.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return hash('sha256', node, 'buffer');
}

/** A tree and all that it was at smaller sizes. */
export interface MerkleTree {
  readonly size: number;
  /** Root over leaves `from` to before `to`, as they stand under a split of RFC 9162: log2 of their number in hashes at most. */
  subtree(from: number, to: number): Uint8Array;
}

/** Builds the complete subtrees of the leaves, one hash a leaf; a tree of any smaller size is made of the same subtrees. */
export function createMerkleTree(leaves: readonly Uint8Array[]): MerkleTree {
  const levels = [leaves];
  for (let below = leaves; below.length > 1;) {
    const level: Uint8Array[] = [];
    for (let index = 0; index + 1 < below.length; index += 2) {
      const [left, right] = below.slice(index, index + 2);
      if (left !== undefined && right !== undefined) level.push(nodeHash(left, right));
    }
    levels.push(level);
    below = level;
  }
  return {
    size: leaves.length,
    subtree(from, to) {
      const complete = levels[Math.log2(to - from)]?.[from / (to - from)];
      if (complete !== undefined && to <= leaves.length) return complete;
      if (to - from < 2 || to > leaves.length)
        throw new RangeError(`The tree has ${leaves.length} leaves, not those from ${from} to ${to}.`);
      const middle = from + splitOf(to - from);
      return nodeHash(this.subtree(from, middle), this.subtree(middle, to));
    },
  };
}

/** Root of the tree over leaf hashes; over none it is the hash of nothing (RFC 9162, 2.1.1). */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  return leaves.length === 0
    ? hash('sha256', '', 'buffer')
    : createMerkleTree(leaves).subtree(0, leaves.length);
}

/** Leaves left of the split of a tree: the largest power of two below `size` (RFC 9162, 2.1.1). */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
