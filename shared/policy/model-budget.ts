import * as z from 'zod';

/** What a tenant may spend on models a day (UTC), over all its runs and instances; over it, the rules explain. Part of `perf-agent.policy.v1`. */
export const MODEL_BUDGET = {
  modelBudget: z
    .strictObject({
      tokensPerDay: z.int().positive().nullable().default(null).describe('null: as many as are needed.'),
      costPerDay: z
        .number()
        .positive()
        .nullable()
        .default(null)
        .describe("In the currency of the prices in the configuration's `models`."),
    })
    .default({ tokensPerDay: null, costPerDay: null })
    .describe('What a tenant may spend on models a day (UTC); over it, the rules explain.'),
};
