import * as z from 'zod';
import { Masked } from './masked.ts';

/** What a step did, on its way to the audit log. The key makes appending it twice the same as once. */
export const AuditNote = z.strictObject({
  key: z.string().min(1).max(300),
  at: z.iso.datetime(),
  tenant: z.string(),
  runId: z.string().nullable(),
  actor: z.string().max(200),
  action: z.string().max(100),
  /** What it acted on: an artifact, a comment, a ticket. */
  subject: z.string().max(1000),
  inputs: z.array(z.strictObject({ ref: z.string(), sha256: z.string() })).max(100),
  outputs: z.array(z.strictObject({ ref: z.string(), sha256: z.string() })).max(100),
  details: z.record(z.string(), z.union([Masked, z.number(), z.boolean(), z.null()])),
});
export type AuditNote = z.infer<typeof AuditNote>;

/**
 * One entry of the hash chain, stored as canonical JSON (RFC 8785); `hash` is SHA-256 over that of everything else. A member that is
 * not named here is a change of the entry.
 */
export const AuditEntry = z.strictObject({
  schema: z.literal('perf-agent.audit-entry.v1'),
  sequence: z.int().positive(),
  previous: z.string().regex(/^[0-9a-f]{64}$/),
  note: AuditNote,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
