import * as z from 'zod';
import { ServiceName } from '../contracts/names.ts';
import { Budget } from '../contracts/plan.ts';

/** `.perfbudget.yml` of a repository, read from the target branch so that a change cannot loosen its own budget. */
export const PerfBudget = z.strictObject({
  schema: z.literal('perf-agent.perfbudget.v1'),
  service: ServiceName.optional(),
  budgets: z
    .array(z.strictObject(Budget.omit({ source: true }).shape))
    .max(200)
    .default([]),
});
export type PerfBudget = z.infer<typeof PerfBudget>;

export const PERF_BUDGET_FILE = '.perfbudget.yml';
