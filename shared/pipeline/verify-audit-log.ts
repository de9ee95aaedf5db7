import { explainDivergence } from '../audit/explain-divergence.ts';
import { openCheckpoints } from '../audit/open-checkpoints.ts';
import type { NoteKey } from '../audit/signed-note.ts';
import { createLogVerifier, type LogReport } from '../audit/verify-log.ts';
import type { AuditLog } from '../ports/audit-log.ts';

const PROGRESS_EVERY = 10_000;

/**
 * Reads a log from its first entry to its end and verifies its chain, and with keys all checkpoints that were written of it.
 * An entry missing before the known end is a fault, and so is a checkpoint that no trusted key signed.
 *
 * @param keys those that are known to be the log's; others that follow them, or that they follow, need not be given
 * @param kept notes of checkpoints that were kept elsewhere: a log that was taken back to an earlier one is found by them alone
 */
export async function verifyAuditLog(
  log: AuditLog,
  keys: readonly NoteKey[],
  progress: (entries: number) => void = () => undefined,
  kept: readonly string[] = [],
): Promise<LogReport> {
  const notes: { readonly size: number | null; readonly note: string | null }[] = kept.map((note) => ({
    size: null,
    note,
  }));
  for (const size of keys.length === 0 ? [] : await log.sizes())
    notes.push({ size, note: await log.checkpoint(size) });
  const rotations = keys.length === 0 ? [] : await log.rotations();
  const { checkpoints, faults } = openCheckpoints({ checkpoints: notes, rotations }, keys);
  const end = await log.end();
  const verifier = createLogVerifier(checkpoints);
  let entries = 0;
  for await (const text of log.entries()) {
    verifier.add(text);
    entries += 1;
    if (entries % PROGRESS_EVERY === 0) progress(entries);
  }
  const divergence = verifier.divergence();
  const leaves = divergence === null ? null : await log.leaves(divergence.checkpoint.size);
  return explainDivergence(verifier, { end, faults, leaves });
}
