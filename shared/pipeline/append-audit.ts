import type { AuditNote } from '../contracts/audit-note.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import { createChainWriter } from './create-chain-writer.ts';

/** Appends notes to a tenant's chain, each once, for who has nothing more to append. @throws as `ChainWriter.append` */
export async function appendAudit(
  tenant: string,
  notes: readonly AuditNote[],
  store: AuditStore,
  signal: AbortSignal,
): Promise<void> {
  const writer = createChainWriter(tenant, store);
  await writer.append(notes, signal);
  await writer.settle(signal);
}
