import * as z from 'zod';

const Figures = z.record(z.string(), z.unknown());

/** New summary (`--new-machine-readable-summary`), both spellings of k6's own sources. */
export const NewSummary = z.object({
  version: z.string(),
  config: z.object({ duration: z.number().nonnegative() }),
  metadata: z.object({ generated_at: z.string().optional(), generatedAt: z.string().optional() }).optional(),
  results: z.object({
    checks: z
      .object({
        metrics: z.array(z.object({ name: z.string(), values: Figures })).nullish(),
        results: z.array(z.object({ name: z.string(), passes: z.number(), fails: z.number() })).nullish(),
      })
      .nullish(),
    metrics: z.array(
      z.object({ name: z.string(), type: z.string(), contains: z.string().optional(), values: Figures }),
    ),
  }),
});
export type NewSummary = z.infer<typeof NewSummary>;

/** Old summary: from handleSummary (with `values`) or `--summary-export` (flat). */
export const OldSummary = z.object({
  root_group: z.unknown().optional(),
  state: z.object({ testRunDurationMs: z.number().nonnegative().optional() }).optional(),
  metrics: z.record(z.string(), Figures),
});
export type OldSummary = z.infer<typeof OldSummary>;
