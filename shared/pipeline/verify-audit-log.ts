import { type ChainReport, createChainVerifier } from '../audit/verify-chain.ts';
import type { AuditStore } from '../ports/audit-store.ts';

/** Reads a tenant's log from its first entry to its end and verifies the chain. An entry missing before the known end is a fault. */
export async function verifyAuditLog(
  store: AuditStore,
  tenant: string,
  progress: (entries: number) => void,
  signal: AbortSignal,
): Promise<ChainReport> {
  const verifier = createChainVerifier();
  const known = await store.readHead(tenant, signal);
  for (let sequence = 1; ; sequence += 1) {
    const text = await store.readEntry(tenant, sequence, signal);
    if (text !== null) verifier.add(text);
    // Beyond the hint the first gap is the end; before it, it is a hole, which the next entry's link shows too.
    else if (sequence > known) return verifier.report();
    else if (sequence === known) verifier.add('');
    if (sequence % 100 === 0) progress(sequence);
  }
}
