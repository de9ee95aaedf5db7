import { createMerkleFrontier } from './merkle-frontier.ts';
import type { MerkleTree } from './merkle-tree.ts';

/** Takes the leaves of a tree one after the other and keeps no more of them than a proof asks for. */
export interface AskedSubtrees {
  add(leaf: Uint8Array): void;
  /** The tree, as far as it was asked for. */
  readonly tree: MerkleTree;
}

/**
 * Of a log that is larger than memory: which subtrees a proof is made of follows from sizes alone, so that it is asked before the first leaf is read.
 * @param size leaves of the tree
 * @param ask makes the proof; what the tree answers means nothing yet
 */
export function askedSubtrees(size: number, ask: (tree: MerkleTree) => void): AskedSubtrees {
  const asked: { readonly from: number; readonly to: number }[] = [];
  ask({
    size,
    subtree(from, to) {
      asked.push({ from, to });
      return new Uint8Array();
    },
  });
  const waiting = asked.sort((a, b) => a.from - b.from);
  const roots = new Map<string, Uint8Array>();
  let count = 0;
  let next = 0;
  let frontier = createMerkleFrontier();
  return {
    add(leaf) {
      const range = waiting[next];
      count += 1;
      if (range === undefined || count <= range.from) return;
      frontier.append(leaf);
      if (count < range.to) return;
      roots.set(nameOf(range.from, range.to), frontier.root());
      frontier = createMerkleFrontier();
      next += 1;
    },
    tree: {
      size,
      subtree(from, to) {
        const root = roots.get(nameOf(from, to));
        if (root !== undefined) return root;
        throw new RangeError(
          `The leaves from ${from} to ${to} were not asked for, or not all of them were read.`,
        );
      },
    },
  };
}

function nameOf(from: number, to: number): string {
  return `${from} ${to}`;
}
