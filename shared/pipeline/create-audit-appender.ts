import { wellFormed } from '../audit/well-formed.ts';
import { AuditNote } from '../contracts/audit-note.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import { appendAudit } from './append-audit.ts';

const MOST_TOGETHER = 50;
const APPEND_TIMEOUT_MS = 50_000;

interface Waiting {
  readonly note: AuditNote;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Takes notes from concurrent messages and appends those that wait together under one lease (group commit): the chain
 * of a tenant has one writer at a time, and a lease for every note would make that the bottleneck.
 */
export function createAuditAppender(store: AuditStore): { append(data: unknown): Promise<void> } {
  const queues = new Map<string, Waiting[]>();
  const busy = new Set<string>();

  async function drain(tenant: string): Promise<void> {
    if (busy.has(tenant)) return;
    busy.add(tenant);
    for (;;) {
      const batch = queues.get(tenant)?.splice(0, MOST_TOGETHER) ?? [];
      if (batch.length === 0) break;
      try {
        const notes = batch.map((waiting) => waiting.note);
        await appendAudit(tenant, notes, store, AbortSignal.timeout(APPEND_TIMEOUT_MS));
        for (const waiting of batch) waiting.done();
      } catch (error) {
        for (const waiting of batch) waiting.failed(error);
      }
    }
    busy.delete(tenant);
    queues.delete(tenant);
  }

  return {
    async append(data) {
      const parsed = AuditNote.safeParse(data);
      if (!parsed.success) {
        throw new PermanentError(
          'INPUT_INVALID',
          `An audit note does not fit: ${describeIssues(parsed.error)}`,
        );
      }
      const { tenant } = parsed.data;
      await new Promise<void>((done, failed) => {
        const queue = queues.get(tenant) ?? [];
        queues.set(tenant, queue);
        // Here and not at the entry: notes are appended together, and what cannot be hashed would fail all of them.
        queue.push({ note: wellFormed(parsed.data), done, failed });
        void drain(tenant);
      });
    },
  };
}
