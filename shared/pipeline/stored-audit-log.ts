import type { AuditLog } from '../ports/audit-log.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import { readAuditEntries } from './read-audit-entries.ts';

/** A tenant's log as it lies in the store. */
export function storedAuditLog(store: AuditStore, tenant: string, signal: AbortSignal): AuditLog {
  return {
    async *entries() {
      const end = await this.end();
      for await (const { sequence, text } of readAuditEntries(store, tenant, 1, signal)) {
        // Beyond the known end the first gap is the end; before it, it is a hole.
        if (text !== null) yield text;
        else if (sequence > end) return;
      }
    },
    async end() {
      const noted = await store.readEnd(tenant, signal);
      return Math.max(noted, (await this.sizes()).at(-1) ?? 0);
    },
    sizes: () => store.listCheckpoints(tenant, signal),
    checkpoint: (size) => store.readCheckpoint(tenant, size, signal),
    leaves: (size) => store.readLeaves(tenant, size, signal),
    rotations: () => store.readRotations(tenant, signal),
  };
}
