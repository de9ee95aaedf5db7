import * as z from 'zod';
import { QUEUE_NAMES } from './queue-name.ts';

/** `run-` and 24 hex digits of a hash over provider, project, change, head and re-run number. */
export const RunId = z.string().regex(/^run-[0-9a-f]{24}$/, 'a run id is "run-" and 24 hex digits');
export type RunId = z.infer<typeof RunId>;

/** Whom the run belongs to; part of every key and query. */
export const Tenant = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'a tenant is 1 to 41 of a-z, 0-9 and "-", not starting with "-"');
export type Tenant = z.infer<typeof Tenant>;

/** Name of one part of a fanned-out step, safe as a path segment. */
export const PartName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'a part is 1 to 61 of a-z, 0-9 and "-", not starting with "-"');

/**
 * What travels on a queue (CloudEvents 1.0 attribute names). It carries a reference and no payload, but for
 * `requests`, where the request itself is small, masked and not yet stored, and `audit`/`failed`, whose notes are.
 */
export const Envelope = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(128),
  type: z.templateLiteral(['perf.', z.enum(QUEUE_NAMES), '.v1']),
  source: z.string().min(1).max(200),
  subject: RunId,
  tenant: Tenant,
  time: z.iso.datetime(),
  dataref: z.string().max(500).optional(),
  part: PartName.optional(),
  /** How often the message came back as a scheduled copy. */
  attempt: z.int().nonnegative().optional(),
  /** How many of those copies came from failures rather than from waiting. */
  failures: z.int().nonnegative().optional(),
  /** How often an operator sent it back after it was rejected; the counts above begin anew then. */
  replay: z.int().nonnegative().optional(),
  data: z.unknown().optional(),
});
export type Envelope = z.infer<typeof Envelope>;
