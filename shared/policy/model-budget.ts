import * as z from 'zod';

/** Most that one question to a model may cost; each level may set it. */
export const QUESTION_BUDGET = {
  tokensPerQuestion: z
    .int()
    .positive()
    .optional()
    .describe('Most tokens, of question and answer together, that a question about one change may take.'),
  costPerQuestion: z
    .number()
    .positive()
    .optional()
    .describe("Most that it may cost, in the currency of the prices in the configuration's `models`."),
};
export const QUESTION_BUDGET_WORDS =
  'What a question to a model about one change may cost; over it, no model is asked and the rules explain.';

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
      ...QUESTION_BUDGET,
    })
    .default({ tokensPerDay: null, costPerDay: null })
    .describe(
      'What a tenant may spend on models a day (UTC), and what one question may cost; over it, the rules explain.',
    ),
};
