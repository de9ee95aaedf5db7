import { openCheckpoint } from '../audit/checkpoint.ts';
import { explainDivergence } from '../audit/explain-divergence.ts';
import type { NoteKey } from '../audit/signed-note.ts';
import { createLogVerifier, type LogReport } from '../audit/verify-log.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import { readAuditEntries } from './read-audit-entries.ts';

/**
 * Reads a tenant's log from its first entry to its end and verifies its chain, and with a key all checkpoints that were written of it.
 * An entry missing before the known end is a fault, and so is a checkpoint that the key did not sign.
 */
export async function verifyAuditLog(
  store: AuditStore,
  tenant: string,
  progress: (entries: number) => void,
  signal: AbortSignal,
  key: NoteKey | null = null,
): Promise<LogReport> {
  const sizes = key === null ? [] : await store.listCheckpoints(tenant, signal);
  const notes: { size: number; note: string }[] = [];
  for (const size of sizes)
    notes.push({ size, note: (await store.readCheckpoint(tenant, size, signal)) ?? '' });
  const opened = notes.map(({ size, note }) => ({
    size,
    checkpoint: key === null ? null : openCheckpoint(note, key),
  }));
  const verifier = createLogVerifier(opened.flatMap(({ checkpoint }) => checkpoint ?? []));
  const end = Math.max(await store.readHead(tenant, signal), sizes.at(-1) ?? 0);
  for await (const { sequence, text } of readAuditEntries(store, tenant, 1, signal)) {
    // Beyond the known end the first gap is the end; before it, it is a hole.
    if (text !== null) verifier.add(text);
    else if (sequence > end) break;
    if (sequence % 100 === 0) progress(sequence);
  }
  const forged = opened.flatMap(({ size, checkpoint }) => (checkpoint?.size === size ? [] : [size]));
  const divergence = verifier.divergence();
  const leaves =
    divergence === null ? null : await store.readLeaves(tenant, divergence.checkpoint.size, signal);
  return explainDivergence(verifier, { end, forged, leaves });
}
