import * as z from 'zod';
import { EXIT } from './exit-codes.ts';

export const RunRowView = z.object({
  runId: z.string(),
  service: z.string().nullable(),
  project: z.string(),
  change: z.string().nullable(),
  headSha: z.string(),
  title: z.string(),
  status: z.enum(['running', 'done', 'failed']),
  step: z.string(),
  verdict: z.string().nullable(),
  headline: z.string().nullable(),
  startedAt: z.string(),
  updatedAt: z.string(),
});
export type RunRowView = z.infer<typeof RunRowView>;

/** Answer of `GET /api/v1/runs/{runId}`. */
export const RunView = z.object({
  run: RunRowView,
  steps: z.array(
    z.object({
      step: z.string(),
      part: z.string().nullable(),
      at: z.string(),
      ref: z.string(),
      output: z.unknown(),
    }),
  ),
});
export type RunView = z.infer<typeof RunView>;

/** Exit code for a pipeline: only a clean pass or warning is 0. */
export function exitCodeOf(run: Pick<RunRowView, 'status' | 'verdict'>): number {
  if (run.status === 'running') return EXIT.undecided;
  if (run.status === 'failed' || run.verdict === 'fail') return EXIT.negative;
  return run.verdict === 'pass' || run.verdict === 'warn' ? EXIT.ok : EXIT.undecided;
}
