import {
  ApprovalEvent,
  approvalPrefix,
  approvalRef,
  type Happened,
  MOST_APPROVAL_EVENTS,
} from '../contracts/approval.ts';

import { type ApprovalState, approvalState } from '../approval/approval-state.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';

export interface ReadApproval {
  readonly events: readonly ApprovalEvent[];
  /** Null: nothing was asked (yet). */
  readonly state: ApprovalState | null;
}

/** All events of an approval and what they add up to. @throws PermanentError(`ARTIFACT_INVALID`) naming the event. */
export async function readApproval(
  artifacts: Pick<ArtifactStore, 'read' | 'list'>,
  runId: string,
  signal: AbortSignal,
): Promise<ReadApproval> {
  const refs = await artifacts.list(approvalPrefix(runId), MOST_APPROVAL_EVENTS, signal);
  const events = await Promise.all(
    refs.map(async (ref) => {
      const stored = await artifacts.read(ref, signal);
      return stored === null ? null : eventFrom(ref, stored.bytes);
    }),
  );
  const known = events.filter((event) => event !== null);
  return { events: known, state: approvalState(known) };
}

/**
 * Writes the next event, if nobody else has written one of that number meanwhile.
 * @returns null when somebody has: read again and think again
 * @throws PermanentError(`APPROVAL_FULL`) when the approval has had more events than people need
 */
export async function appendApproval(
  artifacts: ArtifactStore,
  about: { readonly runId: string; readonly tenant: string; readonly after: number; readonly at: Date },
  happened: Happened,
  signal: AbortSignal,
): Promise<ApprovalEvent | null> {
  const sequence = about.after + 1;
  if (sequence > MOST_APPROVAL_EVENTS) {
    throw new PermanentError(
      'APPROVAL_FULL',
      `The approval of ${about.runId} has ${MOST_APPROVAL_EVENTS} events; push a new commit to ask anew.`,
    );
  }
  const event = ApprovalEvent.parse({
    schema: 'perf-agent.approval-event.v1',
    runId: about.runId,
    tenant: about.tenant,
    sequence,
    at: about.at.toISOString(),
    happened,
  });
  const bytes = new TextEncoder().encode(JSON.stringify(event));
  const ref = approvalRef(about.runId, sequence);
  const { created } = await artifacts.create(ref, bytes, 'application/json', signal);
  return created ? event : null;
}

/** Text of an event → the event. @throws PermanentError(`ARTIFACT_INVALID`). */
export function eventFrom(ref: string, bytes: Uint8Array): ApprovalEvent {
  const parsed = ApprovalEvent.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (parsed.success) return parsed.data;
  throw new PermanentError('ARTIFACT_INVALID', `The approval event ${ref} does not fit its schema.`);
}
