import type { AuditNote } from '../contracts/audit-note.ts';
import { ThrottledError } from '../errors/pipeline-error.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import { appendAudit } from './append-audit.ts';

export interface PatientServices {
  readonly audit: AuditStore;
  /** Waits before the audit log is asked for again. */
  readonly pause: (ms: number) => Promise<void>;
}

const MOST_TRIES = 40;

/** Appends a note of a person's word. The pipeline appends to the same chain: whoever holds it lets go within moments. */
export async function appendPatiently(
  note: AuditNote,
  services: PatientServices,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await appendAudit(note.tenant, [note], services.audit, signal);
      return;
    } catch (error) {
      if (!(error instanceof ThrottledError) || tries === MOST_TRIES) throw error;
      await services.pause(Math.min(error.retryAfterMs, 500));
    }
  }
}
