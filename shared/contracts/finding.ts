import * as z from 'zod';
import { GateMode } from './gate-mode.ts';
import { LogDifference } from './log-evidence.ts';
import { Masked } from './masked.ts';
import { Direction, Environment, Scale } from './measurement.ts';

/** The four answers of a comparison, and the one for a service that has nothing to compare with. */
export const Answer = z.enum(['regression', 'improvement', 'no-change', 'undecided', 'no-baseline']);
export type Answer = z.infer<typeof Answer>;

export const Severity = z.enum(['none', 'low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof Severity>;

/** How hard users are hit (statistics/severity). */
export const Impact = z.object({
  /** 0 to 100. */
  score: z.number().min(0).max(100),
  /** Share of the service's requests that the figure is of, 0 to 1; null when not known, then taken as all. */
  requestShare: z.number().min(0).max(1).nullable(),
  /** This change's value over its budget (1: exactly at it); null without a budget. */
  budgetUse: z.number().nonnegative().nullable(),
  reason: Masked,
});
export type Impact = z.infer<typeof Impact>;

/** A step or drift in the history of the target branch. */
export const HistoryChange = z.object({
  kind: z.enum(['step', 'drift']),
  /** First commit of the branch after the step, or of the stretch that drifts. */
  commit: z.string(),
  at: z.iso.datetime(),
  /** Relative to the level before (0.3 is 30 % more); null when that was 0. */
  relativeShift: z.number().nullable(),
  before: z.number(),
  after: z.number(),
  pValue: z.number(),
});
export type HistoryChange = z.infer<typeof HistoryChange>;

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
  /** Null for what is no regression. */
  impact: Impact.nullable().default(null),
  /**
   * A regression against the baseline that the branch had before this change: the change in its history, and how this change
   * compares with the branch as it is now. Null: nothing says so, the change answers for it.
   */
  before: z.object({ change: HistoryChange, effect: z.number(), reason: Masked }).nullable().default(null),
  /** Id of the finding that stands for the same cause and is clearer; null when this one does. */
  sameCauseAs: z.string().nullable().default(null),
});
export type Finding = z.infer<typeof Finding>;

/** An absolute budget, or a gate whose bound rolls with the branch's newest values, measured. */
export const BudgetResult = z.object({
  id: z.string().regex(/^B\d+$/),
  metric: Masked,
  statistic: z.string(),
  value: z.number().nullable(),
  max: z.number().nullable(),
  min: z.number().nullable(),
  /** `no-baseline`: a gate without any earlier value. */
  result: z.enum(['kept', 'breached', 'not-measured', 'no-baseline']),
  onBreach: z.enum(['fail', 'warn']),
  mode: GateMode.optional(),
  source: z.string(),
  /** Where a gate's bound comes from: the median of the branch's newest values. Null for a fixed bound. */
  rolling: z
    .object({ median: z.number().nullable(), values: z.int().nonnegative() })
    .nullable()
    .default(null),
});
export type BudgetResult = z.infer<typeof BudgetResult>;

/** A monitored metric that moved with the change, strongest first. */
export const MovedMetric = z.object({
  /** Evidence id, `M1` the likeliest, stable within the run. */
  id: z.string().regex(/^M\d+$/),
  /** What it was measured on (pod, service, instance …), as its labels name it. */
  node: Masked,
  metric: Masked,
  /** Share of the evidence of all that moved, 0 to 1. */
  score: z.number(),
  /** Robust standard deviations of its own normal behaviour. */
  strength: z.number(),
  reason: Masked,
  /** How it runs before (negative: after) the monitored symptom within the load, when that could be told. */
  leads: z.object({ symptom: Masked, seconds: z.number(), correlation: z.number() }).nullable(),
});
export type MovedMetric = z.infer<typeof MovedMetric>;

/** Chances of error that the answers keep. */
export const ErrorRates = z.object({
  /** Of a false alarm of one figure, at this look. */
  alpha: z.number(),
  /** Expected share of false ones among the alarms, at this look. */
  falseDiscoveryRate: z.number(),
  /** 1 for the first verdict on a commit; more when further runs of it are judged. */
  look: z.int().positive(),
});
export type ErrorRates = z.infer<typeof ErrorRates>;

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
    /** Different environments: how much larger figures are in this change's as a whole, and which stray from that. */
    scale: z
      .object({ factor: z.number(), strays: z.array(Masked).max(50), reason: Masked })
      .nullable()
      .default(null),
  }),
  /** What the logs of both sides say differently; absent when not both have some. */
  logs: LogDifference.optional(),
  runs: z.object({ baseline: z.int(), candidate: z.int() }),
  baselineCommit: z.string().nullable(),
  candidateCommit: z.string(),
  parts: z.object({ used: z.array(z.string()), missing: z.array(z.string()) }),
  errorRates: ErrorRates.nullable().default(null),
  /** What of the monitoring moved with the change; evidence for causes, never part of the verdict. */
  moved: z.array(MovedMetric).max(20).default([]),
  notes: z.array(Masked).max(200),
});
export type Analysis = z.infer<typeof Analysis>;
