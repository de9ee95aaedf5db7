import * as z from 'zod';
import { Masked } from './masked.ts';
import { Direction, Environment, Scale } from './measurement.ts';

/** The four answers of a comparison, and the one for a service that has nothing to compare with. */
export const Answer = z.enum(['regression', 'improvement', 'no-change', 'undecided', 'no-baseline']);
export type Answer = z.infer<typeof Answer>;

export const Severity = z.enum(['none', 'low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof Severity>;

/** One metric's statistic, judged. Effects are relative (0.12 = 12 %) for ratio-scale, in the metric's unit otherwise. */
export const Finding = z.object({
  /** Evidence id, `E1`, `E2` …, stable within the run. */
  id: z.string().regex(/^E\d+$/),
  metric: Masked,
  labels: z.record(z.string(), Masked),
  statistic: z.string(),
  unit: z.string(),
  direction: Direction,
  scale: Scale,
  rule: z.string(),
  answer: Answer,
  baseline: z.object({ mean: z.number().nullable(), values: z.array(z.number()).max(500) }),
  candidate: z.object({ mean: z.number().nullable(), values: z.array(z.number()).max(500) }),
  effect: z.number().nullable(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  confidence: z.number(),
  pValue: z.number().nullable(),
  /** After correction over all metrics judged together (false discovery rate). */
  adjustedPValue: z.number().nullable(),
  margin: z.number(),
  minimumDetectableEffect: z.number().nullable(),
  furtherRuns: z.int().nullable(),
  noise: z
    .object({
      within: z.number().nullable(),
      between: z.number(),
      source: z.enum(['runs', 'history', 'prior']),
    })
    .nullable(),
  reason: Masked,
  severity: Severity,
});
export type Finding = z.infer<typeof Finding>;

/** An absolute budget, measured. */
export const BudgetResult = z.object({
  id: z.string().regex(/^B\d+$/),
  metric: Masked,
  statistic: z.string(),
  value: z.number().nullable(),
  max: z.number().nullable(),
  min: z.number().nullable(),
  result: z.enum(['kept', 'breached', 'not-measured']),
  onBreach: z.enum(['fail', 'warn']),
  source: z.string(),
});
export type BudgetResult = z.infer<typeof BudgetResult>;

export const Analysis = z.object({
  service: z.string(),
  /** The answer for the change as a whole: worst first. */
  answer: Answer,
  severity: Severity,
  findings: z.array(Finding).max(2_000),
  budgets: z.array(BudgetResult).max(500),
  environments: z.object({
    baseline: z.array(Environment).max(20),
    candidate: z.array(Environment).max(20),
    differences: z.array(Masked).max(50),
  }),
  runs: z.object({ baseline: z.int(), candidate: z.int() }),
  baselineCommit: z.string().nullable(),
  candidateCommit: z.string(),
  parts: z.object({ used: z.array(z.string()), missing: z.array(z.string()) }),
  notes: z.array(Masked).max(200),
});
export type Analysis = z.infer<typeof Analysis>;
