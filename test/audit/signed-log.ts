import { canonicalJson } from '../../shared/audit/canonical-json.ts';
import { originOf } from '../../shared/audit/checkpoint.ts';
import { entryFromNote } from '../../shared/audit/entry-from-note.ts';
import { sha256 } from '../../shared/audit/sha256.ts';
import { type AuditSigner, createNoteSigner, type NoteSigner } from '../../shared/audit/signed-note.ts';
import { AuditEntry, type AuditNote } from '../../shared/contracts/audit-note.ts';
import { Masked } from '../../shared/contracts/masked.ts';
import { appendAudit } from '../../shared/pipeline/append-audit.ts';
import { signAuditLog, type SigningPorts } from '../../shared/pipeline/sign-audit-log.ts';
import type { AuditLog } from '../../shared/ports/audit-log.ts';
import { createMemoryAudit } from '../support/memory-stores.ts';

const TENANT = 'default';

/** A log as it was exported: everything an attacker may have had in hands. */
export interface ExportedLog {
  readonly entries: readonly string[];
  readonly checkpoints: ReadonlyMap<number, { readonly note: string; readonly leaves: string }>;
  readonly rotations: readonly string[];
}

export function signerOf(seed: number, tenant = TENANT): NoteSigner {
  return createNoteSigner(originOf(tenant), Buffer.alloc(32, seed).toString('base64url'));
}

/**
 * A log of notes that look like those of runs, signed after every few of them.
 * @param next takes over from half of the log on: one entry and a statement of both keys say so
 */
export async function signedLog(
  length: number,
  every: number,
  signer: NoteSigner,
  next?: NoteSigner,
  tenant = TENANT,
): Promise<ExportedLog> {
  const audit = createMemoryAudit();
  const signal = AbortSignal.timeout(60_000);
  for (let from = 0; from < length; from += every) {
    const notes = Array.from({ length: Math.min(every, length - from) }, (_, index) => noteOf(from + index));
    await appendAudit(tenant, notes, audit, signal);
    const isNext = next !== undefined && from >= length / 2;
    await signAuditLog(tenant, signingPorts(audit, isNext ? { ...next, former: [signer] } : signer), signal);
  }
  return { entries: audit.entries, checkpoints: audit.checkpoints, rotations: [...audit.rotations.values()] };
}

export function signingPorts(audit: ReturnType<typeof createMemoryAudit>, signer: AuditSigner): SigningPorts {
  const clock = { now: () => new Date('2026-05-04T10:00:00.000Z') };
  return { audit, clock, producer: 'perf-agent 0.1.0', auditSigner: () => Promise.resolve(signer) };
}

/** A chain made from notes, sound in itself: what somebody who can hash would write. */
export function hashedAnew(notes: readonly AuditNote[]): readonly string[] {
  let last: AuditEntry | null = null;
  return notes.map((note) => {
    last = entryFromNote(note, last);
    return canonicalJson(last);
  });
}

/** The entry's text under the hash that it must have, as somebody who can hash would write it. */
export function rehashed(text: string): string {
  const rest = text.slice('{"hash":"'.length + 64 + '",'.length);
  return `{"hash":"${sha256(`{${rest}`)}",${rest}`;
}

export function noteIn(entry: string): AuditNote {
  return AuditEntry.parse(JSON.parse(entry)).note;
}

/** The log as the verifier reads it. */
export function logOf({ entries, checkpoints, rotations }: ExportedLog): AuditLog {
  return {
    async *entries() {
      await Promise.resolve();
      yield* entries;
    },
    end: () => Promise.resolve(0),
    sizes: () => Promise.resolve([...checkpoints.keys()].sort((a, b) => a - b)),
    checkpoint: (size) => Promise.resolve(checkpoints.get(size)?.note ?? null),
    leaves: (size) => Promise.resolve(checkpoints.get(size)?.leaves ?? null),
    rotations: () => Promise.resolve(rotations),
  };
}

export function noteOf(index: number): AuditNote {
  const runId = `run-${String(Math.floor(index / 12)).padStart(24, '0')}`;
  return {
    key: `${runId}:step-${index % 12}`,
    at: new Date(Date.UTC(2026, 4, 4) + index * 1_000).toISOString(),
    tenant: TENANT,
    runId,
    actor: 'perf-agent 0.1.0',
    action: 'step.plan',
    subject: `runs/${runId}/plan.json`,
    inputs: [{ ref: `runs/${runId}/receive.json`, sha256: 'a'.repeat(64) }],
    outputs: [{ ref: `runs/${runId}/plan.json`, sha256: 'b'.repeat(64) }],
    details: {
      title: Masked.parse('naïve “quotes” — 性能 \u2028 end'),
      findings: index / 8,
      late: false,
      ticket: null,
    },
  };
}
