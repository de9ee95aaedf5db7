import * as z from 'zod';
import { Tenant } from './envelope.ts';
import { Masked } from './masked.ts';

export const Sha = z.string().regex(/^[0-9a-f]{7,64}$/, 'a commit id is 7 to 64 hex digits');

/** The proposed change in words of no vendor. Null: looked, there is none. */
export const Change = z.object({
  /** `code-host connection` that the change lives on; null when asked for by hand without one. */
  connection: z.string().min(1).max(60).nullable(),
  /** Raw: it is the address under which the code host is asked. */
  project: z.string().min(1).max(300),
  number: z.string().min(1).max(40).nullable(),
  title: Masked,
  url: Masked.nullable(),
  author: Masked.nullable(),
  headSha: Sha,
  baseSha: Sha.nullable(),
  sourceBranch: Masked.nullable(),
  targetBranch: Masked.nullable(),
  draft: z.boolean(),
  fork: z.boolean(),
  /** Whether a program pushed it; left out, nobody knows. */
  bot: z.boolean().optional(),
  /** When the host merged it, by the host's clock; left out where it is not merged, or the host does not say. */
  mergedAt: z.iso.datetime().optional(),
});
export type Change = z.infer<typeof Change>;

/** Everything the first step needs; the same from a webhook, the API, the command line and a batch. */
export const AnalysisRequested = z.object({
  tenant: Tenant,
  intent: z.enum(['judge', 'learn-merged']),
  change: Change,
  /** Service to judge; null lets the plan take the policy's or the project's name. */
  service: Masked.nullable(),
  trigger: z.object({
    /** `results`: further runs of a commit that has its verdict; `comment`: a person's command under the change. */
    kind: z.enum(['webhook', 'api', 'command-line', 'batch', 'results', 'comment']),
    event: Masked,
    deliveryId: Masked.nullable(),
    at: z.iso.datetime(),
    /** Whose credential it came with; left out where a signature was the proof. */
    caller: Masked.optional(),
  }),
  rerun: z.int().nonnegative(),
  /** A maintainer let this commit of a fork be measured. */
  approved: z.boolean().optional(),
});
export type AnalysisRequested = z.infer<typeof AnalysisRequested>;
