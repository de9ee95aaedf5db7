import * as z from 'zod';
import { Budget, MetricRule, RollingGate } from '../contracts/plan.ts';
import { Exemption, FreezeWindow } from '../contracts/policy-calendar.ts';

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/);

/** A rule of a level above by its id, of which single fields are set; or, with all four needed fields, a rule of its own. */
export const RuleOverlay = z.strictObject({ ...MetricRule.partial().shape, id: MetricRule.shape.id });
export type RuleOverlay = z.infer<typeof RuleOverlay>;

/** A gate of a level above by its id, or with all its fields one more. */
export const GateOverlay = z.strictObject({ ...RollingGate.partial().shape, id: Id });
export type GateOverlay = z.infer<typeof GateOverlay>;

export const BudgetEntry = z.strictObject(Budget.omit({ source: true }).shape);
export type BudgetEntry = z.infer<typeof BudgetEntry>;

/** What may be done about a verdict; one that is off at a level above stays off. */
export const Actions = z.strictObject({
  /** Opening, changing and closing issues. */
  tickets: z.boolean().optional(),
  /** Messages to channels. */
  notifications: z.boolean().optional(),
  /** Sending masked evidence to a language model; without it the rules explain. */
  model: z.boolean().optional(),
});
export type Actions = z.infer<typeof Actions>;

/** What every level below the organisation may say. */
export const OVERLAY = {
  metrics: z.array(RuleOverlay).max(200).default([]),
  budgets: z.array(BudgetEntry).max(200).default([]),
  gates: z.array(GateOverlay).max(200).default([]),
  /** Names of the organisation's sources without which there is no verdict here. */
  requiredSources: z.array(z.string().min(1).max(60)).max(40).default([]),
  exemptions: z.array(Exemption).max(200).default([]),
  freezes: z.array(FreezeWindow).max(50).default([]),
  actions: Actions.default({}),
};
export const Overlay = z.strictObject(OVERLAY);
export type Overlay = z.infer<typeof Overlay>;

/** What holds besides when a change touches one of certain files. */
export const PathOverlay = z.strictObject({
  id: Id,
  /** Patterns of paths: `*` within a folder, `**` over folders; a pattern without a slash fits a file's name anywhere. */
  match: z.array(z.string().min(1).max(300)).min(1).max(100),
  /** `any`: one file of the change fits; `all`: all of them do. */
  when: z.enum(['any', 'all']).default('any'),
  ...OVERLAY,
});
export type PathOverlay = z.infer<typeof PathOverlay>;

/** What holds for certain services. */
export const ServiceOverlay = z.strictObject({
  /** Pattern of the service's name, `*` for any run of characters. */
  match: z.string().min(1).max(100),
  ...OVERLAY,
  paths: z.array(PathOverlay).max(100).default([]),
});
export type ServiceOverlay = z.infer<typeof ServiceOverlay>;
