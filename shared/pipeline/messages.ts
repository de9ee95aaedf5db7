import type { AuditNote } from '../contracts/audit-note.ts';
import type { Envelope, RunId, Tenant } from '../contracts/envelope.ts';
import { messageIdOf } from '../contracts/message-id.ts';
import type { QueueName } from '../contracts/queue-name.ts';
import type { Emit } from '../contracts/run-record.ts';
import type { OutgoingMessage } from '../ports/message-sender.ts';

/** Message of an emit; its id follows from run, queue and part, so that duplicate detection drops a second copy. */
export function messageOf(
  emit: Emit,
  from: {
    readonly runId: RunId;
    readonly tenant: Tenant;
    readonly step: string;
    readonly ref: string;
    readonly now: Date;
  },
  traceparent: string | null,
): OutgoingMessage {
  const { other, part, occasion } = emit;
  const runId = other?.runId ?? from.runId;
  const id = [runId, emit.queue, part, occasion].filter((one) => one !== undefined).join(':');
  const envelope: Envelope = {
    specversion: '1.0',
    id,
    type: `perf.${emit.queue}.v1`,
    source: `perf-agent/${from.step}`,
    subject: runId,
    tenant: from.tenant,
    time: from.now.toISOString(),
    dataref: from.ref,
    ...(part === undefined ? {} : { part }),
    ...(other === undefined ? {} : { data: other.request }),
  };
  return {
    queue: emit.queue,
    envelope,
    messageId: id,
    traceparent,
    ...(emit.notBefore === undefined ? {} : { notBefore: new Date(emit.notBefore) }),
  };
}

/** A message that carries its own small masked payload: a request, an audit note, the news of a failure. */
export function messageWithData(
  queue: QueueName,
  id: string,
  run: { readonly runId: RunId; readonly tenant: Tenant },
  data: unknown,
  now: Date,
  traceparent: string | null,
  part?: string,
): OutgoingMessage {
  const envelope: Envelope = {
    specversion: '1.0',
    id,
    type: `perf.${queue}.v1`,
    source: 'perf-agent',
    subject: run.runId,
    tenant: run.tenant,
    time: now.toISOString(),
    ...(part === undefined ? {} : { part }),
    data,
  };
  return { queue, envelope, messageId: id, traceparent };
}

/** Message on its way to the audit stage. A run's note has an id of its own, so that a repeated step is noted once. */
export function auditMessage(
  note: AuditNote,
  runId: RunId,
  now: Date,
  traceparent: string | null,
): OutgoingMessage {
  return messageWithData(
    'audit',
    `${note.key}:audit`,
    { runId, tenant: note.tenant },
    note,
    now,
    traceparent,
  );
}

/** The same message again, later; a new id, or duplicate detection would drop it. */
export function scheduledCopy(
  queue: QueueName,
  envelope: Envelope,
  counts: { readonly attempt: number; readonly failures: number },
  notBefore: Date,
  traceparent: string | null,
): OutgoingMessage {
  const copy = { ...envelope, attempt: counts.attempt, failures: counts.failures };
  return {
    queue,
    envelope: copy,
    messageId: messageIdOf(copy),
    traceparent,
    notBefore,
  };
}
