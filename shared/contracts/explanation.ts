import * as z from 'zod';
import { Masked } from './masked.ts';

/** A statement with the evidence that carries it: finding ids (`E1`), budget ids (`B1`), changed files (`D3`), log patterns (`L2`), monitoring (`M1`). */
export const Claim = z.object({
  text: Masked,
  evidence: z
    .array(z.string().regex(/^[EBDLM]\d+$/))
    .min(1)
    .max(20),
  confidence: z.enum(['low', 'medium', 'high']),
});
export type Claim = z.infer<typeof Claim>;

export const Explanation = z.object({
  by: z.enum(['rules', 'model']),
  /** Model and prompt version that spoke; null when rules did. */
  model: z.object({ connection: z.string(), name: z.string(), promptVersion: z.string() }).nullable(),
  summary: Masked,
  causes: z.array(Claim).max(20),
  fixes: z.array(Claim).max(20),
  /** Claims of the model whose evidence does not exist or does not say so: counted, with the reason, not shown as fact. */
  dropped: z.array(z.object({ text: Masked, why: Masked })).max(50),
  /** Models that failed before this answer, in order. */
  failovers: z.array(z.object({ connection: z.string(), why: Masked })).max(20),
  usage: z.object({ inputTokens: z.int(), outputTokens: z.int() }).nullable(),
  /** SHA-256 of prompt and answer, so that the audit log can show what was asked without keeping it twice. */
  promptSha256: z.string().nullable(),
  answerSha256: z.string().nullable(),
  /** The commit that took the place of the run's one: no model was asked, and nothing is decided. */
  supersededBy: z.string().max(64).optional(),
});
export type Explanation = z.infer<typeof Explanation>;
