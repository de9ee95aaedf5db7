import { callerName } from '../access/caller-name.ts';
import { sha256 } from '../audit/sha256.ts';
import type { AuditNote } from '../contracts/audit-note.ts';
import { RunId } from '../contracts/envelope.ts';
import { auditMessage } from '../pipeline/messages.ts';
import type { Clock } from '../ports/clock.ts';
import type { MessageSender } from '../ports/message-sender.ts';
import type { DoorRequest } from './door.ts';

export interface ArrivalPorts {
  readonly tenant: string;
  readonly producer: string;
  readonly clock: Clock;
  readonly sender: MessageSender;
}

/** What came in and what is kept of it. */
export interface Arrival {
  readonly action: 'results.received' | 'logs.received';
  /** SHA-256 of the body as it came, unpacked. */
  readonly bodySha256: string;
  readonly kept: { readonly ref: string; readonly sha256: string };
  readonly details: AuditNote['details'];
}

/**
 * Notes in the audit log what was handed in, by whom, and the hashes of what came and what is kept. The note's key follows from what is kept, so that the
 * same bytes handed in again are noted once.
 */
export async function noteArrival(
  { tenant, producer, clock, sender }: ArrivalPorts,
  { action, bodySha256, kept, details }: Arrival,
  { caller, traceparent, signal }: Pick<DoorRequest, 'caller' | 'traceparent' | 'signal'>,
): Promise<void> {
  const id = sha256(`${tenant} ${kept.ref}`).slice(0, 24);
  const now = clock.now();
  const note: AuditNote = {
    key: `${action}:${id}`,
    at: now.toISOString(),
    tenant,
    runId: null,
    actor: producer,
    action,
    subject: kept.ref,
    inputs: [{ ref: 'body', sha256: bodySha256 }],
    outputs: [kept],
    details: { ...details, caller: callerName(caller) },
  };
  // It belongs to no run; every message names one.
  await sender.send([auditMessage(note, RunId.parse(`run-${id}`), now, traceparent)], signal);
}
