import { createKeyRing, type KeyRing, type OpenedCheckpoint } from '../audit/key-ring.ts';
import { signRotation } from '../audit/key-rotation.ts';
import { type AuditSigner, keyIdOf, type NoteKey, printNoteKey } from '../audit/signed-note.ts';
import type { AuditNote } from '../contracts/audit-note.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import type { Clock } from '../ports/clock.ts';
import { appendAudit } from './append-audit.ts';

interface RotationPorts {
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly producer: string;
}

/** Where a tenant's log stands when it is to be signed. */
interface Standing {
  readonly tenant: string;
  readonly signer: AuditSigner;
  readonly ring: KeyRing;
  readonly newest: OpenedCheckpoint;
}

/**
 * Hands a log over to the key that signs now, when a former one signed its newest checkpoint: an entry says so, then both keys sign that
 * the one follows the other. Whoever knows either key knows both from then on. Nothing happens when the keys are the same or that was done.
 * @throws PermanentError(`CONFIG_INVALID`) when another key than this one follows the former
 */
export async function rotateAuditKey(
  { tenant, signer, ring, newest }: Standing,
  { audit, clock, producer }: RotationPorts,
  signal: AbortSignal,
): Promise<void> {
  const former = signer.former?.find((key) => keyIdOf(key) === keyIdOf(newest.key));
  if (former === undefined || ring.retired(former) !== null) return;
  const at = clock.now().toISOString();
  const { size } = newest.checkpoint;
  await appendAudit(
    tenant,
    [noteOf({ tenant, from: former, to: signer, at, size, producer })],
    audit,
    signal,
  );
  const note = signRotation({ ...newest.checkpoint, at }, former, signer);
  await audit.createRotation(tenant, keyIdOf(former), note, signal);
  const follows = createKeyRing([former], await audit.readRotations(tenant, signal)).retired(former);
  if (follows === null || keyIdOf(follows.to) !== keyIdOf(signer))
    throw new PermanentError(
      'CONFIG_INVALID',
      `The audit log of "${tenant}" has another successor of the key ${keyIdOf(former)} than ${keyIdOf(signer)}; give that one's key.`,
    );
}

function noteOf(about: {
  readonly tenant: string;
  readonly from: NoteKey;
  readonly to: NoteKey;
  readonly at: string;
  readonly size: number;
  readonly producer: string;
}): AuditNote {
  const { tenant, from, to, at, size, producer } = about;
  return {
    key: `audit-key:${keyIdOf(from)}:${keyIdOf(to)}`,
    at,
    tenant,
    runId: null,
    actor: producer,
    action: 'audit-key.rotated',
    subject: `key ${keyIdOf(from)}`,
    inputs: [],
    outputs: [],
    details: { from: maskedName(printNoteKey(from)), to: maskedName(printNoteKey(to)), signedUpTo: size },
  };
}
