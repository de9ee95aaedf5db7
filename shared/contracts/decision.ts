import * as z from 'zod';
import { Masked } from './masked.ts';

/** What the gate says. `no-data` and `no-baseline` are answers of their own, never a pass in disguise. */
export const Verdict = z.enum(['fail', 'warn', 'pass', 'undecided', 'no-baseline', 'no-data']);
export type Verdict = z.infer<typeof Verdict>;

export const Decision = z.object({
  verdict: Verdict,
  /** One sentence for the first line of comment, report and message. */
  headline: Masked,
  /** Rules that decided, with what they saw. */
  reasons: z.array(z.object({ rule: z.string(), text: Masked, evidence: z.array(z.string()) })).max(500),
  policy: z.object({ id: z.string(), version: z.string() }),
});
export type Decision = z.infer<typeof Decision>;
