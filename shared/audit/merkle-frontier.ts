import { merkleRoot, nodeHash } from './merkle-tree.ts';

/** Right edge of a tree: roots of its complete subtrees, the largest first, one for each bit of `size` that is set. */
export interface FrontierState {
  readonly size: number;
  readonly hashes: readonly Uint8Array[];
}

export interface MerkleFrontier {
  /** Adds a leaf: at most log2(size) hashes, on average one. */
  append(leaf: Uint8Array): void;
  size(): number;
  /** Root of the tree so far, log2(size) hashes. */
  root(): Uint8Array;
  state(): FrontierState;
}

/**
 * A growing tree of which only the right edge is kept, so that adding an entry costs the same however long the log is.
 * @throws RangeError when `from` has not one hash for each bit of its size
 */
export function createMerkleFrontier(from: FrontierState = { size: 0, hashes: [] }): MerkleFrontier {
  const hashes = [...from.hashes];
  let { size } = from;
  if (hashes.length !== bitsSet(size))
    throw new RangeError(`A frontier of ${size} leaves has ${bitsSet(size)} hashes, not ${hashes.length}.`);
  return {
    append(leaf) {
      let node = leaf;
      // Each trailing set bit is a complete subtree as large as the one that was just completed.
      for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
        const left = hashes.pop();
        if (left !== undefined) node = nodeHash(left, node);
      }
      hashes.push(node);
      size += 1;
    },
    size: () => size,
    root() {
      const last = hashes.at(-1);
      if (last === undefined) return merkleRoot([]);
      return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
    },
    state: () => ({ size, hashes: [...hashes] }),
  };
}

function bitsSet(size: number): number {
  let bits = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}
