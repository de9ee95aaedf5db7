import * as z from 'zod';
import { Verdict } from './decision.ts';
import { RunId } from './envelope.ts';
import { Masked } from './masked.ts';

/** Why a run ends with its plan: nothing is collected, no model is asked, nothing is billed. */
export const SkipKind = z.enum([
  'same-code',
  'no-performance-files',
  'draft',
  'fork-unapproved',
  'rerun-loop',
  'superseded',
]);
export type SkipKind = z.infer<typeof SkipKind>;

export const Skip = z.object({
  kind: SkipKind,
  /** One sentence for the status and for the list of runs. */
  headline: Masked,
  /** The sticky comment; null: there is nothing that a comment would add to the status. */
  comment: Masked.nullable(),
  /** Whether a comment is made where none stands yet. */
  says: z.boolean(),
  /** `pending` keeps a required check from passing until the code is judged. */
  state: z.enum(['pending', 'success', 'failed']),
  verdict: Verdict.nullable(),
  /** The run whose verdict stands. */
  of: RunId.nullable(),
  url: z.string().max(2_000).nullable(),
  /** Whether it ends what an earlier commit of the change was blamed for: tickets and messengers hear of it, though nothing was measured. */
  ends: z.boolean().optional(),
});
export type Skip = z.infer<typeof Skip>;

/** What the loop guard compares; null where the host did not tell enough. */
export const CodeIdentity = z.object({
  /** Git's id of the head's tree. */
  tree: z.string().max(64).nullable(),
  /** Patch id of the diff (shared/loop-guard), with what white space means in it. */
  patch: z.string().max(120).nullable(),
  /** Hash of everything else that a verdict rests on: policy, budgets, pinned baseline. */
  grounds: z.string().max(64),
});
export type CodeIdentity = z.infer<typeof CodeIdentity>;
