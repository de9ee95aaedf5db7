import * as z from 'zod';
import { ServiceName } from '../contracts/names.ts';
import { PolicyCase } from './policy-case.ts';
import { OVERLAY, PathOverlay } from './policy-overlay.ts';

/** `.perfbudget.yml` of a repository, read from the target branch so that a change cannot loosen its own budget. */
export const PerfBudget = z.strictObject({
  schema: z.literal('perf-agent.perfbudget.v1').describe('Version of this format.'),
  service: ServiceName.optional().describe(
    'a name of a service: letters, digits, blanks and . _ / : @ + -; the name of the project when left out',
  ),
  ...OVERLAY,
  paths: z
    .array(PathOverlay)
    .max(100)
    .default([])
    .describe('What holds for changes that touch certain files.'),
  tests: z
    .array(PolicyCase)
    .max(200)
    .default([])
    .describe("Example cases, run by `perf-agent policy test` together with the organisation's policy."),
});
export type PerfBudget = z.infer<typeof PerfBudget>;

export const PERF_BUDGET_FILE = '.perfbudget.yml';
