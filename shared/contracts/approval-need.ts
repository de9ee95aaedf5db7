import * as z from 'zod';
import { Masked } from './masked.ts';

/** A person of the policy; never an account, an address or a name that a request brought along. */
export const PersonId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,60}$/, 'a person is 1 to 61 of a-z, 0-9, ".", "_" and "-"')
  .describe('a person or group: 1 to 61 of a-z, 0-9, ".", "_" and "-"');
export type PersonId = z.infer<typeof PersonId>;

const People = z.array(PersonId).max(500);

/** That a decision waits, for whom, and until when. Stands in the decision and as the first event of the approval. */
export const ApprovalNeed = z.object({
  rule: z.string().max(61),
  /** Where in the policy the rule stands. */
  origin: Masked.optional(),
  /** `risk high: dependencies: 1 file`. */
  why: Masked,
  approvers: People,
  escalateTo: People,
  /** The names of people and groups behind both: who is in a group is looked up again when somebody decides. */
  asks: z.array(PersonId).max(200).optional(),
  authors: People,
  /** How many different people. */
  count: z.int().min(1).max(5),
  names: z.record(PersonId, Masked),
  connections: z.array(z.string().max(60)).max(5),
  askedAt: z.iso.datetime(),
  remindAt: z.iso.datetime().nullable(),
  escalateAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime(),
});
export type ApprovalNeed = z.infer<typeof ApprovalNeed>;
