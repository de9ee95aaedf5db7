import type { ChainFault } from '../audit/chain-fault.ts';
import { explainDivergence } from '../audit/explain-divergence.ts';
import { openCheckpoints } from '../audit/open-checkpoints.ts';
import { parseSignedLeaves } from '../audit/signed-leaves.ts';
import type { NoteKey } from '../audit/signed-note.ts';
import { createLogVerifier, type LogReport, type LogVerifier } from '../audit/verify-log.ts';
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
  const strangers = keys.length === 0 ? [] : ((await log.strangers?.()) ?? []);
  const beside: ChainFault[] = [...faults, ...strangers.map(strange)];
  const end = await log.end();
  const verifier = createLogVerifier(checkpoints);
  let entries = 0;
  for await (const text of log.entries()) {
    verifier.add(text);
    entries += 1;
    if (verifier.signed() === entries) beside.push(...(await leavesFaults(log, entries, verifier)));
    if (entries % PROGRESS_EVERY === 0) progress(entries);
  }
  const divergence = verifier.divergence();
  const leaves = divergence === null ? null : await log.leaves(divergence.checkpoint.size);
  return explainDivergence(verifier, { end, faults: beside, leaves });
}

/** What a writer of the next checkpoint goes on from; a log may lie without, a part of it not with another. */
async function leavesFaults(
  log: AuditLog,
  size: number,
  verifier: LogVerifier,
): Promise<readonly ChainFault[]> {
  const text = await log.leaves(size);
  const noted = text === null ? null : parseSignedLeaves(text);
  if (text === null || (noted !== null && verifier.holds(noted))) return [];
  const message = `The leaves noted with the checkpoint of ${size} entries are not those of the log, which agrees with it.`;
  return [{ sequence: size, fault: 'leaves-forged', message }];
}

function strange(name: string): ChainFault {
  return {
    sequence: 0,
    fault: 'checkpoint-forged',
    message: `"${name}" lies among the checkpoints and is named like none.`,
  };
}
