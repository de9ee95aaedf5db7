import * as z from 'zod';
import { Budget, MetricRule, RollingGate } from '../contracts/plan.ts';
import { RuleId } from '../contracts/policy-names.ts';
import { Exemption, FreezeWindow } from '../contracts/policy-calendar.ts';
import { ApprovalOverlay } from './approval-rules.ts';
import {
  BASELINE,
  BASELINE_WORDS,
  COLLECT,
  COLLECT_WORDS,
  ERROR_RATES,
  Reanalyse,
} from './judging-settings.ts';
import { QUESTION_BUDGET, QUESTION_BUDGET_WORDS } from './model-budget.ts';

/** A rule of a level above by its id, of which single fields are set; or, with all four needed fields, a rule of its own. */
export const RuleOverlay = z.strictObject({ ...MetricRule.partial().shape, id: MetricRule.shape.id });
export type RuleOverlay = z.infer<typeof RuleOverlay>;

/** A gate of a level above by its id, or with all its fields one more. */
export const GateOverlay = z.strictObject({ ...RollingGate.partial().shape, id: RuleId });
export type GateOverlay = z.infer<typeof GateOverlay>;

export const BudgetEntry = z
  .strictObject(Budget.omit({ source: true }).shape)
  // For the published schema, which every document is checked against: a budget without a bound bounds nothing.
  .meta({ anyOf: [needed('max', 'Most that is allowed.'), needed('min', 'Least that is allowed.')] });
export type BudgetEntry = z.infer<typeof BudgetEntry>;

/** JSON Schema: this key has to be there. It is named among the properties, as strict validators want it. */
function needed(key: string, description: string): object {
  return { properties: { [key]: { description } }, required: [key] };
}

/** What may be done about a verdict; one that is off at a level above stays off. */
export const Actions = z.strictObject({
  tickets: z.boolean().optional().describe('Opening, changing and closing issues.'),
  notifications: z.boolean().optional().describe('Messages to channels.'),
  model: z
    .boolean()
    .optional()
    .describe('Sending masked evidence to a language model; without it the rules explain.'),
});
export type Actions = z.infer<typeof Actions>;

/** What every level below the organisation may say. */
export const OVERLAY = {
  metrics: z
    .array(RuleOverlay)
    .max(200)
    .default([])
    .describe('Rules of levels above by their id, of which single values are changed, and rules of its own.'),
  budgets: z.array(BudgetEntry).max(200).default([]).describe('Absolute bounds.'),
  gates: z.array(GateOverlay).max(200).default([]).describe('Bounds that roll with the target branch.'),
  requiredSources: z
    .array(z.string().min(1).max(60))
    .max(40)
    .default([])
    .describe("Names of the organisation's sources without which there is no verdict here."),
  exemptions: z.array(Exemption).max(200).default([]).describe('Figures that do not count until a day.'),
  freezes: z.array(FreezeWindow).max(50).default([]).describe('Times in which changes do not pass.'),
  actions: Actions.default({}).describe('What may be done about a verdict; `false` switches off.'),
  modelBudget: z.strictObject(QUESTION_BUDGET).default({}).describe(QUESTION_BUDGET_WORDS),
  owners: z
    .array(z.string().min(1).max(100))
    .max(20)
    .default([])
    .describe(
      'Who is to be asked about a regression where the repository has no code owners: teams, or people by their id.',
    ),
  approvals: z
    .array(ApprovalOverlay)
    .max(50)
    .default([])
    .describe("Who has to agree; people and groups are the organisation's."),
  ...z.object(ERROR_RATES).partial().shape,
  collect: z.strictObject(COLLECT).partial().default({}).describe(COLLECT_WORDS),
  baseline: z.strictObject(BASELINE).partial().default({}).describe(BASELINE_WORDS),
};
export const Overlay = z.strictObject(OVERLAY);
export type Overlay = z.infer<typeof Overlay>;

/** What holds besides when a change touches one of certain files. */
export const PathOverlay = z.strictObject({
  id: RuleId,
  match: z
    .array(z.string().min(1).max(300))
    .min(1)
    .max(100)
    .describe(
      "Patterns of paths: `*` within a folder, `**` over folders; a pattern without a slash fits a file's name anywhere.",
    ),
  when: z
    .enum(['any', 'all'])
    .default('any')
    .describe('`any`: one file of the change fits; `all`: all of them do.'),
  ...OVERLAY,
});
export type PathOverlay = z.infer<typeof PathOverlay>;

/** What holds for certain services. */
export const ServiceOverlay = z.strictObject({
  match: z.string().min(1).max(100).describe("Pattern of the service's name, `*` for any run of characters."),
  ...OVERLAY,
  collect: z
    .strictObject({ ...COLLECT, reanalyse: Reanalyse })
    .partial()
    .default({})
    .describe(COLLECT_WORDS),
  paths: z
    .array(PathOverlay)
    .max(100)
    .default([])
    .describe('What holds for its changes that touch certain files.'),
});
export type ServiceOverlay = z.infer<typeof ServiceOverlay>;
