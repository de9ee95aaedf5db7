import type { AuditNote } from '../contracts/audit-note.ts';
import { BaselinePin, pinCause, pinRef } from '../contracts/baseline-pin.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { keptName } from '../masking/kept-name.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Masker } from '../ports/masker.ts';
import type { PinRow, RunIndex } from '../ports/run-index.ts';
import { resultRefs } from '../stages/result-refs.ts';
import { auditKeyOf } from './audit-key.ts';
import { appendPatiently } from './append-patiently.ts';

export interface PinServices {
  readonly tenant: string;
  readonly producer: string;
  readonly clock: Clock;
  readonly artifacts: ArtifactStore;
  readonly audit: AuditStore;
  readonly index: RunIndex;
  readonly maskerOf: (key: string) => Masker;
  /** Waits before the audit log is asked for again. */
  readonly pause: (ms: number) => Promise<void>;
}

/** What a person says. Names and text are raw or masked; they are masked before they are kept. */
export interface PinWish {
  readonly service: string;
  readonly branch: string;
  /** Null: let merges move the baseline again. */
  readonly commit: string | null;
  readonly by: string;
  readonly reason: string;
  /** Whose credential it came with, when it came through a door. */
  readonly caller?: Masked | null;
}

export interface Pinned {
  /** The names that results, runs and the pin are kept under. */
  readonly service: Masked;
  readonly branch: Masked;
  /** False: it was so already, nothing was written. */
  readonly changed: boolean;
  readonly pin: PinRow | null;
  /** Key of the audit entry; null when nothing changed. */
  readonly auditKey: string | null;
}

/**
 * Pins a branch's baseline to a measured commit, or lets go of it. Artifact first (it is the truth), then the audit entry, then the
 * index; a process that dies between them leaves a word that `rebuild` finds and that giving it again completes.
 * @throws PermanentError BASELINE_MISSING when the commit was never measured for the service
 */
export async function pinBaseline(
  wish: PinWish,
  services: PinServices,
  signal: AbortSignal,
): Promise<Pinned> {
  const { tenant, artifacts, index, clock, maskerOf } = services;
  const { commit } = wish;
  const service = keptName(wish.service, services);
  const branch = keptName(wish.branch, services);
  const standing = await index.getPin(tenant, service, branch, signal);
  if ((standing?.commit ?? null) === commit)
    return { service, branch, changed: false, pin: standing, auditKey: null };
  if (commit !== null) await checkMeasured(artifacts, { tenant, service, commit }, signal);
  const masker = maskerOf(`pins/${service}`);
  const pin = BaselinePin.parse({
    schema: 'perf-agent.baseline-pin.v1',
    tenant,
    service,
    branch,
    commit,
    at: clock.now().toISOString(),
    by: masker.mask(wish.by),
    reason: masker.mask(wish.reason),
  });
  const ref = pinRef(pin);
  const bytes = new TextEncoder().encode(JSON.stringify(pin));
  const { sha256 } = await artifacts.create(ref, bytes, 'application/json', signal);
  const note = noteOf(pin, services.producer, { ref, sha256 }, wish.caller ?? null);
  await appendPatiently(note, services, signal);
  const row = pinRowOf(pin);
  await index.putPin(row, signal);
  return { service, branch, changed: true, pin: row, auditKey: note.key };
}

/** The word as the index holds it. */
export function pinRowOf(pin: BaselinePin): PinRow {
  const { tenant, service, branch, commit, at } = pin;
  return { tenant, service, branch, commit, at: new Date(at), cause: pinCause(pin) };
}

async function checkMeasured(
  artifacts: ArtifactStore,
  measured: { readonly tenant: string; readonly service: string; readonly commit: string },
  signal: AbortSignal,
): Promise<void> {
  if ((await resultRefs(artifacts, measured, signal)).length > 0) return;
  throw new PermanentError(
    'BASELINE_MISSING',
    `Commit ${measured.commit} was never measured for ${measured.service}; hand its results in first (give the commit in full, as "baseline show" prints it).`,
  );
}

function noteOf(
  { tenant, service, branch, commit, at, by, reason }: BaselinePin,
  producer: string,
  output: { readonly ref: string; readonly sha256: string },
  caller: Masked | null,
): AuditNote {
  return {
    key: auditKeyOf(output.ref),
    at,
    tenant,
    runId: null,
    actor: producer,
    action: commit === null ? 'baseline.unpinned' : 'baseline.pinned',
    subject: `${service} ${branch}`,
    inputs: [],
    outputs: [output],
    details: { commit: commit === null ? null : maskedName(commit), by, reason, caller },
  };
}
