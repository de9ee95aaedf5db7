import type { AuditNote } from '../contracts/audit-note.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeadLetter, DeadLetters, LetterChoice } from '../ports/dead-letters.ts';
import type { Masker } from '../ports/masker.ts';
import { appendAudit } from './append-audit.ts';

interface DiscardPorts {
  readonly tenant: string;
  readonly deadLetters: DeadLetters;
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly maskerOf: (key: string) => Masker;
}

const SHORTEST_REASON = 10;

/**
 * Removes rejected messages for good. That a message is discarded, by whom and why, stands in the audit log before it goes.
 * @throws PermanentError(`INPUT_INVALID`) for a reason that says nothing
 */
export async function discardDeadLetters(
  request: { readonly choose: LetterChoice; readonly reason: string; readonly actor: string },
  ports: DiscardPorts,
  signal: AbortSignal,
): Promise<readonly DeadLetter[]> {
  const { choose, reason, actor } = request;
  if (reason.trim().length < SHORTEST_REASON) {
    throw new PermanentError(
      'INPUT_INVALID',
      `Say why in at least ${SHORTEST_REASON} characters; the audit log keeps it.`,
    );
  }
  return ports.deadLetters.discard(choose, tell, signal);

  async function tell({ queue, messageId, runId, code, at }: DeadLetter): Promise<void> {
    const now = ports.clock.now().toISOString();
    const note: AuditNote = {
      key: `discard:${queue}:${messageId}:${at.toISOString()}`.slice(0, 300),
      at: now,
      tenant: ports.tenant,
      runId,
      actor,
      action: 'message.discarded',
      subject: `message ${messageId}`,
      inputs: [],
      outputs: [],
      details: {
        queue: maskedName(queue),
        code: maskedName(code),
        reason: ports.maskerOf(runId ?? messageId).mask(reason),
      },
    };
    await appendAudit(ports.tenant, [note], ports.audit, signal);
  }
}
