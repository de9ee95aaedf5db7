import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedSubtrees } from './asked-subtrees.ts';
import { consistencyProof } from './consistency-proof.ts';
import { inclusionProof } from './inclusion-proof.ts';
import { createMerkleTree, leafHash, type MerkleTree } from './merkle-tree.ts';
import { rangeProof } from './range-proof.ts';

const LEAVES = Array.from({ length: 130 }, (_, index) => leafHash(String(index)));
const whole = createMerkleTree(LEAVES);

describe('subtrees that a proof asks for', () => {
  it('make the proofs that the whole tree makes, of entries, ranges and growth', () => {
    const three = fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: LEAVES.length })));
    fc.assert(
      fc.property(three, (numbers) => {
        const [from = 1, to = 1, size = 1] = numbers.toSorted((a, b) => a - b);
        const proofs: readonly ((tree: MerkleTree) => readonly Uint8Array[])[] = [
          (tree) => inclusionProof(tree, from - 1, size),
          (tree) => rangeProof(tree, from - 1, to, size),
          (tree) => consistencyProof(tree, from, size),
        ];

        for (const prove of proofs) {
          const { add, tree } = askedSubtrees(size, prove);
          LEAVES.slice(0, size).forEach(add);
          expect(prove(tree)).toEqual(prove(whole));
        }
      }),
    );
  });

  it('are refused while leaves of them are missing', () => {
    const prove = (tree: MerkleTree) => inclusionProof(tree, 0, 4);
    const { add, tree } = askedSubtrees(4, prove);

    LEAVES.slice(0, 3).forEach(add);

    expect(() => prove(tree)).toThrow(RangeError);
  });
});
