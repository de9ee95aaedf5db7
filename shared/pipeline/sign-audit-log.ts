import { canonicalJson } from '../audit/canonical-json.ts';
import { type Checkpoint, signCheckpoint } from '../audit/checkpoint.ts';
import { createKeyRing, type KeyRing, type OpenedCheckpoint } from '../audit/key-ring.ts';
import { createMerkleFrontier, type FrontierState } from '../audit/merkle-frontier.ts';
import { leafHash } from '../audit/merkle-tree.ts';
import { frontierOf, MOST_LEAVES_AT_ONCE, parseSignedLeaves, signedLeaves } from '../audit/signed-leaves.ts';
import { type AuditSigner, keyIdOf } from '../audit/signed-note.ts';
import { createChainVerifier } from '../audit/verify-chain.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import type { Clock } from '../ports/clock.ts';
import { readAuditEntries } from './read-audit-entries.ts';
import { rotateAuditKey } from './rotate-audit-key.ts';

export interface SigningPorts {
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly producer: string;
  /** The key that signs a tenant's log. */
  readonly auditSigner: (tenant: string) => Promise<AuditSigner>;
}

interface Signed {
  readonly newest: OpenedCheckpoint | null;
  readonly frontier: FrontierState;
  readonly ring: KeyRing;
}

/** What a process that appends remembers of a log, so that it need not be read. */
export interface KnownLog {
  /** The last entry known. */
  end(): number;
  /** Text of an entry; undefined when it is not remembered. */
  textOf(sequence: number): string | undefined;
}

export interface LogSigner {
  /**
   * Signs the log as it stands. @returns the newest checkpoint; null for an empty log
   * @throws PermanentError(`ARTIFACT_INVALID`) when what was appended does not hold together: that is not signed
   */
  sign(signal: AbortSignal): Promise<Checkpoint | null>;
}

/** Signs a log once, for who does not append. @throws as `LogSigner.sign` */
export function signAuditLog(
  tenant: string,
  ports: SigningPorts,
  signal: AbortSignal,
): Promise<Checkpoint | null> {
  return createLogSigner(tenant, ports).sign(signal);
}

/**
 * Signs a log as it grows: takes what was appended since the newest checkpoint, and that alone. Needs no lease: entries are written
 * once, so that all who sign a size sign the same root. Where a former key signed last, the rotation is written first; an instance that has
 * the former key alone signs no more. Its own newest checkpoint is not read again unless another instance signed meanwhile.
 * @param known entries that need not be read
 */
export function createLogSigner(tenant: string, ports: SigningPorts, known?: KnownLog): LogSigner {
  const { audit, clock } = ports;
  let latest: { readonly start: Signed; readonly keyId: string } | null = null;
  const entries: Pick<AuditStore, 'readEntry'> = {
    readEntry: async (_tenant, sequence, signal) =>
      known?.textOf(sequence) ?? audit.readEntry(tenant, sequence, signal),
  };

  async function sign(signal: AbortSignal): Promise<Checkpoint | null> {
    const signer = await ports.auditSigner(tenant);
    const hint = await audit.readCheckpointHint(tenant, signal);
    const isOurs = latest?.start.frontier.size === hint && latest.keyId === keyIdOf(signer);
    const start =
      isOurs && latest !== null ? latest.start : await newestSigned(tenant, hint, audit, signer, signal);
    const { ring } = start;
    if (ring.retired(signer) !== null) return start.newest?.checkpoint ?? null;
    if (start.newest !== null)
      await rotateAuditKey({ tenant, signer, ring, newest: start.newest }, ports, signal);
    // The handing over is an entry, too, which nobody remembers.
    const isHandedOver = start.newest !== null && keyIdOf(start.newest.key) !== keyIdOf(signer);
    const to = known === undefined || isHandedOver ? Number.POSITIVE_INFINITY : known.end();
    return signFrom(start, to, signer, signal);
  }

  async function signFrom(
    start: Signed,
    to: number,
    signer: AuditSigner,
    signal: AbortSignal,
  ): Promise<Checkpoint | null> {
    const frontier = createMerkleFrontier(start.frontier);
    // The last entry that was signed is read again: what comes must follow from it.
    const first = Math.max(1, start.frontier.size);
    const chain = createChainVerifier(first);
    let newest = start.newest?.checkpoint ?? null;
    let from = start.frontier.size;
    let leaves: Uint8Array[] = [];
    for await (const { sequence, text } of readAuditEntries(entries, tenant, first, signal, to)) {
      if (text === null) break;
      chain.add(text);
      if (sequence <= start.frontier.size) continue;
      const leaf = leafHash(text);
      frontier.append(leaf);
      leaves.push(leaf);
      if (leaves.length === MOST_LEAVES_AT_ONCE) await signThem();
    }
    if (leaves.length > 0) await signThem();
    return newest;

    async function signThem(): Promise<void> {
      const [fault] = chain.report().faults;
      if (fault !== undefined)
        throw new PermanentError(
          'ARTIFACT_INVALID',
          `The audit log of "${tenant}" is not signed: ${fault.message} Run "perf-agent audit verify".`,
        );
      const size = frontier.size();
      const checkpoint = { origin: signer.name, size, root: frontier.root(), at: clock.now().toISOString() };
      const added = signedLeaves(from, frontier.state(), leaves);
      const texts = { note: signCheckpoint(checkpoint, signer), leaves: canonicalJson(added) };
      await audit.createCheckpoint(tenant, size, texts, signal);
      newest = checkpoint;
      from = size;
      leaves = [];
      latest = {
        start: {
          newest: { checkpoint, key: signer },
          frontier: frontier.state(),
          ring: createKeyRing([signer], []),
        },
        keyId: keyIdOf(signer),
      };
    }
  }

  return { sign };
}

/** The newest checkpoint of a trusted key and the right edge of its tree, each proved by the other; from nothing when they do not hold. */
async function newestSigned(
  tenant: string,
  hint: number,
  audit: AuditStore,
  signer: AuditSigner,
  signal: AbortSignal,
): Promise<Signed> {
  const size = hint > 0 ? hint : ((await audit.listCheckpoints(tenant, signal)).at(-1) ?? 0);
  const own = createKeyRing([signer], []);
  const none = { newest: null, frontier: { size: 0, hashes: [] } };
  if (size === 0) return { ...none, ring: own };
  const [note, leaves] = await Promise.all([
    audit.readCheckpoint(tenant, size, signal),
    audit.readLeaves(tenant, size, signal),
  ]);
  const byOwn = note === null ? null : own.open(note);
  // Who signed last asks for no rotations: a listing at each checkpoint would be the one cost that grows.
  const ring = byOwn === null ? await wholeRing() : own;
  const newest = byOwn ?? (note === null ? null : ring.open(note));
  const stored = leaves === null ? null : parseSignedLeaves(leaves);
  if (newest === null || stored?.size !== newest.checkpoint.size) return { ...none, ring };
  const frontier = frontierOf(stored, newest.checkpoint.root);
  return frontier === null ? { ...none, ring } : { newest, frontier, ring };

  async function wholeRing(): Promise<KeyRing> {
    return createKeyRing([signer, ...(signer.former ?? [])], await audit.readRotations(tenant, signal));
  }
}
