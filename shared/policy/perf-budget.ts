import * as z from 'zod';
import { ServiceName } from '../contracts/names.ts';
import { PolicyCase } from './policy-case.ts';
import { OVERLAY, PathOverlay } from './policy-overlay.ts';

/** `.perfbudget.yml` of a repository, read from the target branch so that a change cannot loosen its own budget. */
export const PerfBudget = z.strictObject({
  schema: z.literal('perf-agent.perfbudget.v1'),
  service: ServiceName.optional(),
  ...OVERLAY,
  /** What holds for changes that touch certain files. */
  paths: z.array(PathOverlay).max(100).default([]),
  /** Example cases, run by `perf-agent policy test` together with the organisation's policy. */
  tests: z.array(PolicyCase).max(200).default([]),
});
export type PerfBudget = z.infer<typeof PerfBudget>;

export const PERF_BUDGET_FILE = '.perfbudget.yml';
