import type { AuditNote } from '../contracts/audit-note.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import { createChainWriter } from './create-chain-writer.ts';
import { fittingNote } from './fitting-note.ts';

/** Appends notes to a tenant's chain, each once, for who has nothing more to append. @throws as `fittingNote` and `ChainWriter.append` */
export async function appendAudit(
  tenant: string,
  notes: readonly AuditNote[],
  store: AuditStore,
  signal: AbortSignal,
): Promise<void> {
  const fitting = notes.map(fittingNote);
  const writer = createChainWriter(tenant, store);
  await writer.append(fitting, signal);
  await writer.settle(signal);
}
