import * as z from 'zod';
import type { ChainFault } from './chain-fault.ts';
import { createMerkleFrontier, type FrontierState } from './merkle-frontier.ts';
import { sameHash } from './merkle-tree.ts';
import type { Divergence } from './divergence.ts';

const HexHash = z.string().regex(/^[0-9a-f]{64}$/);

/** Most entries that one checkpoint adds to the one before it, so that its leaves are one small document. */
export const MOST_LEAVES_AT_ONCE = 1_024;

/**
 * Leaves of the entries that a checkpoint added, and the right edge of its tree. It proves itself: the edge folds to the signed root, and
 * the leaves lead from the tree before to it.
 */
export const SignedLeaves = z.strictObject({
  schema: z.literal('perf-agent.audit-leaves.v1'),
  /** Size of the tree before, and of that which the checkpoint signs. */
  from: z.int().nonnegative(),
  size: z.int().positive(),
  frontier: z.array(HexHash).max(64),
  leaves: z.array(HexHash).max(MOST_LEAVES_AT_ONCE),
});
export type SignedLeaves = z.infer<typeof SignedLeaves>;

export function signedLeaves(
  from: number,
  state: FrontierState,
  leaves: readonly Uint8Array[],
): SignedLeaves {
  return {
    schema: 'perf-agent.audit-leaves.v1',
    from,
    size: state.size,
    frontier: state.hashes.map(hexOf),
    leaves: leaves.map(hexOf),
  };
}

/** The right edge, when it folds to the root that was signed; null otherwise. */
export function frontierOf(stored: SignedLeaves, root: Uint8Array): FrontierState | null {
  const state = { size: stored.size, hashes: stored.frontier.map(bytesOf) };
  try {
    return sameHash(createMerkleFrontier(state).root(), root) ? state : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Whether what was noted is what a tree of this right edge ends with.
 * @param leaves the last of the tree, as many as one checkpoint may add or more
 */
export function holdsLeaves(
  noted: SignedLeaves,
  { size, hashes }: FrontierState,
  leaves: readonly Uint8Array[],
): boolean {
  const count = size - noted.from;
  if (noted.size !== size || count < 1 || count > leaves.length) return false;
  return areSame(noted.leaves, leaves.slice(-count)) && areSame(noted.frontier, hashes);
}

function areSame(noted: readonly string[], hashes: readonly Uint8Array[]): boolean {
  return noted.length === hashes.length && hashes.every((hash, index) => hexOf(hash) === noted[index]);
}

/**
 * Which entries between two checkpoints are not those that were signed, by the leaves that were noted with the second.
 * @returns nothing when the leaves are not what was signed either
 */
export function changedSince(divergence: Divergence, stored: SignedLeaves): readonly ChainFault[] {
  const { start, checkpoint, leaves } = divergence;
  if (stored.from > start.size || stored.size !== checkpoint.size) return [];
  const frontier = createMerkleFrontier(start);
  // A checkpoint of another writer may stand between the two.
  const signed = stored.leaves.slice(start.size - stored.from).map(bytesOf);
  for (const leaf of signed) frontier.append(leaf);
  if (frontier.size() !== checkpoint.size || !sameHash(frontier.root(), checkpoint.root)) return [];
  const differing = signed.flatMap((leaf, index) => {
    const found = leaves[index];
    return found === undefined || sameHash(leaf, found) ? [] : [start.size + 1 + index];
  });
  const [first] = differing;
  if (first === undefined) return [];
  const isRestOfLog = differing.length > 1 && differing.length === start.size + leaves.length - first + 1;
  if (isRestOfLog) return [hashedAnew(first, checkpoint.size)];
  return differing.map((sequence) => ({
    sequence,
    fault: 'changed',
    message: `Entry ${sequence} is not the one that was signed.`,
  }));
}

function hashedAnew(sequence: number, until: number): ChainFault {
  return {
    sequence,
    until,
    fault: 'rewritten',
    message: `Entry ${sequence} is not the one that was signed, and the chain was hashed anew from there on: it was changed, or an entry was removed or inserted there.`,
  };
}

/** Null for what are no leaves. */
export function parseSignedLeaves(text: string): SignedLeaves | null {
  try {
    return SignedLeaves.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function bytesOf(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex');
}
