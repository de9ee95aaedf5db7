import { wellFormed } from '../audit/well-formed.ts';
import { AuditNote } from '../contracts/audit-note.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { appendAudit } from './append-audit.ts';
import { signAuditLog, type SigningPorts } from './sign-audit-log.ts';

const MOST_TOGETHER = 50;
const APPEND_TIMEOUT_MS = 50_000;
/** A checkpoint for each note would double what is stored; with this many between two, naming a changed entry stays one small read. */
const MOST_UNSIGNED = 64;
/** The last steps of a run, whichever of them comes last. */
const ENDS_RUN: ReadonlySet<string> = new Set([
  'step.learn',
  'step.ticket',
  'step.notify',
  'step.approve',
  'step.failed',
]);

interface Waiting {
  readonly note: AuditNote;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Takes notes from concurrent messages and appends those that wait together under one lease (group commit): the chain
 * of a tenant has one writer at a time, and a lease for every note would make that the bottleneck. At the end of a run, and after every
 * 64 notes, the log is signed; when that fails the messages come back, find their notes standing, and it is tried again.
 */
export function createAuditAppender(ports: SigningPorts): { append(data: unknown): Promise<void> } {
  const queues = new Map<string, Waiting[]>();
  const unsigned = new Map<string, number>();
  const busy = new Set<string>();

  async function drain(tenant: string): Promise<void> {
    if (busy.has(tenant)) return;
    busy.add(tenant);
    for (;;) {
      const batch = queues.get(tenant)?.splice(0, MOST_TOGETHER) ?? [];
      if (batch.length === 0) break;
      try {
        const notes = batch.map((waiting) => waiting.note);
        const signal = AbortSignal.timeout(APPEND_TIMEOUT_MS);
        await appendAudit(tenant, notes, ports.audit, signal);
        await signWhenDue(tenant, notes, signal);
        for (const waiting of batch) waiting.done();
      } catch (error) {
        for (const waiting of batch) waiting.failed(error);
      }
    }
    busy.delete(tenant);
    queues.delete(tenant);
  }

  async function signWhenDue(
    tenant: string,
    notes: readonly AuditNote[],
    signal: AbortSignal,
  ): Promise<void> {
    const count = (unsigned.get(tenant) ?? 0) + notes.length;
    unsigned.set(tenant, count);
    if (count < MOST_UNSIGNED && !notes.some(({ action }) => ENDS_RUN.has(action))) return;
    await signAuditLog(tenant, ports, signal);
    unsigned.delete(tenant);
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
