import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistencyProof, isConsistent } from './consistency-proof.ts';
import { inclusionProof, isIncluded } from './inclusion-proof.ts';
import { createMerkleFrontier } from './merkle-frontier.ts';
import { createMerkleTree, leafHash, merkleRoot } from './merkle-tree.ts';
import { isRangeIncluded, rangeProof } from './range-proof.ts';

/** Inputs, roots and proofs of the reference tests of Certificate Transparency (RFC 6962). */
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const A = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e';
const B = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const C = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const D = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const E = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';
const F = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const G = 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f';
const LEFT = ROOTS[4] ?? '';
// The inputs are ASCII control characters, digits and letters: the same bytes in UTF-8.
const reference = INPUTS.map((hex) => leafHash(Buffer.from(hex, 'hex').toString('latin1')));

const MOST = 200;
const many = Array.from({ length: MOST }, (_, index) => leafHash(`entry ${index}`));
const tree = createMerkleTree(many);
const known = createMerkleTree(reference);
const roots = Array.from({ length: MOST + 1 }, (_, size) => merkleRoot(many.slice(0, size)));
const hex = (hashes: readonly Uint8Array[]): readonly string[] =>
  hashes.map((hash) => Buffer.from(hash).toString('hex'));
const rootAt = (size: number): Uint8Array => roots[size] ?? new Uint8Array();
const leafAt = (index: number): Uint8Array => many[index] ?? new Uint8Array();

describe('the tree', () => {
  it('has the roots of the reference tests at every size', () => {
    expect(hex(ROOTS.map((_, size) => merkleRoot(reference.slice(0, size))))).toEqual(ROOTS);
  });

  it.each([
    [1, 1, []],
    [1, 8, [F, A, B]],
    [6, 8, [C, D, LEFT]],
    [3, 3, [ROOTS[2]]],
    [2, 5, [ROOTS[1], A, C]],
  ])('proves leaf %i of %i as the reference tests do', (leaf, size, proof) => {
    expect(hex(inclusionProof(known, leaf - 1, size))).toEqual(proof);
  });

  it.each([
    [1, 1, []],
    [1, 8, [F, A, B]],
    [6, 8, [E, D, LEFT]],
    [2, 5, [A, C]],
    [6, 7, [E, G, LEFT]],
  ])('proves that %i is the beginning of %i as the reference tests do', (first, second, proof) => {
    expect(hex(consistencyProof(known, first, second))).toEqual(proof);
  });

  it('grows by its right edge alone to the same root, from any size it was left at', () => {
    for (let left = 0; left <= MOST; left += 7) {
      const before = createMerkleFrontier();
      for (const leaf of many.slice(0, left)) before.append(leaf);
      const frontier = createMerkleFrontier(before.state());
      for (const leaf of many.slice(left)) frontier.append(leaf);

      expect(hex([before.root(), frontier.root()])).toEqual(hex([rootAt(left), rootAt(MOST)]));
      expect(before.state().hashes.length).toBeLessThanOrEqual(8);
    }
  });

  it('refuses a right edge that does not fit its size', () => {
    expect(() => createMerkleFrontier({ size: 3, hashes: [leafHash('a')] })).toThrow(RangeError);
  });
});

describe('proofs', () => {
  it('show every leaf of every size up to 200 in its place, and in no other', () => {
    for (let size = 1; size <= MOST; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(tree, index, size);
        const claim = { leaf: leafAt(index), index, size, root: rootAt(size) };
        if (!isIncluded(claim, proof)) throw new Error(`Leaf ${index} of ${size} is not shown.`);
        if (size > 1 && isIncluded({ ...claim, index: (index + 1) % size }, proof))
          throw new Error(`Leaf ${index} of ${size} is shown in the next place, too.`);
      }
    }
    expect(isIncluded({ leaf: leafAt(0), index: 0, size: 0, root: rootAt(0) }, [])).toBe(false);
  });

  it('show every size up to 200 as the beginning of every larger one, and of no other root', () => {
    for (let second = 1; second <= MOST; second += 1) {
      for (let first = 1; first <= second; first += 1) {
        const proof = consistencyProof(tree, first, second);
        const heads = [first, second].map((size) => ({ size, root: rootAt(size) })) as [Head, Head];
        if (!isConsistent(...heads, proof)) throw new Error(`${first} is not shown to begin ${second}.`);
        if (isConsistent({ ...heads[0], root: leafHash('other') }, heads[1], proof))
          throw new Error(`Another root of ${first} is shown to begin ${second}.`);
      }
    }
    expect(isConsistent({ size: 0, root: rootAt(0) }, { size: 1, root: rootAt(1) }, [])).toBe(false);
  });

  it('show every range of every size up to 40, complete and in order', () => {
    for (let size = 1; size <= 40; size += 1) {
      const leaves = many.slice(0, size);
      const root = rootAt(size);
      for (let from = 0; from < size; from += 1) {
        for (let to = from + 1; to <= size; to += 1) {
          const proof = rangeProof(tree, from, to, size);
          const claim = { part: leaves.slice(from, to), from, size, root };
          if (!isRangeIncluded(claim, proof)) throw new Error(`${from} to ${to} of ${size} is not shown.`);
          if (isRangeIncluded({ ...claim, part: claim.part.slice(1) }, proof))
            throw new Error(`${from} to ${to} of ${size} is shown without its first entry.`);
        }
      }
    }
  });

  it('do not hold when a bit, a hash, the index or the size is another', () => {
    const cases = fc.tuple(fc.integer({ min: 2, max: MOST }), fc.nat(), fc.nat(), fc.nat({ max: 6 }));
    fc.assert(
      fc.property(cases, ([size, at, bit, kind]) => {
        const index = at % size;
        const proof = inclusionProof(tree, index, size);
        const claim = { leaf: leafAt(index), index, size, root: rootAt(size) };
        const place = bit % proof.length;
        const forged = [
          () => isIncluded(claim, proof.with(place, flipped(proof[place], bit))),
          () => isIncluded(claim, proof.slice(1)),
          () => isIncluded(claim, [...proof, rootAt(size)]),
          () => isIncluded(claim, [rootAt(size), ...proof]),
          () => isIncluded({ ...claim, leaf: flipped(claim.leaf, bit) }, proof),
          () => isIncluded({ ...claim, root: flipped(claim.root, bit) }, proof),
          () => isIncluded({ ...claim, index: (index + 1 + (bit % (size - 1))) % size }, proof),
        ];

        expect(forged[kind]?.()).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });

  it('cannot be asked for what the tree does not have', () => {
    expect(() => inclusionProof(known, 8)).toThrow(/no leaf 8 of 8/);
    expect(() => consistencyProof(known, 9)).toThrow(/9 and 8 are not two/);
    expect(() => rangeProof(known, 3, 9)).toThrow(/range 3 to 9/);
  });
});

type Head = Parameters<typeof isConsistent>[0];

function flipped(hash: Uint8Array | undefined, bit: number): Uint8Array {
  const copy = Uint8Array.from(hash ?? []);
  const place = Math.floor(bit / 8) % copy.length;
  copy[place] = (copy[place] ?? 0) ^ (1 << (bit % 8));
  return copy;
}
