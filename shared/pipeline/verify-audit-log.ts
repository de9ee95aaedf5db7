import { openCheckpoint } from '../audit/checkpoint.ts';
import { explainDivergence } from '../audit/explain-divergence.ts';
import type { NoteKey } from '../audit/signed-note.ts';
import { createLogVerifier, type LogReport } from '../audit/verify-log.ts';
import type { AuditLog } from '../ports/audit-log.ts';

const PROGRESS_EVERY = 10_000;

/**
 * Reads a log from its first entry to its end and verifies its chain, and with a key all checkpoints that were written of it.
 * An entry missing before the known end is a fault, and so is a checkpoint that the key did not sign.
 */
export async function verifyAuditLog(
  log: AuditLog,
  key: NoteKey | null,
  progress: (entries: number) => void = () => undefined,
): Promise<LogReport> {
  const opened = [];
  for (const size of key === null ? [] : await log.sizes()) {
    const note = await log.checkpoint(size);
    opened.push({ size, checkpoint: key === null || note === null ? null : openCheckpoint(note, key) });
  }
  const end = await log.end();
  const isOf = (size: number, checkpoint: { readonly size: number } | null): boolean =>
    checkpoint?.size === size;
  const verifier = createLogVerifier(
    opened.flatMap(({ size, checkpoint }) => (isOf(size, checkpoint) ? (checkpoint ?? []) : [])),
  );
  let entries = 0;
  for await (const text of log.entries()) {
    verifier.add(text);
    entries += 1;
    if (entries % PROGRESS_EVERY === 0) progress(entries);
  }
  const forged = opened.flatMap(({ size, checkpoint }) => (isOf(size, checkpoint) ? [] : [size]));
  const divergence = verifier.divergence();
  const leaves = divergence === null ? null : await log.leaves(divergence.checkpoint.size);
  return explainDivergence(verifier, { end, forged, leaves });
}
