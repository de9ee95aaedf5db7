import * as z from 'zod';
import type { Checkpoint } from './checkpoint.ts';
import { consistencyProof, isConsistent } from './consistency-proof.ts';
import { inclusionProof, isIncluded } from './inclusion-proof.ts';
import { createKeyRing, type KeyRing, type OpenedCheckpoint } from './key-ring.ts';
import { leafHash, type MerkleTree } from './merkle-tree.ts';
import { isRangeIncluded, rangeProof } from './range-proof.ts';
import { readEntryText } from './read-entry-text.ts';
import { keyIdOf, type NoteKey } from './signed-note.ts';
import { createChainVerifier } from './verify-chain.ts';

/** Entries of one proof. */
export const MOST_ENTRIES = 100_000;

const HexHash = z.string().regex(/^[0-9a-f]{64}$/);
const Hashes = z.array(HexHash).max(200);
const Note = z.string().max(100_000);
const common = {
  schema: z.literal('perf-agent.audit-proof.v1'),
  /** Statements that one key follows another, for who knows another key of the log than the one that signed. */
  rotations: z.array(Note).max(100).optional(),
};

/** A proof that stands by itself: with the public key, whoever holds it needs neither the log nor its keeper. */
export const AuditProof = z.discriminatedUnion('proves', [
  /** That the entry stands under its number in the log that the checkpoint signs (RFC 9162, 2.1.3). */
  z.strictObject({
    ...common,
    proves: z.literal('entry'),
    entry: z.string(),
    checkpoint: Note,
    hashes: Hashes,
  }),
  /** That the entries stand one after the other, none left out, from the number of the first. */
  z.strictObject({
    ...common,
    proves: z.literal('range'),
    entries: z.array(z.string()).min(1).max(MOST_ENTRIES),
    checkpoint: Note,
    hashes: Hashes,
  }),
  /** That the log of the later checkpoint begins with all of that of the earlier (RFC 9162, 2.1.4). */
  z.strictObject({ ...common, proves: z.literal('consistency'), earlier: Note, later: Note, hashes: Hashes }),
]);
export type AuditProof = z.infer<typeof AuditProof>;

const SCHEMA = { schema: 'perf-agent.audit-proof.v1' } as const;

/** A checkpoint with the note that signed it. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: string;
}

/** @param texts entries as they are stored, the first with number `from` (from 1) */
export function proveEntries(
  tree: MerkleTree,
  texts: readonly string[],
  from: number,
  { checkpoint, note }: SignedCheckpoint,
): AuditProof {
  const [entry] = texts;
  if (texts.length === 1 && entry !== undefined) {
    const hashes = hexOf(inclusionProof(tree, from - 1, checkpoint.size));
    return { ...SCHEMA, proves: 'entry', entry, checkpoint: note, hashes };
  }
  const hashes = hexOf(rangeProof(tree, from - 1, from - 1 + texts.length, checkpoint.size));
  return { ...SCHEMA, proves: 'range', entries: [...texts], checkpoint: note, hashes };
}

export function proveConsistency(
  tree: MerkleTree,
  earlier: SignedCheckpoint,
  later: SignedCheckpoint,
): AuditProof {
  const hashes = hexOf(consistencyProof(tree, earlier.checkpoint.size, later.checkpoint.size));
  return { ...SCHEMA, proves: 'consistency', earlier: earlier.note, later: later.note, hashes };
}

export interface ProofReport {
  readonly valid: boolean;
  readonly message: string;
}

/** Verifies a proof offline. @returns what it shows, or why it shows nothing */
export function verifyProof(proof: AuditProof, keys: readonly NoteKey[]): ProofReport {
  const ring = createKeyRing(keys, proof.rotations ?? []);
  if (ring.refused > 0)
    return {
      valid: false,
      message: `${ring.refused} of the statements that one key follows another are not signed by both, or join no key that was given.`,
    };
  return proof.proves === 'consistency' ? verifyConsistency(proof, ring) : verifyEntries(proof, ring);
}

function verifyEntries(proof: Exclude<AuditProof, { proves: 'consistency' }>, ring: KeyRing): ProofReport {
  const opened = ring.open(proof.checkpoint);
  if (opened === null) return unsigned('The checkpoint');
  if (!ring.standsAlone(opened)) return followed('The checkpoint', opened);
  const { checkpoint } = opened;
  const texts = proof.proves === 'entry' ? [proof.entry] : proof.entries;
  const first = readEntryText(texts[0] ?? '');
  if (first.state !== 'sound')
    return { valid: false, message: 'The first entry was changed: its content does not fit its hash.' };
  const chain = createChainVerifier(first.sequence);
  for (const text of texts) chain.add(text);
  const [fault] = chain.report().faults;
  if (fault !== undefined) return { valid: false, message: fault.message };
  const from = first.sequence - 1;
  const hashes = bytesOf(proof.hashes);
  const [leaf, ...others] = texts.map(leafHash);
  const isProved =
    leaf !== undefined &&
    (proof.proves === 'entry'
      ? isIncluded({ ...checkpoint, leaf, index: from }, hashes)
      : isRangeIncluded({ ...checkpoint, part: [leaf, ...others], from }, hashes));
  const what = texts.length === 1 ? `Entry ${from + 1}` : `Entries ${from + 1} to ${from + texts.length}`;
  const log = `the log ${checkpoint.origin} of ${checkpoint.size} entries that was signed at ${checkpoint.at}`;
  return isProved
    ? { valid: true, message: `${what} stood in ${log}.` }
    : { valid: false, message: `${what} did not stand so in ${log}.` };
}

function verifyConsistency(
  proof: Extract<AuditProof, { proves: 'consistency' }>,
  ring: KeyRing,
): ProofReport {
  const opened = ring.open(proof.later);
  const earlier = ring.open(proof.earlier)?.checkpoint;
  if (earlier === undefined) return unsigned('The earlier checkpoint');
  if (opened === null) return unsigned('The later checkpoint');
  // The later one vouches for the earlier, whoever signed that.
  if (!ring.standsAlone(opened)) return followed('The later checkpoint', opened);
  const later = opened.checkpoint;
  if (earlier.origin !== later.origin)
    return { valid: false, message: `${earlier.origin} and ${later.origin} are two logs.` };
  const begins = `the log ${later.origin} of ${later.size} entries begins with the ${earlier.size} that were signed before.`;
  return isConsistent(earlier, later, bytesOf(proof.hashes))
    ? { valid: true, message: `It is shown that ${begins}` }
    : { valid: false, message: `It is not shown that ${begins}` };
}

function followed(what: string, { key }: OpenedCheckpoint): ProofReport {
  return {
    valid: false,
    message: `${what} was signed by the key ${keyIdOf(key)}, which another has followed under another checkpoint: ask for a proof under one of the key in force.`,
  };
}

function unsigned(what: string): ProofReport {
  return { valid: false, message: `${what} was not signed by a key that was given, or that follows one.` };
}

function hexOf(hashes: readonly Uint8Array[]): string[] {
  return hashes.map((hash) => Buffer.from(hash).toString('hex'));
}

function bytesOf(hashes: readonly string[]): Uint8Array[] {
  return hashes.map((hash) => Buffer.from(hash, 'hex'));
}
