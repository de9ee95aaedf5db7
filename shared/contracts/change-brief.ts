import * as z from 'zod';
import { Verdict } from './decision.ts';
import { Severity } from './finding.ts';
import { Masked } from './masked.ts';

const BriefClaim = z.object({ text: Masked, evidence: z.array(Masked).max(20) });

/**
 * What a team has to know of a verdict, worded and bounded once, in a form that every ticket system and messenger can
 * lay out in its own way. Made by reporting/change-brief.ts; the texts are plain: who shows them escapes them.
 */
export const ChangeBrief = z.object({
  runId: z.string().max(100),
  verdict: Verdict,
  verdictWords: Masked,
  severity: Severity,
  headline: Masked,
  /** `2 regressions, 12 without change`. */
  summary: Masked,
  service: Masked,
  change: z.object({
    /** `shop/orders !7`. */
    name: Masked,
    title: Masked,
    url: z.string().max(1_000).nullable(),
    author: Masked.nullable(),
  }),
  commit: Masked,
  baseline: Masked.nullable(),
  /** What changed or is unsettled and counts, worst first. */
  figures: z
    .array(
      z.object({
        metric: Masked,
        labels: Masked,
        answer: Masked,
        baseline: Masked,
        candidate: Masked,
        change: Masked,
        certainty: Masked,
      }),
    )
    .max(20),
  /** Figures of the same kind that did not fit. */
  moreFigures: z.int().nonnegative(),
  budgets: z.array(Masked).max(10),
  causes: z.array(BriefClaim).max(5),
  fixes: z.array(BriefClaim).max(5),
  warnings: z.array(Masked).max(5),
  links: z.object({ report: z.string().max(2_000).nullable(), expireAt: z.iso.datetime().nullable() }),
});
export type ChangeBrief = z.infer<typeof ChangeBrief>;
