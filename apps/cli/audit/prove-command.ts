import { Command } from 'commander';
import { askedSubtrees } from '../../../shared/audit/asked-subtrees.ts';
import {
  type AuditProof,
  MOST_ENTRIES,
  proveConsistency,
  proveEntries,
  type SignedCheckpoint,
  verifyProof,
} from '../../../shared/audit/audit-proof.ts';
import { createKeyRing, type KeyRing } from '../../../shared/audit/key-ring.ts';
import { leafHash, type MerkleTree } from '../../../shared/audit/merkle-tree.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import type { AuditLog } from '../../../shared/ports/audit-log.ts';
import { EXIT } from '../exit-codes.ts';
import { runCommand } from '../run-command.ts';
import { harmlessJson } from '../terminal-text.ts';
import {
  type AuditOptions,
  heldKeys,
  noteKeysOf,
  parseNumber,
  withLog,
  withPublicKeys,
} from './audit-options.ts';
import { withAuditLog } from './with-audit-log.ts';

interface ProveOptions extends AuditOptions {
  readonly publicKey: readonly string[];
  readonly entry?: number;
  readonly from?: number;
  readonly to?: number;
  readonly since?: number;
  readonly size?: number;
}

/** `perf-agent audit prove`: a proof to hand to somebody who has nothing but the public key. */
export function createProveCommand(): Command {
  return withPublicKeys(withLog(new Command('prove')), 'the key of an exported log')
    .description(
      'print a proof: that an entry or a range stands in the signed log, or that the log only grew',
    )
    .option('--entry <n>', 'the entry', parseNumber)
    .option('--from <n>', 'the first entry of a range', parseNumber)
    .option('--to <n>', 'the last entry of a range', parseNumber)
    .option('--since <size>', 'prove that nothing changed since the checkpoint of this size', parseNumber)
    .option('--size <size>', 'against the checkpoint of this size (default: the newest)', parseNumber)
    .addHelpText('after', '\nExit codes: 0 proved, 1 the log does not agree with the checkpoint, 2 usage.')
    .action((options: ProveOptions) =>
      runCommand(options, () =>
        withAuditLog(options, async (log, services) => {
          const given = options.publicKey.length > 0;
          if (!given && services === null)
            throw new PermanentError('INPUT_INVALID', 'Give --public-key with --export.');
          const keys =
            given || services === null
              ? await noteKeysOf(options.publicKey)
              : heldKeys(await services.auditSigner(options.tenant));
          const rotations = await log.rotations();
          const ring = createKeyRing(keys, rotations);
          const sizes = await log.sizes();
          const size =
            options.size ?? needed(sizes.at(-1), 'The log has no checkpoint: "audit checkpoint" makes one.');
          const checkpoint = await signedAt(log, size, ring);
          const [from, to] = rangeOf(options, size);
          const earlier = options.since === undefined ? null : await signedAt(log, options.since, ring);
          const prove = (tree: MerkleTree, texts: readonly string[]): AuditProof =>
            earlier === null
              ? proveEntries(tree, texts, from, checkpoint)
              : proveConsistency(tree, earlier, checkpoint);
          const blank = Array.from({ length: to - from + 1 }, () => '');
          const subtrees = askedSubtrees(size, (asking) => prove(asking, blank));
          const texts = await readUpTo(log, size, {
            add: (leaf) => subtrees.add(leaf),
            from,
            to: earlier === null ? to : 0,
          });
          const proved = prove(subtrees.tree, texts);
          // Whoever knows an older key, or a newer one, can follow how they came after each other.
          const proof = rotations.length === 0 ? proved : { ...proved, rotations: [...rotations] };
          const { valid, message } = verifyProof(proof, keys);
          console.log(harmlessJson(proof));
          console.error(message);
          return valid ? EXIT.ok : EXIT.negative;
        }),
      ),
    );
}

function rangeOf(
  { entry, from = entry, to = entry, since }: ProveOptions,
  size: number,
): readonly [number, number] {
  if (since !== undefined) {
    if (from === undefined && to === undefined && since <= size) return [1, 1];
    throw new PermanentError('INPUT_INVALID', `--since stands alone, and takes a size up to ${size}.`);
  }
  if (from !== undefined && to !== undefined && to - from >= MOST_ENTRIES)
    throw new PermanentError('INPUT_INVALID', `A proof has up to ${MOST_ENTRIES} entries.`);
  if (from !== undefined && to !== undefined && from <= to && to <= size) return [from, to];
  throw new PermanentError(
    'INPUT_INVALID',
    `Say what to prove: --entry N, --from N --to M, or --since SIZE; the checkpoint covers entries 1 to ${size}.`,
  );
}

async function signedAt(log: AuditLog, size: number, ring: KeyRing): Promise<SignedCheckpoint> {
  const note = needed(await log.checkpoint(size), `The log has no checkpoint of ${size} entries.`);
  const opened = needed(ring.open(note), `The checkpoint of ${size} entries was not signed by a known key.`);
  return { note, checkpoint: opened.checkpoint };
}

/** Hands on the leaf of each entry; returns the texts of those from `from` to `to` alone, since a log may be larger than memory. */
async function readUpTo(
  log: AuditLog,
  size: number,
  { add, from, to }: { readonly add: (leaf: Uint8Array) => void; readonly from: number; readonly to: number },
): Promise<readonly string[]> {
  const texts: string[] = [];
  let count = 0;
  for await (const text of log.entries()) {
    count += 1;
    add(leafHash(text));
    if (count >= from && count <= to) texts.push(text);
    if (count === size) return texts;
  }
  throw new PermanentError('INPUT_INVALID', `The log has ${count} entries; the checkpoint is of ${size}.`);
}

function needed<T>(value: T | null | undefined, message: string): T {
  if (value !== null && value !== undefined) return value;
  throw new PermanentError('INPUT_INVALID', message);
}
