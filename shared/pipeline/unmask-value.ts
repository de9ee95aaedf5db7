import type { AuditNote } from '../contracts/audit-note.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Masker } from '../ports/masker.ts';
import type { ValueKeeper } from '../ports/value-keeper.ts';
import { appendAudit } from './append-audit.ts';

interface UnmaskPorts {
  readonly tenant: string;
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly values: ValueKeeper;
  readonly maskerOf: (key: string) => Masker;
}

const PSEUDONYM = /^<[a-z][a-z0-9-]{0,30}-[0-9a-f]{6}(?:[0-9a-f]{6}|\.[0-9a-f]{6})>$/;
const SHORTEST_REASON = 10;

/**
 * The value behind a pseudonym of a run. The audit entry with who, why and which pseudonym stands before the value is handed out; an
 * attempt that finds nothing is noted, too.
 * @throws PermanentError(`INPUT_INVALID`) for what is no pseudonym and for a reason that says nothing
 */
export async function unmaskValue(
  request: {
    readonly runId: string;
    readonly pseudonym: string;
    readonly reason: string;
    readonly actor: string;
  },
  ports: UnmaskPorts,
  signal: AbortSignal,
): Promise<string | null> {
  const { runId, pseudonym, reason, actor } = request;
  if (!PSEUDONYM.test(pseudonym)) {
    throw new PermanentError(
      'INPUT_INVALID',
      'Give a pseudonym as it stands in the report, e.g. "<email-3fa2c19b04d7>".',
    );
  }
  if (reason.trim().length < SHORTEST_REASON) {
    throw new PermanentError(
      'INPUT_INVALID',
      `Say why in at least ${SHORTEST_REASON} characters; the audit log keeps it.`,
    );
  }
  const value = await ports.values.find(runId, pseudonym, signal);
  const at = ports.clock.now().toISOString();
  const note: AuditNote = {
    key: `${runId}:unmask:${pseudonym}:${at}`,
    at,
    tenant: ports.tenant,
    runId,
    actor,
    action: 'value.unmasked',
    subject: pseudonym,
    inputs: [],
    outputs: [],
    details: { reason: ports.maskerOf(runId).mask(reason), found: value !== null, run: maskedName(runId) },
  };
  await appendAudit(ports.tenant, [note], ports.audit, signal);
  return value;
}
